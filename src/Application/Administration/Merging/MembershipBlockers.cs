using ESchool.Data;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Merging;

/// <summary>
/// What of memberships keeps two accounts apart. A member's month is divided by what that member watched in it: after a merge by what the one account watched that
/// is left. Where that is something else than before, the month has to be divided first.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class MembershipBlockers(SchoolDbContext db)
{
    internal async Task<List<MergeBlocker>> FindAsync(
        Guid sourceId,
        Guid targetId,
        IReadOnlyList<EnrollmentPlan> enrollments,
        CancellationToken cancellationToken
    )
    {
        var running = await db
            .Subscriptions.Where(s => s.StudentId == sourceId && (s.IsOpen || Subscription.OpenStates.Contains(s.State)))
            .Select(s => s.Id)
            .ToListAsync(cancellationToken);
        var found = running.ConvertAll(id => new MergeBlocker(
            MergeBlockerKind.Membership,
            $"subscriptions/{id}",
            "Have the membership canceled, and wait until it has ended."
        ));
        var staying = enrollments.Where(e => e.Fate is EnrollmentFate.Stays or EnrollmentFate.Clashes).Select(e => e.Enrollment.Id);
        var leaving = enrollments.Where(e => e.Fate == EnrollmentFate.ChangesPlaces).Select(e => e.Other!.Id);
        HashSet<Guid> ofSource = [.. staying, .. leaving];
        var watched = await (
            from month in db.MembershipMonths
            from enrollment in db.Enrollments
            where
                month.DividedAt == null
                && (month.StudentId == sourceId || month.StudentId == targetId)
                && (enrollment.StudentId == sourceId || enrollment.StudentId == targetId)
                && db.WatchDays.Any(d => d.EnrollmentId == enrollment.Id && d.Day >= month.FirstDay && d.Day < month.EndDay)
            orderby month.OrderId
            select new
            {
                month.OrderId,
                month.EndDay,
                IsCounted = month.StudentId == enrollment.StudentId,
                EnrollmentId = enrollment.Id,
            }
        ).ToListAsync(cancellationToken);
        found.AddRange(
            watched
                // All months are the other account's afterwards, and so are all enrollments but these.
                .Where(w => w.IsCounted == ofSource.Contains(w.EnrollmentId))
                .GroupBy(w => w.OrderId)
                .Select(order => new MergeBlocker(
                    MergeBlockerKind.MembershipMonth,
                    $"orders/{order.Key}",
                    $"Its last months are divided by what was watched, which the merge would change: wait until {order.Max(w => w.EndDay).AddDays(1):yyyy-MM-dd}."
                ))
        );
        return found;
    }
}
