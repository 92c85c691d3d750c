namespace ESchool.Domain.Notifications;

/// <summary>Reasons of the notifications feature.</summary>
public static class NotificationReasons
{
    /// <summary>The resume token is not one of ours.</summary>
    public static readonly Reason ResumeTokenInvalid = new(ReasonKind.Invalid, "RESUME_TOKEN_INVALID");
}
