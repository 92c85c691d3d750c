using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Reviews;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>
/// What becomes of reviews that are reported or decided on, beside everything else that is reported; Administration implements it. Each runs in the transaction
/// of its caller, who holds the review's lock.
/// </summary>
public interface IReviewCases
{
    /// <summary>Somebody reports a review.</summary>
    /// <returns>The report's id.</returns>
    Task<Guid> ReportAsync(Actor reporter, Review review, ReportCategory category, string words, CancellationToken cancellationToken);

    /// <summary>Staff hid a review by itself: what was reported of it is decided, and its author is told why.</summary>
    Task HideAsync(Actor actor, Review review, string reason, CancellationToken cancellationToken);

    /// <summary>Staff show a review: what was reported of it is decided, and what had hidden it is lifted.</summary>
    Task ShowAsync(Actor actor, Review review, string reason, CancellationToken cancellationToken);
}
