using ESchool.Application.Identity.Passwords;
using ESchool.Application.Identity.SecondFactor;
using ESchool.Application.Identity.Sessions;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

public sealed class SecondFactorTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task WithAnApp_ThePasswordAlone_OpensNothing()
    {
        var (email, app, _) = await PersonWithAppAsync();
        var challenge = await ChallengeAsync(email);
        await Refused.WithAsync(IdentityReasons.SecondFactorInvalid, () => AnswerAsync(challenge, "000000"));
        var tokens = await AnswerAsync(challenge, app.NextCode());
        var session = await school.ReadAsync(db => db.Sessions.OrderByDescending(s => s.Id).FirstAsync(s => s.UserId == tokens.User.Id));
        Assert.NotNull(session.SecondFactorAt);
    }

    [Fact]
    public async Task ACode_UsedFiftyTimesAtOnce_WorksOnce()
    {
        var (email, app, _) = await PersonWithAppAsync();
        var challenge = await ChallengeAsync(email);
        var code = app.NextCode();

        // Few enough at a time that the limit on attempts does not do the work instead.
        var wins = 0;
        for (var round = 0; round < 17; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Record.ExceptionAsync(() => AnswerAsync(challenge, code)).AsTask()));
            wins += outcomes.Count(fault => fault is null);
            await school.ReadAsync(db => db.SignInAttempts.ExecuteDeleteAsync());
        }

        Assert.Equal(1, wins);
    }

    [Fact]
    public async Task AnOlderCode_AfterANewerOne_IsRefused()
    {
        var (email, app, _) = await PersonWithAppAsync();
        var older = app.NextCode();
        await AnswerAsync(await ChallengeAsync(email), app.NextCode());
        var challenge = await ChallengeAsync(email);
        await Refused.WithAsync(IdentityReasons.SecondFactorInvalid, () => AnswerAsync(challenge, older));
    }

    [Fact]
    public async Task Codes_CannotBeGuessed_AHundredAtOnce()
    {
        var (email, _, _) = await PersonWithAppAsync();
        var challenge = await ChallengeAsync(email);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Record.ExceptionAsync(() => AnswerAsync(challenge, $"{i:D6}")).AsTask()));
        Assert.InRange(
            outcomes.OfType<DomainException>().Count(refusal => refusal.Reason == IdentityReasons.SecondFactorInvalid),
            0,
            SignInAttempts.FreeFailures
        );
        Assert.DoesNotContain(null, outcomes);
    }

    [Fact]
    public async Task ARecoveryCode_ReplacesTheAppOnce_HoweverItIsTyped()
    {
        var (email, _, codes) = await PersonWithAppAsync();
        Assert.Equal(RecoveryCode.Count, codes.Distinct().Count());
        await AnswerAsync(await ChallengeAsync(email), codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        var challenge = await ChallengeAsync(email);
        await Refused.WithAsync(IdentityReasons.SecondFactorInvalid, () => AnswerAsync(challenge, codes[0]));
        await AnswerAsync(challenge, codes[1]);
    }

    [Fact]
    public async Task AChallenge_EndsAfterFiveMinutes_AndWithThePassword()
    {
        var (email, app, _) = await PersonWithAppAsync();
        var late = await ChallengeAsync(email);
        school.Clock.Advance(SecondFactorChallenge.Lifetime);
        await Refused.WithAsync(IdentityReasons.SecondFactorInvalid, () => AnswerAsync(late, app.NextCode()));

        var before = await ChallengeAsync(email);
        await school.ReadAsync(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.EmailNormalized == email);
            user.SetPassword(user.PasswordHash);
            return await db.SaveChangesAsync();
        });
        await Refused.WithAsync(IdentityReasons.SecondFactorInvalid, () => AnswerAsync(before, app.NextCode()));
        await Refused.WithAsync(IdentityReasons.SecondFactorInvalid, () => AnswerAsync("garbage", app.NextCode()));
    }

    [Fact]
    public async Task AStepUp_IsFreshForTenMinutes_AndThenAskedForAgain()
    {
        var actor = await school.ActorAsync(await school.PersonAsync());
        await RequireAsync(actor, SessionDemands.StepUp);
        school.Clock.Advance(TimeSpan.FromMinutes(10));
        var refusal = await Refused.WithAsync(IdentityReasons.StepUpRequired, () => RequireAsync(actor, SessionDemands.StepUp));
        Assert.Equal("password", refusal.Metadata["factor"]);
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => ConfirmAsync(actor, "wrong password!", ""));
        await ConfirmAsync(actor, Registered.Password, "");
        await RequireAsync(actor, SessionDemands.StepUp);
    }

    [Fact]
    public async Task AStepUp_WithAnApp_TakesItsCode_NotThePassword()
    {
        var actor = await school.ActorAsync(await school.PersonAsync());
        var (app, _) = await school.WithAppAsync(actor);
        await Refused.WithAsync(IdentityReasons.SecondFactorInvalid, () => ConfirmAsync(actor, Registered.Password, ""));
        await ConfirmAsync(actor, "", app.NextCode());
    }

    [Fact]
    public async Task Staff_WithoutASecondFactor_MayNotAct()
    {
        var email = await school.PersonAsync();
        await school.ReadAsync(db =>
            db.Users.Where(u => u.EmailNormalized == email).ExecuteUpdateAsync(set => set.SetProperty(u => u.Roles, Roles.Student | Roles.Admin))
        );
        var admin = await school.ActorAsync(email);
        await Refused.WithAsync(IdentityReasons.SecondFactorRequired, () => RequireAsync(admin, SessionDemands.SecondFactor));

        // Setting the app up counts for the session it is done in.
        await school.WithAppAsync(admin);
        await RequireAsync(admin, SessionDemands.SecondFactor);
    }

    [Fact]
    public async Task TheSecret_LiesNowhereInPlain()
    {
        var actor = await school.ActorAsync(await school.PersonAsync());
        var setup = await school.DoAsync<BeginTotpSetup, TotpSetup>(b => b.ExecuteAsync(actor, CancellationToken.None));
        var stored = await school.ReadAsync(db => db.TotpFactors.SingleAsync(f => f.UserId == actor.UserId));
        var secret = OtpNet.Base32Encoding.ToBytes(setup.Secret);
        Assert.Equal(-1, stored.SealedSecret.AsSpan().IndexOf(secret));
    }

    [Fact]
    public async Task DisablingTheApp_IsToldByMail_AndNothingIsAskedForAnyMore()
    {
        var email = await school.PersonAsync();
        var actor = await school.ActorAsync(email);
        await school.WithAppAsync(actor);
        await school.DoAsync<DisableTotp>(d => d.ExecuteAsync(actor, CancellationToken.None));
        await school.SignInAsync(email);
        var notices = await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == SecurityNoticeEmailWork.Kind).Select(m => m.Payload).ToListAsync());
        Assert.Equal(2, notices.Count(payload => payload.Contains(actor.UserId.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ThePasswordChange_EndsOtherSessions_NotThisOne()
    {
        var email = await school.PersonAsync();
        var (here, elsewhere) = (await school.ActorAsync(email), await school.ActorAsync(email));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => ChangeAsync(here, "wrong password!"));
        Assert.True(await school.IsOpenAsync(elsewhere));
        await ChangeAsync(here, Registered.Password);
        Assert.Equal((true, false), (await school.IsOpenAsync(here), await school.IsOpenAsync(elsewhere)));
        await school.SignInAsync(email, "another horse battery");
    }

    private async Task<(string Email, AuthenticatorApp App, IReadOnlyList<string> RecoveryCodes)> PersonWithAppAsync()
    {
        var email = await school.PersonAsync();
        var (app, codes) = await school.WithAppAsync(await school.ActorAsync(email));
        return (email, app, codes);
    }

    private async Task<string> ChallengeAsync(string email) => ((SignInOutcome.Challenged)await school.TrySignInAsync(email)).Challenge;

    private Task<SessionTokens> AnswerAsync(string challenge, string code) =>
        school.DoAsync<AnswerSecondFactor, SessionTokens>(a => a.ExecuteAsync(challenge, code, "", CancellationToken.None));

    private Task RequireAsync(Actor actor, SessionDemands demands) => school.DoAsync<CheckSession>(c => c.ExecuteAsync(actor, demands, CancellationToken.None));

    [Fact]
    public async Task WhoHasNoPassword_IsToldSo_AndNotThatItIsWrong()
    {
        var user = await school.StudentAsync();
        await school.ReadAsync(db => db.Users.Where(u => u.Id == user.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, (string?)null)));
        await Refused.WithAsync(IdentityReasons.PasswordNotSet, () => ConfirmAsync(user, "anything at all", ""));
    }

    private Task ConfirmAsync(Actor actor, string password, string code) =>
        school.DoAsync<ConfirmIdentity, DateTimeOffset>(c => c.ExecuteAsync(actor, password, code, CancellationToken.None));

    private Task ChangeAsync(Actor actor, string current) =>
        school.DoAsync<ChangePassword>(c => c.ExecuteAsync(actor, current, "another horse battery", CancellationToken.None));
}
