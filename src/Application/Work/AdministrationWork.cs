namespace ESchool.Application.Work;

/// <summary>Writes a table that an administrator takes out into a file.</summary>
/// <param name="ExportId">The export.</param>
public sealed record TableExportWork(Guid ExportId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "administration.export";

    /// <inheritdoc/>
    public static string Queue => Queues.Packages;

    /// <inheritdoc/>
    public static IReadOnlyList<int>? RetryDelays => [10, 60, 300];

    /// <inheritdoc/>
    public static bool WaitsForDependencies => true;
}

/// <summary>Sends the reasons of a decision to whom it concerns.</summary>
/// <param name="DecisionId">The decision.</param>
public sealed record StatementOfReasonsEmailWork(Guid DecisionId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.statement_of_reasons_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Tells a reporter what was decided.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="DecisionId">The decision.</param>
public sealed record ReportDecidedEmailWork(Guid ReportId, Guid DecisionId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.report_decided_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Tells a user that the effect of a decision has ended.</summary>
/// <param name="DecisionId">The decision.</param>
public sealed record DecisionLiftedEmailWork(Guid DecisionId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.decision_lifted_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Tells an appellant what was decided.</summary>
/// <param name="AppealId">The appeal.</param>
public sealed record AppealDecidedEmailWork(Guid AppealId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.appeal_decided_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Warns a user whose reports were found unfounded several times.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Unfounded">How many count.</param>
/// <param name="PausedUntil">Until when the user may not report; null while they still may.</param>
public sealed record ReportingWarnedEmailWork(Guid UserId, int Unfounded, DateTimeOffset? PausedUntil) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.reporting_warned_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}
