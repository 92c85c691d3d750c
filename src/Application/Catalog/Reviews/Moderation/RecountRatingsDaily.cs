using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>Compares the ratings of courses with a recount, and alerts the administrators to differences; run every day.</summary>
public sealed class RecountRatingsDaily(SchoolDbContext db, RecountRatings recount, AlertAdministrators alert, ILogger<RecountRatingsDaily> logger)
{
    /// <summary>Compares them; it repairs nothing, because a difference is a fault that somebody should see first.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var found = await recount.ExecuteAsync(Actor.System, repair: false, cancellationToken);
        logger.LogInformation(
            "{Ratings} ratings were compared with {Reviews} reviews: {Differences} differences.",
            found.Ratings,
            found.Reviews,
            found.Differences.Count
        );
        if (found.Differences.Count == 0)
        {
            return;
        }

        foreach (var difference in found.Differences)
        {
            logger.LogError("A rating differs from its reviews: {Difference}", difference);
        }

        await alert.AlertAsync(new RatingsDiffer(found.Differences.Count), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
