namespace ESchool.Domain.Catalog.Reviews;

/// <summary>What the course's instructor answers to a review; one for each review.</summary>
public sealed class ReviewReply
{
    private ReviewReply() { }

    /// <summary>Answers a review.</summary>
    /// <param name="reviewId">Which.</param>
    /// <param name="instructorId">By whom.</param>
    /// <param name="text">The words.</param>
    /// <param name="now">The present time.</param>
    public ReviewReply(Guid reviewId, Guid instructorId, string text, DateTimeOffset now)
    {
        ReviewId = reviewId;
        InstructorId = instructorId;
        Text = text.Trim();
        CreatedAt = now;
    }

    /// <summary>The review.</summary>
    public Guid ReviewId { get; private set; }

    /// <summary>Who answers.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The words.</summary>
    public string Text { get; private set; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was changed last; null when never.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>Changes the words.</summary>
    public void Change(string text, DateTimeOffset now)
    {
        if (text.Trim() != Text)
        {
            (Text, ChangedAt) = (text.Trim(), now);
        }
    }
}
