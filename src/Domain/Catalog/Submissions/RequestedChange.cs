namespace ESchool.Domain.Catalog.Submissions;

/// <summary>Whether a course is approved without it.</summary>
public enum ChangeImportance
{
    /// <summary>It is not.</summary>
    Required = 1,

    /// <summary>It is.</summary>
    Recommended = 2,
}

/// <summary>
/// Something that a reviewer asks the authors to change. It outlives its submission: the authors say that it is done, the next reviewer sees whether it is, and
/// opens it again when not.
/// </summary>
public sealed class RequestedChange
{
    /// <summary>How many changes a submission asks for at most.</summary>
    public const int MostPerSubmission = 200;

    private RequestedChange() { }

    /// <summary>Asks for a change.</summary>
    /// <param name="submission">In which review.</param>
    /// <param name="reviewerId">Who asks.</param>
    /// <param name="wish">What for.</param>
    /// <param name="now">The present time.</param>
    public RequestedChange(CourseSubmission submission, Guid reviewerId, ChangeWish wish, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        SubmissionId = submission.Id;
        CourseId = submission.CourseId;
        CreatedBy = reviewerId;
        CreatedAt = now;
        Reword(wish);
    }

    /// <summary>The change's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The submission whose reviewer asked for it.</summary>
    public Guid SubmissionId { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The lesson it is about; null for the course as a whole.</summary>
    public Guid? LessonId { get; private set; }

    /// <summary>Where in the lesson's video, in seconds from its beginning; null for the whole lesson.</summary>
    public int? PositionSeconds { get; private set; }

    /// <summary>Whether the course is approved without it.</summary>
    public ChangeImportance Importance { get; private set; }

    /// <summary>What is to be changed.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Which reviewer asked for it.</summary>
    public Guid CreatedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When an author said that it is done; null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>Which author.</summary>
    public Guid? ResolvedBy { get; private set; }

    /// <summary>What the author said to it.</summary>
    public string Reply { get; private set; } = "";

    /// <summary>Why it was opened again; empty when it was not.</summary>
    public string ReopenReason { get; private set; } = "";

    /// <summary>Asks for it in other words.</summary>
    public void Reword(ChangeWish wish) =>
        (LessonId, PositionSeconds, Importance, Text) = (wish.LessonId, wish.PositionSeconds, wish.Importance, wish.Text.Trim());

    /// <summary>An author says that it is done. Doing it again changes the words.</summary>
    public void Resolve(Guid authorId, string reply, DateTimeOffset now)
    {
        (ResolvedBy, Reply, ReopenReason) = (authorId, reply.Trim(), "");
        ResolvedAt ??= now;
    }

    /// <summary>It is not done after all. Doing it again changes nothing but the words.</summary>
    public void Reopen(string reason) => (ResolvedAt, ResolvedBy, ReopenReason) = (null, null, reason.Trim());
}

/// <summary>What a reviewer asks for.</summary>
/// <param name="LessonId">The lesson it is about; null for the course as a whole.</param>
/// <param name="PositionSeconds">Where in the lesson's video, in seconds from its beginning; null for the whole lesson.</param>
/// <param name="Importance">Whether the course is approved without it.</param>
/// <param name="Text">What is to be changed.</param>
public sealed record ChangeWish(Guid? LessonId, int? PositionSeconds, ChangeImportance Importance, string Text);
