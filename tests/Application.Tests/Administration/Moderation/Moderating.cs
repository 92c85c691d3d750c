using ESchool.Application.Administration.Moderation.Appeals;
using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Administration.Moderation.Reports;
using ESchool.Application.Chat.Messages;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration.Moderation;

/// <summary>What tests of moderation do over and over.</summary>
internal static class Moderating
{
    public static readonly Ruling Nothing = new(ModerationAct.None, Scope: null, Ground: null, "", "");

    public static readonly Ruling Unfounded = Nothing with { IsUnfounded = true };

    public static ModerationTarget TargetOf(PublishedTestCourse course) => new(TargetKind.Course, course.Id);

    public static ModerationTarget TargetOf(Review review) => new(TargetKind.Review, review.Id, review.CourseId);

    public static ModerationTarget ProfileOf(Actor actor) => new(TargetKind.Profile, actor.UserId);

    public static Ruling RulingOf(ModerationAct act, SuspensionScope? scope = null, string facts = "It was copied from a book.") =>
        new(act, scope, DecisionGround.Terms, "4.2", facts);

    public static async Task<ModerationReport> ReportAsync(
        this TestSchool school,
        Actor reporter,
        ModerationTarget target,
        ReportCategory category = ReportCategory.Copyright,
        string words = "It is copied."
    ) => (await school.DoAsync<CreateReport, ReportView>(c => c.ExecuteAsync(reporter, target, category, words, CancellationToken.None))).Report;

    public static Task<ReportView> ReportAsync(this TestSchool school, Actor reporter, Guid reportId) =>
        school.DoAsync<GetReport, ReportView>(g => g.ExecuteAsync(reporter, reportId, CancellationToken.None));

    public static Task<ModerationCase> OpenAsync(this TestSchool school, Actor admin, ModerationTarget target) =>
        school.DoAsync<OpenCase, ModerationCase>(o => o.ExecuteAsync(admin, target, "Seen by chance.", CancellationToken.None));

    public static Task<ModerationCase> ClaimAsync(this TestSchool school, Actor admin, Guid caseId, bool takesOver = false) =>
        school.DoAsync<ClaimCase, ModerationCase>(c => c.ExecuteAsync(admin, caseId, takesOver, "Urgent.", CancellationToken.None));

    public static Task<DecisionFile> ResolveAsync(this TestSchool school, Actor admin, Guid caseId, Ruling ruling) =>
        school.DoAsync<ResolveCase, DecisionFile>(r => r.ExecuteAsync(admin, caseId, ruling, CancellationToken.None));

    /// <summary>Reported by somebody, claimed and decided.</summary>
    public static async Task<ModerationDecision> DecideAsync(this TestSchool school, Actor admin, Actor reporter, ModerationTarget target, Ruling ruling)
    {
        var report = await school.ReportAsync(reporter, target);
        await school.ClaimAsync(admin, report.CaseId);
        return (await school.ResolveAsync(admin, report.CaseId, ruling)).Decision;
    }

    public static Task<DecisionFile> LiftAsync(this TestSchool school, Actor admin, ModerationDecision decision, bool isReversed = false) =>
        school.DoAsync<LiftDecision, DecisionFile>(l => l.ExecuteAsync(admin, decision.Id, "Mended.", isReversed, CancellationToken.None));

    public static Task<ModerationAppeal> AppealAsync(this TestSchool school, Actor appellant, ModerationDecision decision, string words = "It is mine.") =>
        school.DoAsync<AppealDecision, ModerationAppeal>(a => a.ExecuteAsync(appellant.UserId, decision.Id, words, CancellationToken.None));

    public static Task<AppealFile> DecideAsync(
        this TestSchool school,
        Actor admin,
        ModerationAppeal appeal,
        bool isReversed,
        string answer = "You wrote it."
    ) => school.DoAsync<DecideAppeal, AppealFile>(d => d.ExecuteAsync(admin, appeal.Id, isReversed, answer, CancellationToken.None));

    public static Task<CaseFile> CaseAsync(this TestSchool school, Actor admin, Guid caseId) =>
        school.DoAsync<GetCase, CaseFile>(g => g.ExecuteAsync(admin, caseId, CancellationToken.None));

    public static Task<Course> CourseAsync(this TestSchool school, PublishedTestCourse course) =>
        school.ReadAsync(db => db.Courses.AsNoTracking().SingleAsync(c => c.Id == course.Id));

    public static async Task<long> SayAsync(this TestSchool school, Actor sender, Guid conversation, string text) =>
        (
            await school.DoAsync<SendMessage, Domain.Chat.ChatMessage>(s => s.ExecuteAsync(sender, conversation, Guid.NewGuid(), text, CancellationToken.None))
        ).Sequence;

    public static Task<string> EmailAsync(this TestSchool school, Actor user) =>
        school.ReadAsync(db => db.Users.Where(u => u.Id == user.UserId).Select(u => u.EmailNormalized).SingleAsync());

    /// <summary>The work of a kind that was asked for, as it is stored.</summary>
    public static async Task<List<string>> AskedForAsync(this TestSchool school, string kind, Guid about) =>
        [
            .. (await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == kind).Select(m => m.Payload).ToListAsync())).Where(payload =>
                payload.Contains(about.ToString(), StringComparison.Ordinal)
            ),
        ];
}
