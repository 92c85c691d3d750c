using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Revenue;

/// <summary>What a course got of a member's month.</summary>
/// <param name="MonthId">The month.</param>
/// <param name="FirstDay">Its first day, in UTC.</param>
/// <param name="EndDay">The day after its last.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Seconds">Seconds of it that the member watched.</param>
/// <param name="AllSeconds">Seconds the member watched of all courses.</param>
/// <param name="Divided">What was divided of the month, the platform's part included.</param>
/// <param name="Instructors">What was the instructors' of it.</param>
/// <param name="Share">What the course got.</param>
/// <param name="DividedAt">When.</param>
public sealed record MembershipShareView(
    Guid MonthId,
    DateOnly FirstDay,
    DateOnly EndDay,
    Guid CourseId,
    long Seconds,
    long AllSeconds,
    Money Divided,
    Money Instructors,
    Money Share,
    DateTimeOffset DividedAt
);

/// <summary>
/// Lists what the caller's courses got of members' months, with what that was divided from, the newest first. Who the members are is not said.
/// </summary>
public sealed class ListMembershipShares(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<MembershipShareView>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        // A month is never torn apart between pages: the months first, then their shares.
        var months = await db
            .MembershipShares.Where(s => s.InstructorId == actor.UserId && (page.AfterId == null || s.MonthId < page.AfterId))
            .Select(s => s.MonthId)
            .Distinct()
            .OrderByDescending(id => id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var shown = months.Take(page.Size).ToList();
        var rows = await (
            from share in db.MembershipShares
            join month in db.MembershipMonths on share.MonthId equals month.Id
            where shown.Contains(share.MonthId) && share.InstructorId == actor.UserId
            orderby share.MonthId descending, share.CourseId
            select new MembershipShareView(
                month.Id,
                month.FirstDay,
                month.EndDay,
                share.CourseId,
                share.Seconds,
                db.MembershipShares.Where(s => s.MonthId == month.Id).Sum(s => s.Seconds),
                new Money(month.DividedMinorUnits, month.Currency),
                new Money(month.InstructorsMinorUnits, month.Currency),
                new Money(share.MinorUnits, month.Currency),
                month.DividedAt!.Value
            )
        ).ToListAsync(cancellationToken);
        return new Page<MembershipShareView>(rows, months.Count > page.Size ? shown[^1].ToString() : null);
    }
}
