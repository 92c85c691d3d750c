namespace ESchool.Domain.Catalog.Reviews;

/// <summary>A user asks the staff to look at a review; once for each user and review.</summary>
public sealed class ReviewReport
{
    private ReviewReport() { }

    /// <summary>Reports a review.</summary>
    /// <param name="reviewId">Which.</param>
    /// <param name="userId">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The present time.</param>
    public ReviewReport(Guid reviewId, Guid userId, string reason, DateTimeOffset now)
    {
        ReviewId = reviewId;
        UserId = userId;
        Reason = reason.Trim();
        CreatedAt = now;
    }

    /// <summary>The review.</summary>
    public Guid ReviewId { get; private set; }

    /// <summary>Who reports it.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When staff decided on the review; null while they have not.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>Reports the review again, which its author has changed since.</summary>
    public void Repeat(string reason, DateTimeOffset now) => (Reason, CreatedAt, SettledAt) = (reason.Trim(), now, null);
}
