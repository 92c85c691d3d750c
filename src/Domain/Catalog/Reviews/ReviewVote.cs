namespace ESchool.Domain.Catalog.Reviews;

/// <summary>Whether a user found a review helpful; one for each user and review.</summary>
public sealed class ReviewVote
{
    private ReviewVote() { }

    /// <summary>Votes.</summary>
    /// <param name="reviewId">On which review.</param>
    /// <param name="userId">Who.</param>
    /// <param name="isHelpful">Whether it was helpful.</param>
    public ReviewVote(Guid reviewId, Guid userId, bool isHelpful)
    {
        ReviewId = reviewId;
        UserId = userId;
        IsHelpful = isHelpful;
    }

    /// <summary>The review.</summary>
    public Guid ReviewId { get; private set; }

    /// <summary>Who votes.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Whether it was helpful.</summary>
    public bool IsHelpful { get; private set; }

    /// <summary>Changes the vote.</summary>
    public void Change(bool isHelpful) => IsHelpful = isHelpful;
}
