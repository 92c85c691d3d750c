using ESchool.Application.Work.Feed;
using ESchool.Data;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.StripeEvents;

/// <summary>Compares the day that ended an hour ago with Stripe, and alerts the administrators to differences; run every day.</summary>
public sealed class CompareWithStripeDaily(
    SchoolDbContext db,
    CompareWithStripe compare,
    AlertAdministrators alert,
    TimeProvider clock,
    ILogger<CompareWithStripeDaily> logger
)
{
    /// <summary>Compares it.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var to = clock.GetUtcNow().AddHours(-1);
        var comparison = await compare.ExecuteAsync(to.AddDays(-1), to, cancellationToken);
        logger.LogInformation(
            "{Movements} movements at Stripe and {Postings} postings were compared: {Differences} differences.",
            comparison.Movements,
            comparison.Postings,
            comparison.Differences.Count
        );
        if (comparison.Differences.Count == 0)
        {
            return;
        }

        foreach (var difference in comparison.Differences)
        {
            logger.LogError("The ledger differs from Stripe: {Difference}", difference);
        }

        await alert.AlertAsync(new LedgerDiffers(comparison.Differences.Count), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
