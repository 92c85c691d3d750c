using ESchool.Application.Learning.Watching;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Revenue;

/// <summary>Divides the money of members' months that are over by what was watched in them; run every hour, safe to run at the same time.</summary>
public sealed class DivideMonths(SchoolDbContext db, Sweep sweep, MeasureWatching watching, RecognizeRevenue recognize, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Reports of the last seconds of a day are booked by then.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>Divides what is due, the oldest first.</summary>
    /// <returns>How many months were divided.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime((clock.GetUtcNow() - Margin).UtcDateTime);
        var due =
            from month in db.MembershipMonths
            join order in db.Orders on month.OrderId equals order.Id
            where
                month.DividedAt == null
                && month.EndDay <= today
                && order.DisputedMinorUnits == 0
                && !db.MembershipMonths.Any(m => m.OrderId == month.OrderId && m.DividedAt == null && m.FirstDay < month.FirstDay)
            orderby month.EndDay, month.Id
            select month.Id;
        var (divided, more) = (0, 0);
        do
        {
            more = await sweep.RunAsync<DivideMonths>("divide-months", due, (divide, id) => divide.OneAsync(id, cancellationToken), cancellationToken);
            divided += more;
        } while (more > 0);
        return divided;
    }

    private async Task<bool> OneAsync(Guid monthId, CancellationToken cancellationToken)
    {
        var orderId = await db.MembershipMonths.Where(m => m.Id == monthId).Select(m => m.OrderId).SingleAsync(cancellationToken);
        return await db.InTransactionAsync(() => DivideAsync(orderId, monthId, cancellationToken), cancellationToken);
    }

    private async Task<bool> DivideAsync(Guid orderId, Guid monthId, CancellationToken cancellationToken)
    {
        // The order's lock: refunds and disputes come before or after. What is disputed waits until that is decided.
        var order = await db.Orders.Where(o => o.Id == orderId).ForUpdate().SingleAsync(cancellationToken);
        var left = await db.MembershipMonths.Where(m => m.OrderId == orderId && m.DividedAt == null).OrderBy(m => m.FirstDay).ToListAsync(cancellationToken);
        if (order.DisputedMinorUnits > 0 || left.Count == 0 || left[0].Id != monthId)
        {
            return false;
        }

        var (month, invoice) = (left[0], await db.MembershipInvoices.SingleAsync(i => i.OrderId == orderId, cancellationToken));
        var taken = new Money(invoice.Take(month, isLast: left.Count == 1), month.Currency);
        month.Divide(taken.MinorUnits, invoice.InstructorBasisPoints, await WatchedAsync(month, cancellationToken), clock.GetUtcNow());
        var shares = month
            .Shares.GroupBy(s => s.InstructorId)
            .Select(group => new InstructorShare(group.Key, group.Sum(s => s.MinorUnits)))
            .Where(s => s.MinorUnits > 0)
            .ToList();
        outbox.Tell(shares.Select(s => FeedEventWork.Of(s.InstructorId, new EarningAvailable(OrderId: null, month.Id))));
        await db.SaveChangesAsync(cancellationToken);
        if (taken.MinorUnits > 0)
        {
            await recognize.ExecuteAsync($"membershipMonths/{month.Id}", taken, shares, cancellationToken);
        }

        return true;
    }

    private async Task<IReadOnlyCollection<WatchedCourse>> WatchedAsync(MembershipMonth month, CancellationToken cancellationToken)
    {
        var seconds = await watching.ExecuteAsync(month.StudentId, month.FirstDay, month.EndDay, cancellationToken);
        var courses = await db.Courses.Where(c => seconds.Keys.Contains(c.Id)).Select(c => new { c.Id, c.InstructorId }).ToListAsync(cancellationToken);
        return courses.ConvertAll(c => new WatchedCourse(c.Id, c.InstructorId, seconds[c.Id]));
    }
}
