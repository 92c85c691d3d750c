namespace ESchool.Domain.Administration.Moderation;

/// <summary>Reasons of refusals about reports, cases, decisions and appeals.</summary>
public static class ModerationReasons
{
    /// <summary>There is no such report, or it is somebody else's.</summary>
    public static readonly Reason ReportNotFound = new(ReasonKind.NotFound, "REPORT_NOT_FOUND");

    /// <summary>The caller has reported it, and it has not changed since.</summary>
    public static readonly Reason ReportExists = new(ReasonKind.Exists, "REPORT_EXISTS");

    /// <summary>Nobody reports what is their own.</summary>
    public static readonly Reason ReportOwn = new(ReasonKind.State, "REPORT_OWN");

    /// <summary>The caller has made as many reports as one may in a day.</summary>
    public static readonly Reason ReportLimitReached = new(ReasonKind.Exhausted, "REPORT_LIMIT_REACHED");

    /// <summary>Reports of the caller were found unfounded again and again.</summary>
    public static readonly Reason ReportingPaused = new(ReasonKind.State, "REPORTING_PAUSED");

    /// <summary>There is no such case.</summary>
    public static readonly Reason CaseNotFound = new(ReasonKind.NotFound, "CASE_NOT_FOUND");

    /// <summary>Somebody else works on the case.</summary>
    public static readonly Reason CaseClaimed = new(ReasonKind.Conflict, "CASE_CLAIMED");

    /// <summary>Nobody holds the case: whoever decides it claims it first.</summary>
    public static readonly Reason CaseNotClaimed = new(ReasonKind.State, "CASE_NOT_CLAIMED");

    /// <summary>The case was decided.</summary>
    public static readonly Reason CaseResolved = new(ReasonKind.State, "CASE_RESOLVED");

    /// <summary>The act is not possible for what the case is about.</summary>
    public static readonly Reason ActNotAllowed = new(ReasonKind.State, "ACT_NOT_ALLOWED");

    /// <summary>There is no such decision, or it does not concern the caller.</summary>
    public static readonly Reason DecisionNotFound = new(ReasonKind.NotFound, "DECISION_NOT_FOUND");

    /// <summary>The decision takes nothing from the caller.</summary>
    public static readonly Reason DecisionNotAppealable = new(ReasonKind.State, "DECISION_NOT_APPEALABLE");

    /// <summary>There is no such appeal.</summary>
    public static readonly Reason AppealNotFound = new(ReasonKind.NotFound, "APPEAL_NOT_FOUND");

    /// <summary>The caller has appealed the decision.</summary>
    public static readonly Reason AppealExists = new(ReasonKind.Exists, "APPEAL_EXISTS");

    /// <summary>The time to appeal is over.</summary>
    public static readonly Reason AppealTooLate = new(ReasonKind.State, "APPEAL_TOO_LATE");

    /// <summary>The appeal was decided otherwise, or by somebody else.</summary>
    public static readonly Reason AppealDecided = new(ReasonKind.State, "APPEAL_DECIDED");

    /// <summary>Who decided the case does not decide on its appeal while there is somebody else.</summary>
    public static readonly Reason AppealNeedsAnother = new(ReasonKind.State, "APPEAL_NEEDS_ANOTHER");

    /// <summary>The token of the mail is forged or too old.</summary>
    public static readonly Reason AppealTokenInvalid = new(ReasonKind.Invalid, "APPEAL_TOKEN_INVALID");
}
