using ESchool.Domain.Instructors;

namespace ESchool.Application.Work;

/// <summary>Sends the e-mail that verifies an address.</summary>
/// <param name="UserId">The account.</param>
/// <param name="RegistrationId">The request; <see cref="Guid.Empty"/> for the account's latest.</param>
public sealed record VerificationEmailWork(Guid UserId, Guid RegistrationId = default) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.verification_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Sends the e-mail that sets a new password.</summary>
/// <param name="UserId">The user, who may be nobody.</param>
public sealed record PasswordResetEmailWork(Guid UserId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.password_reset_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Tells an owner that somebody tried to register their address again.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="RegistrationId">The request.</param>
public sealed record AddressKnownEmailWork(Guid UserId, Guid RegistrationId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.address_known_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Tells a user what has changed about how they sign in.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Notice">What has changed.</param>
public sealed record SecurityNoticeEmailWork(Guid UserId, SecurityNotice Notice) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.security_notice_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Tells an applicant where the application stands.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="State">What it has become; null for what it is when the work is done.</param>
public sealed record ApplicationReviewedEmailWork(Guid ApplicationId, ApplicationState? State = null) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.application_reviewed_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Sends a gift to whom it is meant for.</summary>
/// <param name="OrderId">The order that pays for it.</param>
public sealed record GiftEmailWork(Guid OrderId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.gift_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Invites somebody to work on a course.</summary>
/// <param name="InvitationId">The invitation.</param>
public sealed record CoAuthorInvitationEmailWork(Guid InvitationId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.co_author_invitation_email";

    /// <inheritdoc/>
    public static string Queue => Queues.Mail;
}

/// <summary>Sends the e-mails of one part of an announcement.</summary>
/// <param name="AnnouncementId">The announcement.</param>
/// <param name="Part">The number of the part.</param>
public sealed record AnnouncementMailsWork(Guid AnnouncementId, int Part) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "notifications.announcement_mails";

    /// <inheritdoc/>
    public static string Queue => Queues.Announcements;
}

/// <summary>What has changed about how a user signs in.</summary>
public enum SecurityNotice
{
    /// <summary>The password was set anew.</summary>
    PasswordChanged = 1,

    /// <summary>An authenticator app was set up.</summary>
    TotpEnabled = 2,

    /// <summary>The authenticator app was taken away.</summary>
    TotpDisabled = 3,

    /// <summary>New recovery codes were made.</summary>
    RecoveryCodesReplaced = 4,

    /// <summary>An account at Google was linked.</summary>
    GoogleLinked = 5,

    /// <summary>The account will be erased.</summary>
    DeletionRequested = 6,

    /// <summary>Many sign-ins failed on devices that are not known.</summary>
    SignInsBraked = 7,

    /// <summary>The account was merged into another one of the same person.</summary>
    MergedIntoAnother = 8,

    /// <summary>Another account of the same person was merged into this one.</summary>
    AnotherMerged = 9,
}
