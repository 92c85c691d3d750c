using ESchool.Application.Administration.Moderation.Appeals;
using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Administration.Moderation.Reports;
using ESchool.Application.Chat.Messages;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Tests.Support;

namespace ESchool.Api.Tests.Matrix;

/// <content>Reports and decisions: the owner reported the instructor's course, and the instructor was warned.</content>
internal sealed partial class MatrixWorld
{
    private ModerationReport? reported;

    private async Task<ModerationReport> ReportedAsync()
    {
        var target = new ModerationTarget(TargetKind.Course, (await PublishedAsync()).Id);
        return reported ??= (
            await School.DoAsync<CreateReport, ReportView>(c =>
                c.ExecuteAsync(ActorOf(Owner), target, ReportCategory.Copyright, "Copied.", CancellationToken.None)
            )
        ).Report;
    }

    private async Task<string> ClaimedCaseAsync()
    {
        var caseId = (await ReportedAsync()).CaseId;
        await ClaimAsync(ActorOf(Admin), caseId);
        return caseId.ToString();
    }

    private async Task<string> DecisionAsync()
    {
        var (caseId, reviewer) = ((await ReportedAsync()).CaseId, await School.AdminAsync());
        await ClaimAsync(reviewer, caseId);
        var ruling = new Ruling(ModerationAct.Warn, Scope: null, DecisionGround.Terms, "4.2", "Copied from a book.");
        return (await School.DoAsync<ResolveCase, DecisionFile>(r => r.ExecuteAsync(reviewer, caseId, ruling, CancellationToken.None))).Decision.Id.ToString();
    }

    private async Task<string> AppealAsync()
    {
        var decisionId = Guid.Parse(await NeedAsync("decision"));
        return (
            await School.DoAsync<AppealDecision, ModerationAppeal>(a =>
                a.ExecuteAsync(ActorOf(Instructor).UserId, decisionId, "It is mine.", CancellationToken.None)
            )
        ).Id.ToString();
    }

    /// <summary>The owner's first message to the instructor.</summary>
    private async Task<string> MessageAsync()
    {
        var conversationId = Guid.Parse(await NeedAsync("conversation"));
        await School.DoAsync<SendMessage>(s => s.ExecuteAsync(ActorOf(Owner), conversationId, Guid.NewGuid(), "Hello.", CancellationToken.None));
        return "message";
    }

    private Task ClaimAsync(Actor reviewer, Guid caseId) =>
        School.DoAsync<ClaimCase>(c => c.ExecuteAsync(reviewer, caseId, takesOver: false, "", CancellationToken.None));
}
