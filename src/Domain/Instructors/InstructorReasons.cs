namespace ESchool.Domain.Instructors;

/// <summary>Reasons of the instructors feature.</summary>
public static class InstructorReasons
{
    /// <summary>The caller has an application that waits for a decision.</summary>
    public static readonly Reason ApplicationOpen = new(ReasonKind.State, "APPLICATION_OPEN");

    /// <summary>The caller is an instructor already.</summary>
    public static readonly Reason AlreadyInstructor = new(ReasonKind.State, "ALREADY_INSTRUCTOR");

    /// <summary>There is no such application, or it is somebody else's.</summary>
    public static readonly Reason ApplicationNotFound = new(ReasonKind.NotFound, "APPLICATION_NOT_FOUND");

    /// <summary>The application does not wait for a decision.</summary>
    public static readonly Reason ApplicationNotSubmitted = new(ReasonKind.State, "APPLICATION_NOT_SUBMITTED");

    /// <summary>The application is over.</summary>
    public static readonly Reason ApplicationStateWrong = new(ReasonKind.State, "APPLICATION_STATE_WRONG");

    /// <summary>Nobody decides their own application.</summary>
    public static readonly Reason OwnApplication = new(ReasonKind.State, "OWN_APPLICATION");

    /// <summary>The last application was declined not long enough ago.</summary>
    public static readonly Reason ReapplyTooSoon = new(ReasonKind.State, "REAPPLY_TOO_SOON");

    /// <summary>The application lacks a document.</summary>
    public static readonly Reason DocumentsMissing = new(ReasonKind.State, "DOCUMENTS_MISSING");

    /// <summary>Nothing was uploaded, or the upload is of another application or too old.</summary>
    public static readonly Reason DocumentUploadNotFound = new(ReasonKind.NotFound, "DOCUMENT_UPLOAD_NOT_FOUND");

    /// <summary>What was uploaded is not what it says it is.</summary>
    public static readonly Reason DocumentInvalid = new(ReasonKind.State, "DOCUMENT_INVALID");

    /// <summary>There is no such instructor.</summary>
    public static readonly Reason InstructorNotFound = new(ReasonKind.NotFound, "INSTRUCTOR_NOT_FOUND");

    /// <summary>Where the instructor is paid has to be known before the account is made.</summary>
    public static readonly Reason CountryRequired = new(ReasonKind.State, "COUNTRY_REQUIRED");

    /// <summary>Stripe pays nobody in the country, for this school.</summary>
    public static readonly Reason CountryNotSupported = new(ReasonKind.State, "COUNTRY_NOT_SUPPORTED");

    /// <summary>The account is in another country, for good.</summary>
    public static readonly Reason CountryFixed = new(ReasonKind.State, "COUNTRY_FIXED");

    /// <summary>The caller has no payout account yet.</summary>
    public static readonly Reason PayoutAccountNotFound = new(ReasonKind.NotFound, "PAYOUT_ACCOUNT_NOT_FOUND");
}
