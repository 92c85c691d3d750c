using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>Reads the version of a course that is on sale.</summary>
public sealed class GetCourse(SchoolReads reads)
{
    /// <summary>Reads it with its curriculum, in one round trip.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<PublishedCourse> ExecuteAsync(Guid courseId, CancellationToken cancellationToken)
    {
        await using var batch = reads.Keyed();
        batch.BatchCommands.Add(
            Statement($"SELECT {PublishedColumns.Whole.Sql}, c.other_currencies, c.other_minor_units FROM {PublishedCourse.OnSale} WHERE c.id = $1", courseId)
        );
        batch.BatchCommands.Add(
            Statement(
                $"""
                SELECT l.lesson_id, l.section_id, l.section_title, l.title, l.kind, l.required, l.video_seconds, l.is_free_preview
                FROM {PublishedCourse.OnSale} JOIN catalog.curriculum_lessons l ON l.version_id = v.id WHERE c.id = $1 ORDER BY l.position
                """,
                courseId
            )
        );
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));
        }

        var others = rows.GetOrdinal("other_currencies");
        var course = PublishedColumns.Whole.Read(rows) with
        {
            OtherPrices = rows.IsDBNull(others) ? [] : Course.PricesOf(rows.GetFieldValue<string[]>(others), rows.GetFieldValue<long[]>(others + 1)),
        };
        await rows.NextResultAsync(cancellationToken);
        var lessons = new List<PublishedLesson>();
        while (await rows.ReadAsync(cancellationToken))
        {
            lessons.Add(
                new PublishedLesson(
                    rows.GetGuid(0),
                    rows.GetGuid(1),
                    rows.GetString(2),
                    rows.GetString(3),
                    (LessonKind)rows.GetInt32(4),
                    rows.GetBoolean(5),
                    rows.GetInt32(6),
                    rows.GetBoolean(7)
                )
            );
        }

        return course with
        {
            Lessons = lessons,
        };
    }

    private static NpgsqlBatchCommand Statement(string sql, Guid courseId) => new(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = courseId } } };
}
