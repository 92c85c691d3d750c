namespace ESchool.Domain.Administration.Moderation;

/// <summary>A user tells the staff that something is wrong; one for each reporter and case.</summary>
public sealed class ModerationReport
{
    /// <summary>How many characters the words have at most.</summary>
    public const int MaximumLength = 2_000;

    private ModerationReport() { }

    /// <summary>Reports something.</summary>
    /// <param name="caseId">The case that it belongs to.</param>
    /// <param name="target">The resource name of what is reported.</param>
    /// <param name="reporterId">Who reports it.</param>
    /// <param name="category">What is wrong.</param>
    /// <param name="words">Why.</param>
    /// <param name="snapshotId">What it looked like.</param>
    /// <param name="now">The present time.</param>
    public ModerationReport(Guid caseId, string target, Guid reporterId, ReportCategory category, string words, Guid snapshotId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CaseId = caseId;
        Target = target;
        ReporterId = reporterId;
        CreatedAt = now;
        Repeat(category, words, snapshotId);
    }

    /// <summary>The report's id; newer reports have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The case it belongs to.</summary>
    public Guid CaseId { get; private set; }

    /// <summary>The resource name of what is reported.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Who reports it. Never told to whom it is about.</summary>
    public Guid ReporterId { get; private set; }

    /// <summary>What is wrong.</summary>
    public ReportCategory Category { get; private set; }

    /// <summary>Why.</summary>
    public string Words { get; private set; } = "";

    /// <summary>What it looked like when it was reported.</summary>
    public Guid SnapshotId { get; private set; }

    /// <summary>When it was reported first.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When staff found it manifestly unfounded; null when they did not.</summary>
    public DateTimeOffset? UnfoundedAt { get; private set; }

    /// <summary>The reporter reports it again, after it was changed and before it was decided: what they say now holds.</summary>
    public void Repeat(ReportCategory category, string words, Guid snapshotId) => (Category, Words, SnapshotId) = (category, words.Trim(), snapshotId);

    /// <summary>Staff find it manifestly unfounded.</summary>
    public void FindUnfounded(DateTimeOffset now) => UnfoundedAt = now;

    /// <summary>The finding is taken back.</summary>
    public void Clear() => UnfoundedAt = null;
}
