using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Overviews;

/// <summary>Says how the school is: what waits, what was sold, who came, and what fails.</summary>
public sealed class GetOverview(SchoolDbContext db, QueueReader queues, DayReader days, TimeProvider clock)
{
    /// <summary>How many days the series have.</summary>
    public const int Days = 30;

    /// <summary>Reads it.</summary>
    /// <param name="zone">Whose days they are.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<Overview> ExecuteAsync(TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var storage = await db.StorageTotals.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return new Overview(
            clock.GetUtcNow(),
            await queues.ReadAsync(cancellationToken),
            await days.ReadAsync(zone, Days, cancellationToken),
            await queues.ReadSweepsAsync(cancellationToken),
            storage?.Assets ?? 0,
            storage?.SourceBytes ?? 0
        );
    }
}
