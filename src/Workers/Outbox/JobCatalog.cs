using ESchool.Application.Work;
using ESchool.Workers.Catalog;
using ESchool.Workers.Certificates;
using ESchool.Workers.Identity;
using ESchool.Workers.Instructors;
using ESchool.Workers.Media;
using ESchool.Workers.Memberships;
using ESchool.Workers.Notifications;
using ESchool.Workers.Payments.Checkout;
using ESchool.Workers.Payments.Refunds;
using ESchool.Workers.Payouts;
using ESchool.Workers.StripeEvents;
using Hangfire.Common;

namespace ESchool.Workers.Outbox;

/// <summary>Which job does which kind of work, and in which queue: one line each.</summary>
internal static class JobCatalog
{
    /// <summary>Work that is heavy or precious: one job each.</summary>
    private static readonly Dictionary<string, Func<string, Job>> Single = new(StringComparer.Ordinal)
    {
        [WorkKinds.TranscodeAsset] = payload => Job.FromExpression<TranscodeAssetJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Media),
        [WorkKinds.IssueCertificate] = payload => Job.FromExpression<IssueCertificateJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.ProcessStripeEvent] = payload => Job.FromExpression<ProcessStripeEventJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.MakeRefund] = payload => Job.FromExpression<MakeRefundJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Payouts),
        [WorkKinds.FollowInstructor] = payload => Job.FromExpression<FollowInstructorJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.CloseCheckouts] = payload => Job.FromExpression<CloseCheckoutsJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.CloseOrder] = payload => Job.FromExpression<CloseOrderJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.EndSubscription] = payload => Job.FromExpression<EndSubscriptionJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.GiftEmail] = payload => Job.FromExpression<GiftEmailJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Mail),
        [WorkKinds.TransferPayout] = payload => Job.FromExpression<TransferPayoutJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Payouts),
        [WorkKinds.VerificationEmail] = payload => Job.FromExpression<VerificationEmailJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Mail),
        [WorkKinds.PasswordResetEmail] = payload => Job.FromExpression<PasswordResetEmailJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Mail),
        [WorkKinds.SecurityNoticeEmail] = payload => Job.FromExpression<SecurityNoticeEmailJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Mail),
        [WorkKinds.ProcessAvatar] = payload => Job.FromExpression<AvatarJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.ExportData] = payload => Job.FromExpression<DataExportJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
        [WorkKinds.AddressKnownEmail] = payload => Job.FromExpression<AddressKnownEmailJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Mail),
        [WorkKinds.ApplicationReviewedEmail] = payload => Job.FromExpression<ApplicationReviewedEmailJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Mail),
        [WorkKinds.DeleteDocument] = payload => Job.FromExpression<DeleteDocumentJob>(job => job.RunAsync(payload, CancellationToken.None), Queues.Default),
    };

    /// <summary>Work that comes in great numbers: the pump does it itself, and hands over only what fails.</summary>
    public static readonly string[] EventKinds = [WorkKinds.UserEvent, WorkKinds.UserEvents];

    public static IEnumerable<string> Kinds => Single.Keys.Concat(EventKinds);

    /// <summary>The job of a request that is not for an event.</summary>
    public static Job JobFor(WaitingWork work) => Single[work.Kind](work.Payload);

    /// <summary>The job that adds events which could not be added at once.</summary>
    public static Job JobForEvents(Guid[] requestIds) => Job.FromExpression<UserEventsJob>(job => job.RunAsync(requestIds, CancellationToken.None), Queues.Default);
}

/// <summary>The queues; each has a server of its own, because the queues of one server drain in alphabetical order.</summary>
internal static class Queues
{
    public const string Default = "default";
    public const string Mail = "mail";
    public const string Media = "media";
    public const string Payouts = "payouts";
}

/// <summary>A work request that waits in the outbox.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Payload">With what; empty where the job reads it.</param>
internal sealed record WaitingWork(Guid Id, string Kind, string Payload);
