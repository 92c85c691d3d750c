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

    /// <summary>The application was decided already.</summary>
    public static readonly Reason ApplicationNotSubmitted = new(ReasonKind.State, "APPLICATION_NOT_SUBMITTED");

    /// <summary>The caller has no payout account yet.</summary>
    public static readonly Reason PayoutAccountNotFound = new(ReasonKind.NotFound, "PAYOUT_ACCOUNT_NOT_FOUND");
}
