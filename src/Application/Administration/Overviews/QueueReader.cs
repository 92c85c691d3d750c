using ESchool.Data;
using ESchool.Data.Outbox;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Instructors;
using ESchool.Domain.Media;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Overviews;

/// <summary>
/// Counts what waits. Each queue is read from its oldest on, along an index that holds little else, and counted up to a bound: the cost of a look does not grow
/// with what the school holds.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class QueueReader(SchoolDbContext db)
{
    /// <summary>More than so many are not counted.</summary>
    public const int MostCounted = 10_000;

    /// <summary>Counts all queues.</summary>
    internal async Task<IReadOnlyList<QueueFigures>> ReadAsync(CancellationToken cancellationToken)
    {
        var figures = new List<QueueFigures>();
        foreach (var (kind, waiting) in Queues())
        {
            // One row more than is counted tells that there are more.
            var found = await waiting
                .Take(MostCounted + 1)
                .GroupBy(_ => 1)
                .Select(group => new { Count = group.Count(), Oldest = group.Min() })
                .SingleOrDefaultAsync(cancellationToken);
            figures.Add(new QueueFigures(kind, Math.Min(found?.Count ?? 0, MostCounted), found?.Count > MostCounted, found?.Oldest));
        }

        return figures;
    }

    /// <summary>Sweeps that fail with rows, by name.</summary>
    internal async Task<IReadOnlyList<FailingSweep>> ReadSweepsAsync(CancellationToken cancellationToken) =>
        await db
            .SweepFailures.OrderBy(f => f.Sweep)
            .ThenBy(f => f.RowId)
            .Take(MostCounted)
            .GroupBy(f => f.Sweep)
            .OrderBy(group => group.Key)
            .Select(group => new FailingSweep(group.Key, group.Count(), group.Max(f => f.Failures)))
            .ToListAsync(cancellationToken);

    private IEnumerable<(QueueKind Kind, IQueryable<DateTimeOffset?> Since)> Queues()
    {
        yield return (
            QueueKind.InstructorApplications,
            db.InstructorApplications.Where(a => a.State == ApplicationState.Submitted).OrderBy(a => a.Id).Select(a => a.SubmittedAt)
        );
        yield return (
            QueueKind.CourseReviews,
            db.Courses.Where(c => c.State == CourseState.InReview && c.SubmittedAt != null).OrderBy(c => c.SubmittedAt).Select(c => c.SubmittedAt)
        );
        yield return (QueueKind.PayoutReviews, PayoutsIn(PayoutState.Requested));
        yield return (QueueKind.UncertainPayouts, PayoutsIn(PayoutState.Uncertain));
        yield return (QueueKind.WaitingPayouts, db.Payouts.Where(p => p.RetryAt != null).OrderBy(p => p.RetryAt).Select(p => (DateTimeOffset?)p.RequestedAt));
        yield return (
            QueueKind.UnansweredDisputes,
            db.Disputes.Where(d => d.FinishedAt == null && d.EvidenceSubmittedAt == null && d.EvidenceDueAt != null)
                .OrderBy(d => d.EvidenceDueAt)
                .Select(d => (DateTimeOffset?)d.NotedAt)
        );
        yield return (QueueKind.ReviewModeration, db.Reviews.Where(r => r.AttentionSince != null).OrderBy(r => r.AttentionSince).Select(r => r.AttentionSince));
        yield return (
            QueueKind.DeadLetters,
            db.DeadLetters.Where(d => d.State == DeadLetterState.Waiting).OrderBy(d => d.Id).Select(d => (DateTimeOffset?)d.CreatedAt)
        );
        yield return (QueueKind.OutboxRequests, db.OutboxMessages.Where(m => m.SentAt == null).OrderBy(m => m.Id).Select(m => (DateTimeOffset?)m.CreatedAt));
        yield return (
            QueueKind.StripeEvents,
            db.StripeEvents.Where(e => e.HandledAt == null).OrderBy(e => e.ReceivedAt).Select(e => (DateTimeOffset?)e.ReceivedAt)
        );
        yield return (
            QueueKind.VideoProcessing,
            db.Assets.Where(a => a.State == AssetState.Uploaded || a.State == AssetState.Probing || a.State == AssetState.Transcoding)
                .OrderBy(a => a.Id)
                .Select(a => (DateTimeOffset?)a.CreatedAt)
        );
        yield return (
            QueueKind.ModerationCases,
            db.ModerationCases.Where(c => c.State == CaseState.Open).OrderBy(c => c.OpenedAt).Select(c => (DateTimeOffset?)c.OpenedAt)
        );
        yield return (
            QueueKind.ModerationAppeals,
            db.ModerationAppeals.Where(a => a.State == AppealState.Open).OrderBy(a => a.Id).Select(a => (DateTimeOffset?)a.CreatedAt)
        );
    }

    private IQueryable<DateTimeOffset?> PayoutsIn(PayoutState state) =>
        db.Payouts.Where(p => p.State == state).OrderBy(p => p.Id).Select(p => (DateTimeOffset?)p.RequestedAt);
}
