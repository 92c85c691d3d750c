using ESchool.Application.Work;
using ESchool.Workers.Certificates;
using ESchool.Workers.Identity;
using ESchool.Workers.Instructors;
using ESchool.Workers.Media;
using ESchool.Workers.Notifications;
using ESchool.Workers.Payments;
using ESchool.Workers.Payouts;
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

    /// <summary>Work that comes in great numbers: one job for so many requests, named by their ids.</summary>
    private static readonly Dictionary<string, (int Most, Func<Guid[], Job> Job)> Batched = new(StringComparer.Ordinal)
    {
        [WorkKinds.UserEvent] = (500, ids => Job.FromExpression<UserEventsJob>(job => job.RunAsync(ids, CancellationToken.None), Queues.Default)),
        [WorkKinds.UserEvents] = (10, ids => Job.FromExpression<UserEventsJob>(job => job.RunAsync(ids, CancellationToken.None), Queues.Default)),
    };

    public static IEnumerable<string> Kinds => Single.Keys.Concat(Batched.Keys);

    public static readonly string[] BatchedKinds = [.. Batched.Keys];

    /// <summary>Makes the jobs of a claimed batch of requests.</summary>
    public static IEnumerable<Job> JobsFor(IReadOnlyCollection<WaitingWork> work)
    {
        foreach (var group in work.GroupBy(w => w.Kind))
        {
            if (Batched.TryGetValue(group.Key, out var batch))
            {
                foreach (var ids in group.Select(w => w.Id).Chunk(batch.Most))
                {
                    yield return batch.Job(ids);
                }

                continue;
            }

            foreach (var one in group)
            {
                yield return Single[group.Key](one.Payload);
            }
        }
    }
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
