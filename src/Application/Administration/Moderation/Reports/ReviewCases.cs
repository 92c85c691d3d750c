using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Administration.Moderation.Targets;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Reports;

/// <summary>Brings reports of reviews, and what staff decide on reviews by themselves, among everything else that is reported.</summary>
internal sealed class ReviewCases(
    SchoolDbContext db,
    ReportIntake intake,
    CaseDesk cases,
    CaseResolution resolution,
    DecisionLifting lifting,
    TimeProvider clock
) : IReviewCases
{
    public async Task<Guid> ReportAsync(Actor reporter, Review review, ReportCategory category, string words, CancellationToken cancellationToken) =>
        (await intake.TakeAsync(reporter, TargetOf(review), StateOf(review), category, words, cancellationToken)).Id;

    /// <summary>Hiding needs a reason for the author in any case: where nothing was reported, a case is opened and decided at once.</summary>
    public async Task HideAsync(Actor actor, Review review, string reason, CancellationToken cancellationToken)
    {
        var target = TargetOf(review);
        if (!await IsOpenAsync(target, cancellationToken) && await db.ModerationDecisions.InForce(target.Name, ModerationAct.Hide).AnyAsync(cancellationToken))
        {
            await db.HandOverAsync(target.Name, ModerationAct.Hide, cancellationToken);
            return;
        }

        var ruling = new Ruling(ModerationAct.Hide, Scope: null, DecisionGround.Terms, Clause: "", reason);
        var opened = await cases.LockOpenAsync(target, review.StudentId, CaseOrigin.Staff, cancellationToken);
        opened.Claim(actor.UserId, takesOver: false, clock.GetUtcNow());
        await cases.KeepAsync(opened, StateOf(review).Evidence, cancellationToken);
        await resolution.RecordAsync(actor, opened, ruling, hadEffect: true, cancellationToken);
    }

    public async Task ShowAsync(Actor actor, Review review, string reason, CancellationToken cancellationToken)
    {
        var target = TargetOf(review);
        if (await IsOpenAsync(target, cancellationToken))
        {
            var ruling = new Ruling(ModerationAct.None, Scope: null, Ground: null, Clause: "", reason);
            var opened = await cases.LockOpenAsync(target, review.StudentId, CaseOrigin.Report, cancellationToken);
            opened.Claim(actor.UserId, takesOver: false, clock.GetUtcNow());
            await resolution.RecordAsync(actor, opened, ruling, hadEffect: false, cancellationToken);
        }

        await lifting.NoteAsync(actor, target.Name, ModerationAct.Hide, reason, cancellationToken);
    }

    private Task<bool> IsOpenAsync(ModerationTarget target, CancellationToken cancellationToken) =>
        db.ModerationCases.AnyAsync(c => c.Target == target.Name && c.State == CaseState.Open, cancellationToken);

    private static ModerationTarget TargetOf(Review review) => new(TargetKind.Review, review.Id, review.CourseId);

    private static TargetState StateOf(Review review) => new(review.StudentId, new Evidence(Text: review.Text, Stars: review.Stars));
}
