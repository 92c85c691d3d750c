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

    /// <summary>Transfers an approved payout; payload <see cref="PayoutWork"/>.</summary>
    public const string TransferPayout = "payouts.transfer";

    /// <summary>Sends the e-mail that verifies an address; payload <see cref="UserWork"/>.</summary>
    public const string VerificationEmail = "notifications.verification_email";

    /// <summary>Tells an owner that somebody tried to register their address again; payload <see cref="UserWork"/>.</summary>
    public const string AddressKnownEmail = "notifications.address_known_email";

    /// <summary>Sends the decision on an instructor's application; payload <see cref="ApplicationWork"/>.</summary>
    public const string ApplicationReviewedEmail = "notifications.application_reviewed_email";

    /// <summary>Adds an event to a user's feed; payload <see cref="UserEventWork"/>. Comes in great numbers and is handled in batches.</summary>
    public const string UserEvent = "notifications.user_event";
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

/// <summary>Names a payout.</summary>
/// <param name="PayoutId">The payout.</param>
public sealed record PayoutWork(Guid PayoutId);

/// <summary>Names a user.</summary>
/// <param name="UserId">The user.</param>
public sealed record UserWork(Guid UserId);

/// <summary>Names an instructor's application.</summary>
/// <param name="ApplicationId">The application.</param>
public sealed record ApplicationWork(Guid ApplicationId);

/// <summary>Something a user should see happen.</summary>
/// <param name="UserId">Whose feed.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">The resource it happened to.</param>
/// <param name="Details">Details by name; no secrets, no personal data.</param>
public sealed record UserEventWork(Guid UserId, string Kind, string Resource, IReadOnlyDictionary<string, string> Details);
