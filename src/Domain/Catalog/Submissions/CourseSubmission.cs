namespace ESchool.Domain.Catalog.Submissions;

/// <summary>How a submission ended.</summary>
public enum SubmissionState
{
    /// <summary>It waits, or a reviewer is at work on it.</summary>
    Open = 1,

    /// <summary>It was sent back.</summary>
    ChangesRequested = 3,

    /// <summary>The school does not want the course.</summary>
    Declined = 4,

    /// <summary>It may be published.</summary>
    Approved = 5,

    /// <summary>Its authors took it back.</summary>
    Withdrawn = 6,
}

/// <summary>What a reviewer has to read.</summary>
public enum ReviewScope
{
    /// <summary>Everything.</summary>
    Full = 1,

    /// <summary>What differs from the version that was published last.</summary>
    Changes = 2,

    /// <summary>Nothing: a later version of a trusted instructor, handed in by them or by an author who is trusted too.</summary>
    None = 3,
}

/// <summary>
/// A draft that was handed to the reviewers. While it is open the draft can't be edited, so what is decided on is what was submitted. One of a course is open
/// at a time, and one reviewer works on it: for as long as their lease lasts.
/// </summary>
public sealed class CourseSubmission
{
    /// <summary>How long a reviewer has it, from the last time they claimed it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    private CourseSubmission() { }

    /// <summary>Hands a draft in.</summary>
    /// <param name="course">The draft.</param>
    /// <param name="number">Counted from 1 within the course.</param>
    /// <param name="authorId">Which of its authors hands it in.</param>
    /// <param name="scope">What a reviewer has to read.</param>
    /// <param name="now">The present time.</param>
    public CourseSubmission(Course course, int number, Guid authorId, ReviewScope scope, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = course.Id;
        Number = number;
        State = SubmissionState.Open;
        Scope = scope;
        BaseVersion = course.LatestVersion;
        Digest = DraftDigest.Of(course).Write();
        SubmittedBy = authorId;
        SubmittedAt = now;
    }

    /// <summary>The submission's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Counted from 1 within the course.</summary>
    public int Number { get; private set; }

    /// <summary>How it ended.</summary>
    public SubmissionState State { get; private set; }

    /// <summary>What a reviewer has to read.</summary>
    public ReviewScope Scope { get; private set; }

    /// <summary>The version that was published last when it was submitted; 0 for none.</summary>
    public int BaseVersion { get; private set; }

    /// <summary>What the draft was, as <see cref="DraftDigest"/> writes it.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Which author submitted it.</summary>
    public Guid SubmittedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset SubmittedAt { get; private set; }

    /// <summary>Who claimed it last; null when nobody did, or it was released.</summary>
    public Guid? ReviewerId { get; private set; }

    /// <summary>Until when nobody else may decide; null when nobody has claimed it.</summary>
    public DateTimeOffset? LeaseEndsAt { get; private set; }

    /// <summary>Why it was taken over from another reviewer; empty when it was not.</summary>
    public string TakeoverNote { get; private set; } = "";

    /// <summary>Who decided; null while nobody has, and when it was withdrawn or approved by itself.</summary>
    public Guid? DecidedBy { get; private set; }

    /// <summary>When it was decided or withdrawn; null while it is open.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The reviewer's words to the authors.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Who is at work on it; null for nobody.</summary>
    public Guid? HolderAt(DateTimeOffset now) => State == SubmissionState.Open && LeaseEndsAt > now ? ReviewerId : null;

    /// <summary>Gives it to a reviewer for the time of a lease, and whoever has it that time anew.</summary>
    /// <param name="reviewerId">The reviewer.</param>
    /// <param name="takeoverNote">Why it is taken from another who is at work on it; empty to take it from nobody.</param>
    /// <param name="now">The present time.</param>
    /// <returns>From whom it was taken; null from nobody.</returns>
    /// <exception cref="DomainException"><c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>.</exception>
    public Guid? Claim(Guid reviewerId, string takeoverNote, DateTimeOffset now)
    {
        RequireOpen();
        var holder = HolderAt(now);
        if (holder == reviewerId)
        {
            LeaseEndsAt = now + Lease;
            return null;
        }

        if (holder is not null && takeoverNote.Length == 0)
        {
            throw IsClaimed(holder.Value);
        }

        (ReviewerId, LeaseEndsAt, TakeoverNote) = (reviewerId, now + Lease, holder is null ? "" : takeoverNote.Trim());
        return holder;
    }

    /// <summary>Gives it back to the queue. Of somebody who does not have it, it changes nothing.</summary>
    /// <returns>Whether it was the reviewer's.</returns>
    public bool Release(Guid reviewerId, DateTimeOffset now)
    {
        if (HolderAt(now) != reviewerId)
        {
            return false;
        }

        (ReviewerId, LeaseEndsAt) = (null, null);
        return true;
    }

    /// <summary>Refuses whoever has not claimed it.</summary>
    /// <exception cref="DomainException"><c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_NOT_CLAIMED</c>.</exception>
    public void RequireHeldBy(Guid reviewerId, DateTimeOffset now)
    {
        RequireOpen();
        RequireNotHeldByAnother(reviewerId, now);
        if (HolderAt(now) is null)
        {
            throw new DomainException(SubmissionReasons.SubmissionNotClaimed, "{submission} must be claimed first.", ("submission", Name));
        }
    }

    /// <summary>Decides it. Nobody else may be at work on it; whoever decides need not have claimed it.</summary>
    /// <param name="reviewerId">The reviewer; null when it needs none.</param>
    /// <param name="decision">How it ends.</param>
    /// <param name="message">Words to the authors.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>.</exception>
    public void Decide(Guid? reviewerId, SubmissionState decision, string message, DateTimeOffset now)
    {
        RequireOpen();
        if (reviewerId is { } id)
        {
            RequireNotHeldByAnother(id, now);
        }

        (State, DecidedBy, DecidedAt, Message) = (decision, reviewerId, now, message.Trim());
    }

    /// <summary>Its authors take it back, or nobody wants it any more. Of one that is decided it changes nothing.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        if (State == SubmissionState.Open)
        {
            (State, DecidedAt) = (SubmissionState.Withdrawn, now);
        }
    }

    private string Name => $"courses/{CourseId}/submissions/{Id}";

    private void RequireOpen()
    {
        if (State != SubmissionState.Open)
        {
            throw new DomainException(SubmissionReasons.SubmissionDecided, "{submission} is {state}.", ("submission", Name), ("state", State));
        }
    }

    private void RequireNotHeldByAnother(Guid reviewerId, DateTimeOffset now)
    {
        if (HolderAt(now) is { } holder && holder != reviewerId)
        {
            throw IsClaimed(holder);
        }
    }

    private DomainException IsClaimed(Guid holder) =>
        new(
            SubmissionReasons.SubmissionClaimed,
            "{reviewer} is at work on {submission} until {claim_expire_time}.",
            ("reviewer", $"users/{holder}"),
            ("submission", Name),
            ("claim_expire_time", LeaseEndsAt!.Value)
        );
}
