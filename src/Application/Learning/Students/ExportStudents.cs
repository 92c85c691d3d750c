using System.Text;
using ESchool.Application.Catalog.Authors;
using ESchool.Application.Storage;
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
/// Writes the students of a course into a CSV file at S3 and signs an address for it. One part of the upload and some hundred rows are held in memory. The file
/// is forgotten after a day; it can be made again.
/// </summary>
public sealed class ExportStudents(CourseAuthors authors, Roster roster, ObjectStorage storage)
{
    /// <summary>How many students a file holds at most: more would not be written before a call ends.</summary>
    public const int Maximum = 200_000;

    /// <summary>Longer than a row: names have at most some hundred bytes.</summary>
    private const long MostRowBytes = 2_048;

    private const int PartRows = 2_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Makes it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>STUDENT_EXPORT_TOO_LONG</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<ExportedStudents> ExecuteAsync(Actor actor, Guid courseId, StudentFilter filter, string nameContains, CancellationToken cancellationToken)
    {
        await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var found = roster.Of(courseId, filter, nameContains);
        var count = await found.Take(Maximum + 1).CountAsync(cancellationToken);
        if (count > Maximum)
        {
            throw new DomainException(LearningReasons.StudentExportTooLong, "A file holds at most {maximum} students.", ("maximum", Maximum));
        }

        var key = $"{ObjectStorage.Departures}{actor.UserId}/{Guid.CreateVersion7()}.csv";
        var students = await WriteAsync(found, key, (count + 1) * MostRowBytes, cancellationToken);
        var (url, expiresAt) = storage.SignGet(storage.DocumentsBucket, key, Lifetime, $"students-{courseId}.csv");
        return new ExportedStudents(url, expiresAt, students);
    }

    private async Task<int> WriteAsync(IQueryable<Enrollment> found, string key, long mostBytes, CancellationToken cancellationToken)
    {
        await using var file = await MultipartStream.BeginAsync(storage, storage.DocumentsBucket, key, "text/csv; charset=utf-8", mostBytes, cancellationToken);
        await file.WriteAsync(Encoding.UTF8.GetBytes(StudentCsv.Beginning), cancellationToken);
        var (students, last) = (0, (Guid?)null);
        while (students < Maximum)
        {
            var before = last;
            var rows = await roster.ReadAsync(found.Where(e => before == null || e.Id < before).OrderByDescending(e => e.Id).Take(PartRows), cancellationToken);
            await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(rows.Select(StudentCsv.RowOf))), cancellationToken);
            students += rows.Count;
            if (rows.Count < PartRows)
            {
                break;
            }

            last = rows[^1].EnrollmentId;
        }

        await file.CompleteAsync(cancellationToken);
        return students;
    }
}
