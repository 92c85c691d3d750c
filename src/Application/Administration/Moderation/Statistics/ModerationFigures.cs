using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Administration.Moderation.Statistics;

/// <summary>Reports of a sort.</summary>
public sealed record ReportFigures(TargetKind Kind, ReportCategory Category, long Count);

/// <summary>Decisions of a sort.</summary>
/// <param name="Kind">About what.</param>
/// <param name="Act">What was done.</param>
/// <param name="Ground">By what it was justified; null when nothing was done.</param>
/// <param name="Origin">How the school came to know.</param>
/// <param name="Count">How many.</param>
/// <param name="Reversed">How many of them were reversed until now.</param>
public sealed record DecisionFigures(TargetKind Kind, ModerationAct Act, DecisionGround? Ground, CaseOrigin Origin, long Count, long Reversed);

/// <summary>Appeals of a sort.</summary>
public sealed record AppealFigures(TargetKind Kind, bool IsByReporter, AppealState State, long Count);

/// <summary>Figures of a period.</summary>
/// <param name="Reports">Reports that came.</param>
/// <param name="Decisions">Decisions that were made.</param>
/// <param name="Appeals">Appeals that came.</param>
/// <param name="DecisionMedian">Half of the decisions took no longer; null when none was made.</param>
/// <param name="DecisionP95">95 of 100 decisions took no longer; null when none was made.</param>
/// <param name="AppealMedian">Half of the appeals that were decided took no longer; null when none was.</param>
/// <param name="Unfounded">Reports of decisions of the period that were found manifestly unfounded.</param>
public sealed record ModerationFigures(
    IReadOnlyList<ReportFigures> Reports,
    IReadOnlyList<DecisionFigures> Decisions,
    IReadOnlyList<AppealFigures> Appeals,
    TimeSpan? DecisionMedian,
    TimeSpan? DecisionP95,
    TimeSpan? AppealMedian,
    long Unfounded
);
