using ESchool.Data;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Administration.Merging;

/// <summary>Finds out what a merge of two accounts would do. It changes nothing; what it found holds while the caller has both accounts locked.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class MergePlanner(SchoolDbContext db, EnrollmentCarrier carrier, MergeBlockers blockers, MembershipBlockers memberships)
{
    /// <summary>More enrollments are not moved at once.</summary>
    internal const int MostEnrollments = 1_000;

    /// <summary>More blockers are not told: when these are settled, the next plan has the others.</summary>
    internal const int MostBlockers = 100;

    /// <summary>Plans for two accounts.</summary>
    /// <param name="sourceId">The account that goes.</param>
    /// <param name="targetId">The account that stays.</param>
    /// <param name="enrollments">What becomes of the enrollments of the account that goes.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    internal async Task<MergePlan> PlanAsync(Guid sourceId, Guid targetId, IReadOnlyList<EnrollmentPlan> enrollments, CancellationToken cancellationToken)
    {
        var (moves, stays) = (new List<MergeItem>(), new List<MergeItem>());
        moves.AddRange(enrollments.Where(e => e.Fate is EnrollmentFate.Moves or EnrollmentFate.ChangesPlaces).Take(MostEnrollments).Select(Moving));
        stays.AddRange(enrollments.Where(e => e.Fate == EnrollmentFate.Stays).Take(MostEnrollments).Select(Staying));
        foreach (var rule in MergeRules.All.Where(rule => rule.Kind is not null))
        {
            var (moving, total) = await CountAsync(rule, sourceId, targetId, cancellationToken);
            if (moving > 0)
            {
                moves.Add(new MergeItem(rule.Kind!.Value, "", moving, ""));
            }

            // What stays without a word, such as courses that were looked at, concerns nobody.
            if (total > moving && rule.WhyOthersStay.Length > 0)
            {
                stays.Add(new MergeItem(rule.Kind!.Value, "", total - moving, rule.WhyOthersStay));
            }
        }

        var found = await BlockersAsync(sourceId, targetId, enrollments, cancellationToken);
        return new MergePlan(moves, stays, [.. found.Take(MostBlockers)]);
    }

    /// <summary>The enrollments of both accounts, as they are.</summary>
    internal IQueryable<Enrollment> EnrollmentsOf(Guid sourceId, Guid targetId) =>
        db.Enrollments.Where(e => e.StudentId == sourceId || e.StudentId == targetId).OrderBy(e => e.Id);

    /// <summary>Values for the SQL of a rule.</summary>
    internal static NpgsqlParameter[] Values(Guid sourceId, Guid targetId) => [new("source", sourceId), new("target", targetId)];

    private async Task<(int Moving, int Total)> CountAsync(MergeRule rule, Guid sourceId, Guid targetId, CancellationToken cancellationToken)
    {
        var counts = await db.Database.SqlQueryRaw<Counts>(rule.Count, Values(sourceId, targetId)).ToListAsync(cancellationToken);
        return (counts[0].Moves, counts[0].Total);
    }

    private static MergeItem Moving(EnrollmentPlan plan) =>
        new(
            MergeItemKind.Enrollment,
            $"enrollments/{plan.Enrollment.Id}",
            1,
            plan.Other is { } other ? $"Changes places with enrollments/{other.Id}, which has ended and goes to the closed account." : ""
        );

    private static MergeItem Staying(EnrollmentPlan plan) =>
        new(
            MergeItemKind.Enrollment,
            $"enrollments/{plan.Enrollment.Id}",
            1,
            $"It has ended, and the account that stays has enrollments/{plan.Other!.Id} in the course."
        );

    private async Task<List<MergeBlocker>> BlockersAsync(
        Guid sourceId,
        Guid targetId,
        IReadOnlyList<EnrollmentPlan> enrollments,
        CancellationToken cancellationToken
    )
    {
        var found = new List<MergeBlocker>();
        if (enrollments.Count > MostEnrollments)
        {
            found.Add(new(MergeBlockerKind.TooManyEnrollments, $"users/{sourceId}", $"Move all but {MostEnrollments} enrollments with MoveEnrollment first."));
        }

        found.AddRange(
            enrollments
                .Where(e => e.Fate == EnrollmentFate.Clashes)
                .Select(e => new MergeBlocker(
                    MergeBlockerKind.BothEnrolled,
                    $"enrollments/{e.Enrollment.Id}",
                    $"Both accounts have access to courses/{e.Enrollment.CourseId}: end the access of one, by a refund, RevokeEnrollmentGrant or the end of its membership."
                ))
        );
        var courses = enrollments.Select(e => e.Enrollment.CourseId).ToList();
        var worked = await carrier.WorkedOnBy(targetId, courses).ToListAsync(cancellationToken);
        found.AddRange(
            worked
                .Order()
                .Select(course => new MergeBlocker(
                    MergeBlockerKind.OwnCourse,
                    $"courses/{course}",
                    "The account that stays works on the course, and nobody learns or reviews their own: keep both accounts."
                ))
        );
        found.AddRange(await blockers.FindAsync(sourceId, targetId, cancellationToken));
        found.AddRange(await memberships.FindAsync(sourceId, targetId, enrollments, cancellationToken));
        return found;
    }

    private sealed record Counts(int Moves, int Total);
}
