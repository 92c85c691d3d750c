using ESchool.Application.Administration.Exports;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Application.Catalog.Packages.Exporting;
using ESchool.Application.Catalog.Packages.Importing;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Instructors.Applications;
using ESchool.Application.Instructors.PayoutAccounts;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Ledger.Verification;
using ESchool.Application.Media.Uploading;
using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.StripeEvents;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Catalog;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Workers;

/// <summary>What happens by the clock. Each is safe to run at the same time as itself; exclusion is in the database.</summary>
internal static class RecurringJobs
{
    public static void Register(IRecurringJobManager jobs)
    {
        // Six fields: the first is seconds.
        jobs.AddOrUpdate<ReleaseHolds>("release-holds", Queues.Payouts, useCase => useCase.ExecuteAsync(CancellationToken.None), "*/5 * * * * *");
        jobs.AddOrUpdate<SealLedger>("seal-ledger", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), "*/5 * * * * *");
        jobs.AddOrUpdate<FoldEngagement>("fold-engagement", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), "*/10 * * * * *");
        jobs.AddOrUpdate<ReconcilePayouts>("reconcile-payouts", Queues.Payouts, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<RetryWaitingPayouts>("retry-waiting-payouts", Queues.Payouts, useCase => useCase.ExecuteAsync(CancellationToken.None), "*/2 * * * *");
        jobs.AddOrUpdate<RequestMonthlyPayouts>(
            "request-monthly-payouts",
            Queues.Payouts,
            useCase => useCase.ExecuteAsync(CancellationToken.None),
            Cron.Hourly(10)
        );
        jobs.AddOrUpdate<DivideMonths>("divide-months", Queues.Payouts, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Hourly(15));
        jobs.AddOrUpdate<SyncLapsedSubscriptions>(
            "sync-lapsed-subscriptions",
            Queues.Default,
            useCase => useCase.ExecuteAsync(CancellationToken.None),
            "*/5 * * * *"
        );
        jobs.AddOrUpdate<EndClosedMemberships>(
            "end-closed-memberships",
            Queues.Default,
            useCase => useCase.ExecuteAsync(CancellationToken.None),
            Cron.Hourly(45)
        );
        jobs.AddOrUpdate<SweepStripeEvents>("sweep-stripe-events", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<SyncPendingAccounts>("sync-pending-accounts", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<DeleteApplicationDocuments>(
            "delete-application-documents",
            Queues.Default,
            useCase => useCase.ExecuteAsync(CancellationToken.None),
            Cron.Hourly(50)
        );
        jobs.AddOrUpdate<AbandonExpiredUploads>(
            "abandon-expired-uploads",
            Queues.Default,
            useCase => useCase.ExecuteAsync(CancellationToken.None),
            Cron.Hourly()
        );
        jobs.AddOrUpdate<ExpireDataExports>("expire-data-exports", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Hourly(20));
        jobs.AddOrUpdate<EraseAccounts>("erase-accounts", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Hourly(40));
        jobs.AddOrUpdate<PurgeCovers>("purge-covers", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Hourly(25));
        jobs.AddOrUpdate<ExpireCourseExports>(
            "expire-course-exports",
            Queues.Default,
            useCase => useCase.ExecuteAsync(CancellationToken.None),
            Cron.Hourly(30)
        );
        jobs.AddOrUpdate<ExpireExports>("expire-exports", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Hourly(55));
        jobs.AddOrUpdate<PurgeCourseImports>("purge-course-imports", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Hourly(35));
        jobs.AddOrUpdate<RepairCompletions>("repair-completions", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Daily(2));
        jobs.AddOrUpdate<CompareWithStripeDaily>("compare-with-stripe", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Daily(4));
        jobs.AddOrUpdate<VerifyLedgerDaily>("verify-ledger", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Daily(5));
        jobs.AddOrUpdate<RecountRatingsDaily>("recount-ratings", Queues.Default, useCase => useCase.ExecuteAsync(CancellationToken.None), Cron.Daily(6));
        jobs.AddOrUpdate<ForgetOldRows>("forget-old-rows", Queues.Default, job => job.RunAsync(CancellationToken.None), Cron.Daily(3));
    }
}

/// <summary>
/// Deletes rows that have served: idempotency records after 7 days, sent work requests after 30, sessions 30 days after their end, what authors deleted after
/// 30; tokens, invitations, sign-ins that were begun and counted attempts as they expire; failures of sweeps 30 days after their rows were due for the last
/// time.
/// </summary>
internal sealed class ForgetOldRows(SchoolDbContext db, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (week, month) = (now.AddDays(-7), now.AddDays(-30));
        await db.IdempotencyRecords.Where(r => r.CreatedAt < week).ExecuteDeleteAsync(cancellationToken);

        // By their ids, which tell when they were made: nothing else is indexed.
        var made = Guid.CreateVersion7(month);
        await db.OutboxMessages.Where(m => m.Id < made && m.SentAt < month).ExecuteDeleteAsync(cancellationToken);

        // A sweep tries a row again within hours: what it left for a month is not due any more.
        await db.SweepFailures.Where(f => f.RetryAt < month).ExecuteDeleteAsync(cancellationToken);
        await db.EmailVerifications.Where(v => v.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await db.PasswordResets.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await db.GoogleSignInFlows.Where(f => f.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await db.UsedIdTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await db.SignInAttempts.Where(a => a.BlockedUntil < now.AddDays(-1)).ExecuteDeleteAsync(cancellationToken);
        await db.Registrations.Where(r => r.CreatedAt < month).ExecuteDeleteAsync(cancellationToken);
        await db.MailsToRecipients.Where(m => m.Since < now.AddDays(-1)).ExecuteDeleteAsync(cancellationToken);
        await db
            .RefreshTokens.Where(t => t.UsedAt < now.AddMinutes(-1) && t.SealedSuccessor != null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.SealedSuccessor, (byte[]?)null), cancellationToken);

        await db.CoAuthorInvitations.Where(i => i.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);

        // What authors deleted: first what hangs on something else.
        await db.Set<Lesson>().Where(l => l.DeletedAt < month).ExecuteDeleteAsync(cancellationToken);
        await db.Set<Section>().Where(s => s.DeletedAt < month).SelectMany(s => s.Lessons).ExecuteDeleteAsync(cancellationToken);
        await db.Set<Section>().Where(s => s.DeletedAt < month).ExecuteDeleteAsync(cancellationToken);
        await db.Courses.Where(c => c.DeletedAt < month).SelectMany(c => c.Sections).SelectMany(s => s.Lessons).ExecuteDeleteAsync(cancellationToken);
        await db.Courses.Where(c => c.DeletedAt < month).SelectMany(c => c.Sections).ExecuteDeleteAsync(cancellationToken);
        await db.Courses.Where(c => c.DeletedAt < month).ExecuteDeleteAsync(cancellationToken);
        await db.Sessions.Where(s => s.ExpiresAt < month || s.RevokedAt < month).ExecuteDeleteAsync(cancellationToken);
    }
}
