using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Chat;

namespace ESchool.Domain.Tests.Administration;

public sealed class ModerationTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly Guid ada = Guid.NewGuid();
    private readonly Guid grace = Guid.NewGuid();

    [Fact]
    public void AName_IsReadInOneWay_AndWrittenAsItWasRead()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var name in new[] { $"courses/{one}", $"courses/{one}/reviews/{other}", $"conversations/{one}/messages/12", $"users/{one}" })
        {
            Assert.Equal(name, ModerationTarget.Parse(name)?.Name);
        }

        foreach (
            var name in new[]
            {
                "",
                "courses",
                "courses/1",
                $"courses/{one}/",
                $"courses/{one}/lessons/{other}",
                $"conversations/{one}",
                $"conversations/{one}/messages/0",
                $"conversations/{one}/messages/012",
                $"conversations/{one}/messages/-1",
                $"conversations/{one}/messages/{other}",
                "users/me",
                $"reports/{one}",
            }
        )
        {
            Assert.Null(ModerationTarget.Parse(name));
        }
    }

    [Fact]
    public void AClaim_IsOfOne_UntilItIsReleased_Expires_OrIsTakenOver()
    {
        var opened = Open();
        Assert.Null(opened.Claim(ada, takesOver: false, Now));
        var refusal = Assert.Throws<DomainException>(() => opened.Claim(grace, takesOver: false, Now));
        Assert.Equal((ModerationReasons.CaseClaimed, $"users/{ada}"), (refusal.Reason, refusal.Metadata["holder"]));
        Assert.Null(opened.Claim(ada, takesOver: false, Now.AddMinutes(20)));
        Assert.Equal(ada, opened.HolderAt(Now.AddMinutes(49)));
        Assert.Equal(ada, opened.Claim(grace, takesOver: true, Now.AddMinutes(21)));
        Assert.False(opened.Release(ada));
        Assert.True(opened.Release(grace));
        Assert.Null(opened.Claim(ada, takesOver: false, Now));
        Assert.Null(opened.HolderAt(Now + ModerationCase.ClaimLifetime));
        Assert.Null(opened.Claim(grace, takesOver: false, Now + ModerationCase.ClaimLifetime));
    }

    [Fact]
    public void ACase_IsDecidedByWhoHoldsIt_Once()
    {
        var opened = Open();
        RefusedAs(ModerationReasons.CaseNotClaimed, () => opened.RequireHeldBy(ada, Now));
        opened.Claim(ada, takesOver: false, Now);
        RefusedAs(ModerationReasons.CaseClaimed, () => opened.RequireHeldBy(grace, Now));
        RefusedAs(ModerationReasons.CaseNotClaimed, () => opened.RequireHeldBy(ada, Now + ModerationCase.ClaimLifetime));
        opened.RequireHeldBy(ada, Now);
        opened.Resolve(Now);
        Assert.Equal((CaseState.Resolved, null, null), (opened.State, opened.ClaimedBy, opened.ClaimExpiresAt));
        RefusedAs(ModerationReasons.CaseResolved, () => opened.Resolve(Now));
        RefusedAs(ModerationReasons.CaseResolved, () => opened.Claim(ada, takesOver: true, Now));
        Assert.False(opened.Release(ada));
        opened.Reopen(Now.AddDays(1));
        Assert.Equal((CaseState.Open, Now.AddDays(1)), (opened.State, opened.OpenedAt));
    }

    [Theory]
    [InlineData(TargetKind.Course, ModerationAct.Suspend, SuspensionScope.Sale, true)]
    [InlineData(TargetKind.Course, ModerationAct.Suspend, null, false)]
    [InlineData(TargetKind.Profile, ModerationAct.Suspend, null, true)]
    [InlineData(TargetKind.Profile, ModerationAct.Suspend, SuspensionScope.SaleAndAccess, false)]
    [InlineData(TargetKind.Review, ModerationAct.Suspend, null, false)]
    [InlineData(TargetKind.Message, ModerationAct.Suspend, null, false)]
    [InlineData(TargetKind.Review, ModerationAct.Hide, null, true)]
    [InlineData(TargetKind.Message, ModerationAct.Warn, null, true)]
    [InlineData(TargetKind.Course, ModerationAct.None, null, true)]
    public void AnAct_FitsItsTarget_OrIsRefused(TargetKind kind, ModerationAct act, SuspensionScope? scope, bool isFitting)
    {
        var ruling = RulingOf(act) with { Scope = scope };
        if (isFitting)
        {
            ruling.RequireFitting(kind);
        }
        else
        {
            RefusedAs(ModerationReasons.ActNotAllowed, () => ruling.RequireFitting(kind));
        }
    }

    [Fact]
    public void ADecision_CanBeAppealedForSixMonths_ByWhomItTakesSomethingFrom()
    {
        var (hidden, left) = (Decide(ModerationAct.Hide), Decide(ModerationAct.None));
        Assert.Equal(new DateTimeOffset(2027, 2, 28, 12, 0, 0, TimeSpan.Zero), hidden.AppealUntil);
        Assert.False(AppealOf(hidden, hidden.PersonId, reported: false, "It is fair.", hidden.AppealUntil).IsByReporter);
        Assert.True(AppealOf(left, ada, reported: true, "It is not.", Now).IsByReporter);
        RefusedAs(ModerationReasons.AppealTooLate, () => AppealOf(hidden, hidden.PersonId, false, "Late.", hidden.AppealUntil.AddTicks(1)));
        RefusedAs(ModerationReasons.DecisionNotAppealable, () => AppealOf(hidden, ada, reported: true, "More!", Now));
        RefusedAs(ModerationReasons.DecisionNotAppealable, () => AppealOf(left, ada, reported: false, "Not mine.", Now));
        RefusedAs(ModerationReasons.DecisionNotAppealable, () => AppealOf(left, left.PersonId, reported: false, "Thank you.", Now));
        hidden.Lift(ada, "Wrong.", isReversed: true, Now);
        RefusedAs(ModerationReasons.DecisionNotAppealable, () => AppealOf(hidden, hidden.PersonId, false, "Thank you.", Now));
    }

    [Fact]
    public void AnAppeal_IsDecidedOnce_AndTheSameAgainChangesNothing()
    {
        var decision = Decide(ModerationAct.Warn);
        var appeal = new ModerationAppeal(decision, decision.PersonId, reported: false, "It was a joke.", Now);
        Assert.True(appeal.Decide(ada, isReversed: true, " It was. ", Now.AddHours(1)));
        Assert.False(appeal.Decide(ada, isReversed: true, "It was.", Now.AddHours(2)));
        Assert.Equal((AppealState.Reversed, Now.AddHours(1)), (appeal.State, appeal.DecidedAt));
        RefusedAs(ModerationReasons.AppealDecided, () => appeal.Decide(ada, isReversed: false, "It was.", Now));
        RefusedAs(ModerationReasons.AppealDecided, () => appeal.Decide(grace, isReversed: true, "It was.", Now));
    }

    [Fact]
    public void ADecision_IsLiftedOnce_AndFoundToBeWrongAlsoLater()
    {
        var decision = Decide(ModerationAct.Hide);
        Assert.True(decision.Lift(ada, "Mended.", isReversed: false, Now));
        Assert.False(decision.Lift(grace, "Wrong.", isReversed: true, Now.AddDays(1)));
        Assert.Equal((Now, ada, "Mended.", true), (decision.LiftedAt, decision.LiftedBy, decision.LiftReason, decision.IsReversed));
    }

    [Fact]
    public void WhoReportsWithoutGroundAgainAndAgain_IsPaused_ForAWhile()
    {
        Assert.Null(Record(1, 2, 3, 4).PausedUntil(Now));
        var record = Record(1, 2, 3, 4, 89);
        Assert.Equal(Now.AddDays(-1) + ReportingRecord.Pause, record.PausedUntil(Now));
        RefusedAs(ModerationReasons.ReportingPaused, () => record.RequireMayReport(Now));

        // What is older than the memory counts no more, and a pause ends by itself.
        Assert.Null(Record(1, 2, 3, 4, 91).PausedUntil(Now));
        Assert.Null(Record(31, 32, 33, 34, 35).PausedUntil(Now));
        Record(31, 32, 33, 34, 35).RequireMayReport(Now);
    }

    [Fact]
    public void Evidence_IsBounded_AndComparedByWhatItSays()
    {
        Assert.Equal(new Evidence(Text: "Same", Stars: 1), new Evidence(Text: "Same", Stars: 1));
        Assert.NotEqual(new Evidence(Text: "Same", Stars: 1), new Evidence(Text: "Same", Stars: 2));
        var cut = new Evidence(Text: new string('a', Evidence.MaximumLength - 1) + "😀 and more");
        Assert.Equal(Evidence.MaximumLength - 1, cut.Text.Length);
    }

    [Fact]
    public void ARemovedMessage_SaysNothing_UntilItIsRestored()
    {
        var conversation = new Conversation(Guid.NewGuid(), ada, grace, Now);
        var message = new ChatMessage(conversation.Id, 1, ada, Guid.NewGuid(), "Insults.", Now);
        Assert.True(message.Remove(conversation, Now));
        Assert.False(message.Remove(conversation, Now.AddDays(1)));
        Assert.Equal(("", "Insults.", Now, 1L), (message.Text, message.RemovedText, message.RemovedAt, message.ChangeNumber));
        message.Restore(conversation);
        message.Restore(conversation);
        Assert.Equal(("Insults.", null, null, 2L), (message.Text, message.RemovedText, message.RemovedAt, message.ChangeNumber));
        Assert.Equal(2, conversation.ChangeCount);
    }

    private static ModerationCase Open() =>
        new(new ModerationTarget(TargetKind.Review, Guid.NewGuid(), Guid.NewGuid()), Guid.NewGuid(), CaseOrigin.Report, Now);

    private static Ruling RulingOf(ModerationAct act) =>
        new(act, Scope: null, act == ModerationAct.None ? null : DecisionGround.Terms, "4.2", "It insults somebody.");

    private static ModerationDecision Decide(ModerationAct act) => new(Open(), RulingOf(act), hadEffect: true, Guid.NewGuid(), Now);

    private static ModerationAppeal AppealOf(ModerationDecision decision, Guid appellantId, bool reported, string words, DateTimeOffset now) =>
        new(decision, appellantId, reported, words, now);

    private static ReportingRecord Record(params int[] daysAgo) => new([.. daysAgo.Select(days => Now.AddDays(-days))]);

    private static void RefusedAs(Reason reason, Action act) => Assert.Equal(reason, Assert.Throws<DomainException>(act).Reason);
}
