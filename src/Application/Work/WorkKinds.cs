using ESchool.Domain.Instructors;

namespace ESchool.Application.Work;

/// <summary>The stable names of work requests. A name is stored, so it is never changed and never reused.</summary>
public static class WorkKinds
{
    /// <summary>Probes and transcodes an uploaded video; payload <see cref="AssetWork"/>.</summary>
    public const string TranscodeAsset = "media.transcode";

    /// <summary>Issues a certificate; payload <see cref="CertificateWork"/>.</summary>
    public const string IssueCertificate = "certificates.issue";

    /// <summary>Applies a stored Stripe event; payload <see cref="StripeEventWork"/>.</summary>
    public const string ProcessStripeEvent = "payments.stripe_event";

    /// <summary>Carries a decided refund out; payload <see cref="RefundWork"/>.</summary>
    public const string MakeRefund = "payments.refund";

    /// <summary>Puts what an instructor sells on sale or takes it off, as they may; payload <see cref="UserWork"/>.</summary>
    public const string FollowInstructor = "catalog.follow_instructor";

    /// <summary>Closes the checkout pages on which a course is sold; payload <see cref="CourseWork"/>.</summary>
    public const string CloseCheckouts = "payments.close_checkouts";

    /// <summary>Closes an open order of something its student has by now; payload <see cref="OrderWork"/>.</summary>
    public const string CloseOrder = "payments.close_order";

    /// <summary>Ends a membership at Stripe; payload <see cref="SubscriptionWork"/>.</summary>
    public const string EndSubscription = "payments.end_subscription";

    /// <summary>Sends a gift to whom it is meant for; payload <see cref="GiftWork"/>.</summary>
    public const string GiftEmail = "notifications.gift_email";

    /// <summary>Transfers an approved payout; payload <see cref="PayoutWork"/>.</summary>
    public const string TransferPayout = "payouts.transfer";

    /// <summary>Sends the e-mail that verifies an address; payload <see cref="RegistrationWork"/>.</summary>
    public const string VerificationEmail = "notifications.verification_email";

    /// <summary>Sends the e-mail that sets a new password; payload <see cref="UserWork"/>, also for a user nobody has.</summary>
    public const string PasswordResetEmail = "notifications.password_reset_email";

    /// <summary>Tells a user that something about how they sign in has changed; payload <see cref="SecurityNoticeWork"/>.</summary>
    public const string SecurityNoticeEmail = "notifications.security_notice_email";

    /// <summary>Re-encodes an uploaded picture; payload <see cref="AvatarWork"/>.</summary>
    public const string ProcessAvatar = "identity.avatar";

    /// <summary>Makes a ZIP of everything held about a user; payload <see cref="DataExportWork"/>.</summary>
    public const string ExportData = "identity.data_export";

    /// <summary>Tells an owner that somebody tried to register their address again; payload <see cref="RegistrationWork"/>.</summary>
    public const string AddressKnownEmail = "notifications.address_known_email";

    /// <summary>Tells an applicant where the application stands; payload <see cref="ApplicationWork"/>.</summary>
    public const string ApplicationReviewedEmail = "notifications.application_reviewed_email";

    /// <summary>Deletes a document: of an application, or of an erased account; payload <see cref="DocumentWork"/>.</summary>
    public const string DeleteDocument = "instructors.delete_document";

    /// <summary>Adds an event to a user's feed; payload <see cref="UserEventWork"/>. Comes in great numbers and is handled in batches.</summary>
    public const string UserEvent = "notifications.user_event";

    /// <summary>Adds events to the feeds of many users; payload an array of <see cref="UserEventWork"/>, each with its id.</summary>
    public const string UserEvents = "notifications.user_events";
}

/// <summary>Names an asset.</summary>
/// <param name="AssetId">The asset.</param>
public sealed record AssetWork(Guid AssetId);

/// <summary>Names an enrollment and the certificate to be made for it.</summary>
/// <param name="EnrollmentId">The completed enrollment.</param>
/// <param name="CertificateId">The certificate's id; the serial follows from it.</param>
public sealed record CertificateWork(Guid EnrollmentId, Guid CertificateId);

/// <summary>Names a stored Stripe event.</summary>
/// <param name="EventId">Stripe's id.</param>
public sealed record StripeEventWork(string EventId);

/// <summary>Names a course.</summary>
/// <param name="CourseId">The course.</param>
public sealed record CourseWork(Guid CourseId);

/// <summary>Names a refund.</summary>
/// <param name="RefundId">The refund.</param>
public sealed record RefundWork(Guid RefundId);

/// <summary>Names an order.</summary>
/// <param name="OrderId">The order.</param>
public sealed record OrderWork(Guid OrderId);

/// <summary>Names a subscription.</summary>
/// <param name="SubscriptionId">The subscription.</param>
public sealed record SubscriptionWork(Guid SubscriptionId);

/// <summary>Names a gift.</summary>
/// <param name="OrderId">The order that pays for it.</param>
public sealed record GiftWork(Guid OrderId);

/// <summary>Names a payout.</summary>
/// <param name="PayoutId">The payout.</param>
public sealed record PayoutWork(Guid PayoutId);

/// <summary>Names a user.</summary>
/// <param name="UserId">The user.</param>
public sealed record UserWork(Guid UserId);

/// <summary>Names a registration.</summary>
/// <param name="UserId">The account.</param>
/// <param name="RegistrationId">The request; <see cref="Guid.Empty"/> for the account's latest.</param>
public sealed record RegistrationWork(Guid UserId, Guid RegistrationId = default);

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
}

/// <summary>Names a user and what has changed.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Notice">What has changed.</param>
public sealed record SecurityNoticeWork(Guid UserId, SecurityNotice Notice);

/// <summary>Names an uploaded picture.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="UploadId">Which upload.</param>
public sealed record AvatarWork(Guid UserId, Guid UploadId);

/// <summary>Names an export.</summary>
/// <param name="ExportId">The export.</param>
public sealed record DataExportWork(Guid ExportId);

/// <summary>Names an instructor's application.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="State">What it has become; null for what it is when the work is done.</param>
public sealed record ApplicationWork(Guid ApplicationId, ApplicationState? State = null);

/// <summary>Names an object in the bucket of documents.</summary>
/// <param name="Key">Its key, made of ids.</param>
public sealed record DocumentWork(string Key);

/// <summary>Something a user should see happen.</summary>
/// <param name="UserId">Whose feed.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">The resource it happened to.</param>
/// <param name="Details">Details by name; no secrets, no personal data.</param>
/// <param name="Id">Names the event where a request asks for many; otherwise the request names it.</param>
public sealed record UserEventWork(Guid UserId, string Kind, string Resource, IReadOnlyDictionary<string, string> Details, Guid? Id = null);
