namespace ESchool.Domain.Administration;

/// <summary>Reasons of the administration feature.</summary>
public static class AdministrationReasons
{
    /// <summary>There is no such dead letter.</summary>
    public static readonly Reason DeadLetterNotFound = new(ReasonKind.NotFound, "DEAD_LETTER_NOT_FOUND");

    /// <summary>No administrator gave this access.</summary>
    public static readonly Reason EnrollmentGrantNotFound = new(ReasonKind.NotFound, "ENROLLMENT_GRANT_NOT_FOUND");

    /// <summary>There is no such export.</summary>
    public static readonly Reason ExportNotFound = new(ReasonKind.NotFound, "EXPORT_NOT_FOUND");

    /// <summary>The export has ended.</summary>
    public static readonly Reason ExportStateWrong = new(ReasonKind.State, "EXPORT_STATE_WRONG");

    /// <summary>What a membership opens is not moved.</summary>
    public static readonly Reason EnrollmentByMembership = new(ReasonKind.State, "ENROLLMENT_BY_MEMBERSHIP");

    /// <summary>There is no such merge.</summary>
    public static readonly Reason AccountMergeNotFound = new(ReasonKind.NotFound, "ACCOUNT_MERGE_NOT_FOUND");

    /// <summary>The account that goes is the one that stays.</summary>
    public static readonly Reason SameAccount = new(ReasonKind.Invalid, "SAME_ACCOUNT");

    /// <summary>Something has to be settled before the accounts can be merged.</summary>
    public static readonly Reason AccountMergeBlocked = new(ReasonKind.State, "ACCOUNT_MERGE_BLOCKED");

    /// <summary>The merge would do something else now than when it was prepared.</summary>
    public static readonly Reason AccountMergeStale = new(ReasonKind.Conflict, "ACCOUNT_MERGE_STALE");

    /// <summary>The merge was confirmed or given up, or was not confirmed in time.</summary>
    public static readonly Reason AccountMergeStateWrong = new(ReasonKind.State, "ACCOUNT_MERGE_STATE_WRONG");

    /// <summary>There is no such view, or it is somebody else's.</summary>
    public static readonly Reason SupportViewNotFound = new(ReasonKind.NotFound, "SUPPORT_VIEW_NOT_FOUND");

    /// <summary>Staff do not see what staff see.</summary>
    public static readonly Reason SupportViewOfStaff = new(ReasonKind.State, "SUPPORT_VIEW_OF_STAFF");

    /// <summary>The call is made in a view of support, which does not allow it.</summary>
    public static readonly Reason SupportViewReadOnly = new(ReasonKind.Denied, "SUPPORT_VIEW_READ_ONLY");

    /// <summary>Too many exports of the administrator wait or run.</summary>
    public static readonly Reason ExportsOpen = new(ReasonKind.State, "EXPORTS_OPEN");
}
