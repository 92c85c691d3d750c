namespace ESchool.Domain.Catalog.Reviews;

/// <summary>Whether a review is seen and counted.</summary>
public enum ReviewState
{
    /// <summary>Everybody sees it, and it counts.</summary>
    Visible = 1,

    /// <summary>It came in a wave of bad reviews, and waits for the staff.</summary>
    Pending = 2,

    /// <summary>Staff hid it.</summary>
    Hidden = 3,

    /// <summary>What its author paid was given back, or its author works on the course.</summary>
    Withdrawn = 4,
}

/// <summary>What a student says about a course. There is one for each student and course.</summary>
public sealed class Review
{
    /// <summary>The fewest stars.</summary>
    public const int FewestStars = 1;

    /// <summary>The most stars.</summary>
    public const int MostStars = 5;

    private Review() { }

    /// <summary>Writes a review.</summary>
    /// <param name="courseId">Of what.</param>
    /// <param name="studentId">By whom.</param>
    /// <param name="stars">1 to 5.</param>
    /// <param name="text">The words; may be empty.</param>
    /// <param name="isHeld">True when it is to wait for the staff.</param>
    /// <param name="now">The present time.</param>
    public Review(Guid courseId, Guid studentId, int stars, string text, bool isHeld, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = courseId;
        StudentId = studentId;
        CreatedAt = now;
        Rate(stars, isHeld, now);
        Text = text.Trim();
        Settle();
    }

    /// <summary>The review's id; newer reviews have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Who wrote it.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>1 to 5.</summary>
    public int Stars { get; private set; }

    /// <summary>The words; may be empty.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether it is seen and counted.</summary>
    public ReviewState State { get; private set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When its author changed it last; null when never.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>When the stars were given as they are now.</summary>
    public DateTimeOffset RatedAt { get; private set; }

    /// <summary>Since when it is held for the staff; null when it is not.</summary>
    public DateTimeOffset? HeldAt { get; private set; }

    /// <summary>When staff hid it; null when they did not.</summary>
    public DateTimeOffset? HiddenAt { get; private set; }

    /// <summary>Why they did, in words for its author.</summary>
    public string HideReason { get; private set; } = "";

    /// <summary>Since when what its author paid is given back, or its author works on the course; null while neither is so.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Since when the staff have to look at it; null when they need not.</summary>
    public DateTimeOffset? AttentionSince { get; private set; }

    /// <summary>How many found it helpful.</summary>
    public int HelpfulVotes { get; private set; }

    /// <summary>How many did not.</summary>
    public int UnhelpfulVotes { get; private set; }

    /// <summary>How many more found it helpful than did not: the order "most helpful".</summary>
    public int Helpfulness { get; private set; }

    /// <summary>The stars that count; null while it does not count.</summary>
    public int? CountedStars => State == ReviewState.Visible ? Stars : null;

    /// <summary>Its author changes it. A review that is held stays held.</summary>
    /// <param name="stars">The new stars; null to keep them.</param>
    /// <param name="text">The new words; null to keep them.</param>
    /// <param name="isHeld">True when the new stars are to wait for the staff.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>REVIEW_HIDDEN</c>.</exception>
    public void Change(int? stars, string? text, bool isHeld, DateTimeOffset now)
    {
        RequireNotHidden();
        if (stars is { } given && given != Stars)
        {
            Rate(given, isHeld, now);
            ChangedAt = now;
        }

        if (text is not null && text.Trim() != Text)
        {
            Text = text.Trim();
            ChangedAt = now;
        }

        Settle();
    }

    /// <summary>Refuses what an author may not do to a review that staff hid: writing it again would undo what they decided.</summary>
    /// <exception cref="DomainException"><c>REVIEW_HIDDEN</c>.</exception>
    public void RequireNotHidden()
    {
        if (HiddenAt is not null)
        {
            throw new DomainException(ReviewReasons.ReviewHidden, "Staff hid the review: {hide_reason}", ("hide_reason", HideReason));
        }
    }

    /// <summary>Staff hide it. Done again, the new reason holds.</summary>
    /// <param name="reason">Why, in words for its author.</param>
    /// <param name="now">The present time.</param>
    public void Hide(string reason, DateTimeOffset now)
    {
        HiddenAt ??= now;
        HideReason = reason.Trim();
        AttentionSince = null;
        Settle();
    }

    /// <summary>Staff let everybody see it, whether it was hidden, held, or only reported.</summary>
    public void Show()
    {
        (HiddenAt, HeldAt, AttentionSince, HideReason) = (null, null, null, "");
        Settle();
    }

    /// <summary>Follows what its author is to the course: the review of a student who paid counts; not that of one who has the money back, or works on it.</summary>
    /// <param name="isWithdrawn">Whether everything that was paid was given back, or the author works on the course.</param>
    /// <param name="now">The present time.</param>
    public void FollowAccess(bool isWithdrawn, DateTimeOffset now)
    {
        WithdrawnAt = isWithdrawn ? WithdrawnAt ?? now : null;
        Settle();
    }

    /// <summary>Staff have looked at it and leave it as it is; one that is held goes on waiting.</summary>
    public void Leave() => AttentionSince = HeldAt;

    /// <summary>Somebody reports it: staff have to look at it.</summary>
    public void Report(DateTimeOffset now) => AttentionSince ??= now;

    /// <summary>Somebody votes, changes their vote or takes it back.</summary>
    /// <param name="before">Their vote until now; null when they had none.</param>
    /// <param name="after">Their vote from now on; null for none.</param>
    public void Vote(bool? before, bool? after)
    {
        HelpfulVotes += (after == true ? 1 : 0) - (before == true ? 1 : 0);
        UnhelpfulVotes += (after == false ? 1 : 0) - (before == false ? 1 : 0);
        Helpfulness = HelpfulVotes - UnhelpfulVotes;
    }

    private void Rate(int stars, bool isHeld, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stars, FewestStars);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stars, MostStars);
        (Stars, RatedAt) = (stars, now);
        if (isHeld)
        {
            HeldAt ??= now;
            AttentionSince ??= now;
        }
    }

    private void Settle() =>
        State =
            HiddenAt is not null ? ReviewState.Hidden
            : HeldAt is not null ? ReviewState.Pending
            : WithdrawnAt is not null ? ReviewState.Withdrawn
            : ReviewState.Visible;
}
