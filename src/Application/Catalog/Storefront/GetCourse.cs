using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>Reads the version of a course that is on sale. It is read only when it has changed since it was read last.</summary>
public sealed class GetCourse(SchoolReads reads, KeptCourses kept)
{
    private static readonly string Version =
        $"SELECT {PublishedColumns.Whole.Sql}, c.other_currencies, c.other_minor_units FROM {PublishedCourse.OnSale} WHERE v.id = $1";

    private const string LessonsOfIt = """
        SELECT l.lesson_id, l.section_id, l.section_title, l.title, l.kind, l.required, l.video_seconds, l.is_free_preview
        FROM catalog.curriculum_lessons l WHERE l.version_id = $1 ORDER BY l.position
        """;

    /// <summary>Reads it with its curriculum, in one round trip; in two when it has changed.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<PublishedCourse> ExecuteAsync(Guid courseId, CancellationToken cancellationToken)
    {
        // Again when another version has come on sale meanwhile.
        while (await StampAsync(courseId, cancellationToken) is { } stamp)
        {
            if ((kept.Whole.Find(stamp) ?? await ReadAsync(stamp.VersionId, cancellationToken)) is { } course)
            {
                return course;
            }
        }

        throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));
    }

    private async Task<CourseStamp?> StampAsync(Guid courseId, CancellationToken cancellationToken)
    {
        await using var batch = reads.Keyed();
        batch.BatchCommands.Add(Statement($"SELECT {CourseStamp.Sql} FROM catalog.listings l WHERE l.course_id = $1", courseId));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? CourseStamp.Read(rows) : null;
    }

    /// <summary>Reads it; null when this version is no longer on sale.</summary>
    private async Task<PublishedCourse?> ReadAsync(Guid versionId, CancellationToken cancellationToken)
    {
        await using var batch = reads.Keyed();
        batch.BatchCommands.Add(Statement(Version, versionId));
        batch.BatchCommands.Add(Statement(LessonsOfIt, versionId));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            return null;
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

        course = course with { Lessons = lessons };
        kept.Whole.Keep(course);
        return course;
    }

    private static NpgsqlBatchCommand Statement(string sql, Guid id) => new(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
}
