using ESchool.Application.Catalog.Authors;
using ESchool.Application.Storage;
using ESchool.Application.Typesetting.Tables;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Students;

/// <summary>A file of students.</summary>
/// <param name="Url">Where to download it.</param>
/// <param name="ExpiresAt">When the address stops working.</param>
/// <param name="Students">How many are in it.</param>
public sealed record ExportedStudents(string Url, DateTimeOffset ExpiresAt, int Students);

/// <summary>
/// Writes the students of a course into a file at S3 and signs an address for it. One part of the upload and some thousand rows are held in memory. The file is
/// deleted after a day; it can be made again.
/// </summary>
public sealed class ExportStudents(CourseAuthors authors, Roster roster, ObjectStorage storage)
{
    /// <summary>How many students a file holds at most: more would not be written before a call ends.</summary>
    public const int Maximum = 200_000;

    /// <summary>Longer than a row: names have at most some hundred bytes.</summary>
    private const long MostRowBytes = 2_048;

    /// <summary>More than a file of any format has without rows.</summary>
    private const long MostEmptyBytes = 1_048_576;

    private const int PartRows = 2_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Makes it.</summary>
    /// <param name="actor">The owner, an editor or an assistant.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="filter">Which students.</param>
    /// <param name="nameContains">What occurs in their names; empty for anything.</param>
    /// <param name="format">In what.</param>
    /// <param name="cancellationToken">Stops it; nothing of the file stays.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>STUDENT_EXPORT_TOO_LONG</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<ExportedStudents> ExecuteAsync(
        Actor actor,
        Guid courseId,
        StudentFilter filter,
        string nameContains,
        TableFormat format,
        CancellationToken cancellationToken
    )
    {
        await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var found = roster.Of(courseId, filter, nameContains);
        var count = await found.Take(Maximum + 1).CountAsync(cancellationToken);
        if (count > Maximum)
        {
            throw new DomainException(LearningReasons.StudentExportTooLong, "A file holds at most {maximum} students.", ("maximum", Maximum));
        }

        var key = $"{ObjectStorage.Departures}{actor.UserId}/{Guid.CreateVersion7()}.{TableFiles.EndingOf(format)}";
        await using var file = await MultipartStream.BeginAsync(
            storage,
            storage.DocumentsBucket,
            key,
            TableFiles.TypeOf(format),
            MostEmptyBytes + (count * MostRowBytes),
            cancellationToken
        );
        var students = await WriteAsync(found, file, format, cancellationToken);
        await file.CompleteAsync(cancellationToken);
        var (url, expiresAt) = storage.SignGet(storage.DocumentsBucket, key, Lifetime, $"students-{courseId}.{TableFiles.EndingOf(format)}");
        return new ExportedStudents(url, expiresAt, students);
    }

    private async Task<int> WriteAsync(IQueryable<Enrollment> found, Stream file, TableFormat format, CancellationToken cancellationToken)
    {
        await using var table = await TableFiles.BeginAsync(format, file, StudentTable.Title, StudentTable.Columns, cancellationToken, StudentTable.CsvTimes);
        var (students, last) = (0, (Guid?)null);
        while (students < Maximum)
        {
            var before = last;
            var rows = await roster.ReadAsync(found.Where(e => before == null || e.Id < before).OrderByDescending(e => e.Id).Take(PartRows), cancellationToken);
            await table.WriteAsync([.. rows.Select(StudentTable.RowOf)], cancellationToken);
            students += rows.Count;
            if (rows.Count < PartRows)
            {
                break;
            }

            last = rows[^1].EnrollmentId;
        }

        await table.EndAsync(cancellationToken);
        return students;
    }
}
