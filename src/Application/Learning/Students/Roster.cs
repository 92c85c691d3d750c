using ESchool.Data;
using ESchool.Domain.Certificates;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning.Students;

/// <summary>Reads the students of a course: who is meant by a filter, and what a list shows of them.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Roster(SchoolDbContext db)
{
    /// <summary>The enrollments of a course that fit.</summary>
    /// <param name="courseId">The course.</param>
    /// <param name="filter">What must be so.</param>
    /// <param name="nameContains">What must occur in the student's name, in any case of letters; empty for anything. An erased student has no name.</param>
    public IQueryable<Enrollment> Of(Guid courseId, StudentFilter filter, string nameContains = "")
    {
        var found = db.Enrollments.AsNoTracking().Where(e => e.CourseId == courseId);
        if (filter.State is { } state)
        {
            found = found.Where(e => e.State == state);
        }

        if (filter.MinimumProgress is { } least)
        {
            found = found.Where(e => e.ProgressBasisPoints >= least);
        }

        if (filter.MaximumProgress is { } most)
        {
            found = found.Where(e => e.ProgressBasisPoints <= most);
        }

        if (filter.NotSeenSince is { } since)
        {
            // Who was never seen was not seen since then either.
            found = found.Where(e => e.LastSeenAt < since || e.StartedAt == null);
        }

        if (filter.Completed is { } isComplete)
        {
            found = found.Where(e => e.CompletedAt != null == isComplete);
        }

        if (nameContains.Length > 0)
        {
            var pattern = $"%{nameContains.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            found = found.Where(e => db.Users.Any(u => u.Id == e.StudentId && u.ErasedAt == null && EF.Functions.ILike(u.DisplayName, pattern, "\\")));
        }

        return found;
    }

    /// <summary>What a list shows of some enrollments, in their order. A few queries, however many rows.</summary>
    /// <param name="enrollments">A bounded and sorted query.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<IReadOnlyList<StudentRow>> ReadAsync(IQueryable<Enrollment> enrollments, CancellationToken cancellationToken)
    {
        var rows = await (
            from e in enrollments
            select new StudentRow
            {
                EnrollmentId = e.Id,
                CourseId = e.CourseId,
                StudentId = e.StudentId,
                DisplayName = db.Users.Where(u => u.Id == e.StudentId && u.ErasedAt == null).Select(u => u.DisplayName).FirstOrDefault() ?? "",
                EnrolledAt = e.CreatedAt,
                State = e.State,
                ProgressBasisPoints = e.ProgressBasisPoints,
                CompletedLessons = e.CompletedLessons,
                VersionId = e.CurriculumVersionId,
                StartedAt = e.StartedAt,
                LastSeenAt = e.LastSeenAt,
                CompletedAt = e.CompletedAt,
                CertifiedAt = db
                    .Certificates.Where(c => c.EnrollmentId == e.Id && c.State == CertificateState.Active)
                    .Select(c => (DateTimeOffset?)c.IssuedAt)
                    .FirstOrDefault(),
            }
        ).ToListAsync(cancellationToken);
        var required = await RequiredLessonsAsync([.. rows.Select(r => r.VersionId).Distinct()], cancellationToken);
        var origins = await OriginsAsync([.. rows.Select(r => r.EnrollmentId)], cancellationToken);
        return
        [
            .. rows.Select(row =>
                row with
                {
                    RequiredLessons = required.GetValueOrDefault(row.VersionId),
                    Origin = origins.GetValueOrDefault(row.EnrollmentId, StudentOrigin.Grant),
                }
            ),
        ];
    }

    private Task<Dictionary<Guid, int>> RequiredLessonsAsync(IReadOnlyList<Guid> versions, CancellationToken cancellationToken) =>
        db
            .CurriculumLessons.Where(l => versions.Contains(l.VersionId) && l.Required)
            .GroupBy(l => l.VersionId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);

    /// <summary>What gives access now; of several, or when nothing does, the last.</summary>
    private async Task<IReadOnlyDictionary<Guid, StudentOrigin>> OriginsAsync(IReadOnlyList<Guid> enrollments, CancellationToken cancellationToken)
    {
        var grants = await db
            .AccessGrants.AsNoTracking()
            .Where(g => enrollments.Contains(g.EnrollmentId))
            .OrderBy(g => g.State == GrantState.Live)
            .ThenBy(g => g.Id)
            .Select(g => new { g.EnrollmentId, g.Source })
            .ToListAsync(cancellationToken);
        var deciding = grants.GroupBy(g => g.EnrollmentId).ToDictionary(group => group.Key, group => group.Last().Source);
        var orders = deciding.Values.Select(OrderOf).OfType<Guid>().ToList();
        var gifts = await db.Gifts.Where(g => orders.Contains(g.OrderId)).Select(g => g.OrderId).ToHashSetAsync(cancellationToken);
        return deciding.ToDictionary(
            pair => pair.Key,
            pair =>
                pair.Value.StartsWith("subscriptions/", StringComparison.Ordinal) ? StudentOrigin.Membership
                : !pair.Value.StartsWith("orders/", StringComparison.Ordinal) ? StudentOrigin.Grant
                : OrderOf(pair.Value) is { } order && gifts.Contains(order) ? StudentOrigin.Gift
                : StudentOrigin.Purchase
        );
    }

    private static Guid? OrderOf(string source) =>
        source.StartsWith("orders/", StringComparison.Ordinal) && Guid.TryParse(source.AsSpan("orders/".Length), out var id) ? id : null;
}
