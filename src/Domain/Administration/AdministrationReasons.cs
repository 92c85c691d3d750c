namespace ESchool.Domain.Administration;

/// <summary>Reasons of the administration feature.</summary>
public static class AdministrationReasons
{
    /// <summary>There is no such dead letter.</summary>
    public static readonly Reason DeadLetterNotFound = new(ReasonKind.NotFound, "DEAD_LETTER_NOT_FOUND");

    /// <summary>No administrator gave this access.</summary>
    public static readonly Reason EnrollmentGrantNotFound = new(ReasonKind.NotFound, "ENROLLMENT_GRANT_NOT_FOUND");
}
