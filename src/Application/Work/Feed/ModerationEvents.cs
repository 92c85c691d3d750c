using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Work.Feed;

/// <summary>Staff decided on something of the user's.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="Act">What was done.</param>
public sealed record ContentModerated(Guid DecisionId, ModerationAct Act) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "content.moderated";
}

/// <summary>The effect of a decision on something of the user's has ended.</summary>
/// <param name="DecisionId">The decision.</param>
public sealed record ModerationLifted(Guid DecisionId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "moderation.lifted";
}

/// <summary>Staff decided on what the user has reported.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Act">What was done.</param>
public sealed record ReportDecided(Guid ReportId, ModerationAct Act) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "report.decided";
}

/// <summary>Reports of the user were found unfounded several times.</summary>
/// <param name="Unfounded">How many count.</param>
/// <param name="PausedUntil">Until when the user may not report; null while they still may.</param>
public sealed record ReportingWarned(int Unfounded, DateTimeOffset? PausedUntil) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "reporting.warned";
}

/// <summary>An administrator decided on the user's appeal.</summary>
/// <param name="DecisionId">The decision that was appealed.</param>
/// <param name="State">What was decided.</param>
public sealed record AppealDecided(Guid DecisionId, AppealState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "appeal.decided";
}
