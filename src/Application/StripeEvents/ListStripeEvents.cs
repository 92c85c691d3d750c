using System.Globalization;
using ESchool.Data;
using ESchool.Domain.StripeEvents;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.StripeEvents;

/// <summary>Lists the events of Stripe that were taken in, the latest first.</summary>
public sealed class ListStripeEvents(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="isPendingOnly">True for those that were not handled yet.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<StripeEvent>> ExecuteAsync(bool isPendingOnly, PageRequest page, CancellationToken cancellationToken)
    {
        var (at, id) = KeyOf(page.After);
        var rows = await db
            .StripeEvents.AsNoTracking()
            .Where(e => (!isPendingOnly || e.HandledAt == null) && EF.Functions.LessThan(ValueTuple.Create(e.ReceivedAt, e.Id), ValueTuple.Create(at, id)))
            .OrderByDescending(e => e.ReceivedAt)
            .ThenByDescending(e => e.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<StripeEvent>.Of(rows, page.Size, e => string.Create(CultureInfo.InvariantCulture, $"{e.ReceivedAt.UtcTicks}/{e.Id}"));
    }

    private static (DateTimeOffset At, string Id) KeyOf(string? after)
    {
        if (after is null)
        {
            return (DateTimeOffset.MaxValue, "");
        }

        var fields = after.Split('/');
        return (new DateTimeOffset(long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.Zero), fields[1]);
    }
}
