using ESchool.Application.Administration.Moderation.Targets;
using ESchool.Application.Catalog.Reviews;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Reports;

/// <summary>Tells the staff that something is wrong.</summary>
public sealed class CreateReport(SchoolDbContext db, TargetDesk targets, ReportIntake intake, ReportReview reviews)
{
    /// <summary>Reports it. What has changed since the caller reported it, and is not decided, is reported anew in the same report.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>REVIEW_NOT_FOUND</c>, <c>CONVERSATION_NOT_FOUND</c>, <c>MESSAGE_NOT_FOUND</c>, <c>USER_NOT_FOUND</c>: also when the caller
    /// cannot see it. <c>REPORT_EXISTS</c>, <c>REPORT_OWN</c>, <c>REPORTING_PAUSED</c>, <c>REPORT_LIMIT_REACHED</c>.
    /// </exception>
    public Task<ReportView> ExecuteAsync(Actor actor, ModerationTarget target, ReportCategory category, string words, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var reportId =
                    target.Kind == TargetKind.Review
                        ? await ReportReviewAsync(actor, target, category, words, cancellationToken)
                        : await TakeAsync(actor, target, category, words, cancellationToken);
                return await ReportView.Of(db, db.ModerationReports.Where(r => r.Id == reportId)).SingleAsync(cancellationToken);
            },
            cancellationToken
        );

    private async Task<Guid> TakeAsync(Actor actor, ModerationTarget target, ReportCategory category, string words, CancellationToken cancellationToken)
    {
        // What the caller may not see is not locked either.
        await targets.RequireVisibleAsync(actor, target, cancellationToken);
        await targets.LockAsync(target, ModerationAct.None, cancellationToken);
        var state = await targets.RequireVisibleAsync(actor, target, cancellationToken);
        return (await intake.TakeAsync(actor, target, state, category, words, cancellationToken)).Id;
    }

    /// <summary>Reviews are reported where they are kept, in the words of this contract.</summary>
    private async Task<Guid> ReportReviewAsync(Actor actor, ModerationTarget target, ReportCategory category, string words, CancellationToken cancellationToken)
    {
        try
        {
            return await reviews.ReportAsync(actor, target.CourseId, target.Id, category, words, cancellationToken);
        }
        catch (DomainException refusal) when (refusal.Reason == ReviewReasons.ReviewOwn)
        {
            throw TargetDesk.Own(target);
        }
        catch (DomainException refusal) when (refusal.Reason == ReviewReasons.ReviewReported)
        {
            throw await intake.FindLastAsync(actor.UserId, target, cancellationToken) is { } before ? ReportIntake.Exists(before.Id) : refusal;
        }
    }
}
