using System.Globalization;
using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Students;

/// <summary>Which students come first.</summary>
public enum StudentOrder
{
    /// <summary>Who enrolled last.</summary>
    Newest = 1,

    /// <summary>Who was seen last.</summary>
    LastSeen = 2,

    /// <summary>Who was not seen for the longest time.</summary>
    LongestUnseen = 3,

    /// <summary>Who has the most progress.</summary>
    MostProgress = 4,

    /// <summary>Who has the least progress.</summary>
    LeastProgress = 5,
}

/// <summary>Lists the students of a course that the caller works on.</summary>
public sealed class ListStudents(CourseAuthors authors, Roster roster)
{
    /// <summary>Reads a page. A student who learns between two pages may move from one to the other.</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="filter">Which students.</param>
    /// <param name="nameContains">What must occur in their names; empty for anything.</param>
    /// <param name="order">Which come first.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Page<StudentRow>> ExecuteAsync(
        Actor actor,
        Guid courseId,
        StudentFilter filter,
        string nameContains,
        StudentOrder order,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var sorted = After(roster.Of(courseId, filter, nameContains), order, page.After).Take(page.Size + 1);
        var rows = await roster.ReadAsync(sorted, cancellationToken);
        return Page<StudentRow>.Of(rows, page.Size, row => KeyOf(row, order));
    }

    /// <summary>Each order has an index of the course's enrollments; the id tells equals apart.</summary>
    private static IQueryable<Enrollment> After(IQueryable<Enrollment> found, StudentOrder order, string? after)
    {
        var key = after?.Split('/') ?? [];
        var id = after is null ? Guid.Empty : Guid.Parse(key[^1]);
        var value = key.Length > 1 ? long.Parse(key[0], CultureInfo.InvariantCulture) : 0;
        var (seen, progress) = (new DateTimeOffset(order is StudentOrder.LastSeen or StudentOrder.LongestUnseen ? value : 0, TimeSpan.Zero), (int)value);
        return order switch
        {
            StudentOrder.LastSeen => found
                .Where(e => after == null || EF.Functions.LessThan(ValueTuple.Create(e.LastSeenAt, e.Id), ValueTuple.Create(seen, id)))
                .OrderByDescending(e => e.LastSeenAt)
                .ThenByDescending(e => e.Id),
            StudentOrder.LongestUnseen => found
                .Where(e => after == null || EF.Functions.GreaterThan(ValueTuple.Create(e.LastSeenAt, e.Id), ValueTuple.Create(seen, id)))
                .OrderBy(e => e.LastSeenAt)
                .ThenBy(e => e.Id),
            StudentOrder.MostProgress => found
                .Where(e => after == null || EF.Functions.LessThan(ValueTuple.Create(e.ProgressBasisPoints, e.Id), ValueTuple.Create(progress, id)))
                .OrderByDescending(e => e.ProgressBasisPoints)
                .ThenByDescending(e => e.Id),
            StudentOrder.LeastProgress => found
                .Where(e => after == null || EF.Functions.GreaterThan(ValueTuple.Create(e.ProgressBasisPoints, e.Id), ValueTuple.Create(progress, id)))
                .OrderBy(e => e.ProgressBasisPoints)
                .ThenBy(e => e.Id),
            _ => found.Where(e => after == null || e.Id < id).OrderByDescending(e => e.Id),
        };
    }

    private static string KeyOf(StudentRow row, StudentOrder order) =>
        order switch
        {
            StudentOrder.LastSeen or StudentOrder.LongestUnseen => $"{row.LastSeenAt.UtcTicks}/{row.EnrollmentId}",
            StudentOrder.MostProgress or StudentOrder.LeastProgress => $"{row.ProgressBasisPoints}/{row.EnrollmentId}",
            _ => row.EnrollmentId.ToString(),
        };
}
