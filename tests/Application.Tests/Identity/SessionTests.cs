using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

public sealed class SessionTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task RefreshToken_UsedAHundredTimesAtOnce_IsExchangedOnce_AndEverybodyGetsTheSame_AndLaterReuseEndsTheFamily()
    {
        var email = await school.PersonAsync();
        for (var round = 0; round < 100; round++)
        {
            var first = await school.SignInAsync(email);
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => school.RefreshAsync(first.RefreshToken)));
            Assert.Single(answers.Select(answer => (answer.AccessToken, answer.RefreshToken, answer.DeviceToken, answer.RefreshTokenExpiresAt)).Distinct());
            Assert.NotEqual(first.RefreshToken, answers[0].RefreshToken);
            school.Clock.Advance(TimeSpan.FromSeconds(11));
            await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(first.RefreshToken));
            await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(answers[0].RefreshToken));
        }

        Assert.Equal(
            0,
            await school.ReadAsync(db => db.Sessions.CountAsync(s => s.RevokedAt == null && db.Users.Any(u => u.Id == s.UserId && u.EmailNormalized == email)))
        );
    }

    [Fact]
    public async Task TwoTabsThatRefreshAtOnce_AndALostAnswer_KeepTheSession()
    {
        var first = await school.SignInAsync(await school.PersonAsync());
        var tabs = await Task.WhenAll(school.RefreshAsync(first.RefreshToken), school.RefreshAsync(first.RefreshToken));
        school.Clock.Advance(TimeSpan.FromSeconds(9));
        var repeated = await school.RefreshAsync(first.RefreshToken);
        Assert.Equal([repeated.RefreshToken, repeated.RefreshToken], tabs.Select(tab => tab.RefreshToken));
        await school.RefreshAsync(repeated.RefreshToken);
    }

    [Fact]
    public async Task RefreshToken_AfterReuse_EvenTheNewestIsDead_AndTheLogSaysSo()
    {
        var first = await school.SignInAsync(await school.PersonAsync());
        var second = await school.RefreshAsync(first.RefreshToken);
        school.Clock.Advance(TimeSpan.FromSeconds(11));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(first.RefreshToken));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(second.RefreshToken));
        Assert.Equal(1, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.ActorId == first.User.Id && e.Action == "session.token_reused")));
    }

    [Fact]
    public async Task RefreshToken_RepeatedAfterSignOut_IsDead()
    {
        var email = await school.PersonAsync();
        var first = await school.SignInAsync(email);
        var second = await school.RefreshAsync(first.RefreshToken);
        var session = await school.ReadAsync(db => db.Sessions.SingleAsync(s => s.UserId == first.User.Id));
        await school.DoAsync<SignOut>(s => s.ExecuteAsync(new Actor(first.User.Id, session.Id, first.User.Roles), CancellationToken.None));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(first.RefreshToken));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(second.RefreshToken));
    }

    [Fact]
    public async Task ASession_EndsWhenItIsNotUsed_AndAtTheLatestAfterThirtyDays()
    {
        var email = await school.PersonAsync();
        var idle = await school.SignInAsync(email);
        school.Clock.Advance(Session.IdleLifetime + TimeSpan.FromSeconds(1));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(idle.RefreshToken));

        var used = await school.SignInAsync(email);
        foreach (var days in new[] { 13, 13 })
        {
            school.Clock.Advance(TimeSpan.FromDays(days));
            used = await school.RefreshAsync(used.RefreshToken);
        }

        school.Clock.Advance(TimeSpan.FromDays(5));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(used.RefreshToken));
    }

    [Fact]
    public async Task SignIn_BeforeVerification_IsRefusedLikeAWrongPassword()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Registered.Password, "Ada", CancellationToken.None));
        var unverified = await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email));
        var unknown = await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync("nobody@eschool.test"));
        Assert.Equal(unknown.Message, unverified.Message);
    }

    [Fact]
    public async Task SignIn_WithFiveHundredWrongPasswordsAtOnce_EvaluatesOnlyTheFreeOnes()
    {
        var email = await school.PersonAsync();
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(_ => Record.ExceptionAsync(() => school.SignInAsync(email, "wrong password!")).AsTask())
        );
        var evaluated = outcomes.OfType<DomainException>().Count(refusal => refusal.Reason == IdentityReasons.CredentialsInvalid);
        Assert.InRange(evaluated, 1, SignInAttempts.FreeFailures);
        Assert.Equal(500 - evaluated, outcomes.OfType<DomainException>().Count(refusal => refusal.Reason == IdentityReasons.TooManyAttempts));
        var blocked = await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => school.SignInAsync(email));
        Assert.True(blocked.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task SignIn_AfterEachFailureBeyondTheFreeOnes_WaitsTwiceAsLong()
    {
        var email = await school.PersonAsync();
        for (var i = 0; i < SignInAttempts.FreeFailures; i++)
        {
            await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, "wrong password!"));
        }

        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 900, 900 })
        {
            var blocked = await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => school.SignInAsync(email));
            Assert.InRange(blocked.RetryAfter!.Value.TotalSeconds, 0, seconds);
            school.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, "wrong password!"));
        }

        school.Clock.Advance(TimeSpan.FromMinutes(15));
        await school.SignInAsync(email);
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, "wrong password!"));
    }

    [Fact]
    public async Task Register_ByTwoAtOnce_MakesOneAccount()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Registered.Password, "Ada", CancellationToken.None)))
        );
        Assert.Equal(1, await school.ReadAsync(db => db.Users.CountAsync(u => u.EmailNormalized == email)));
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        var tokens = await school.SignInAsync(await school.PersonAsync());
        var session = await school.ReadAsync(db => db.Sessions.SingleAsync(s => s.UserId == tokens.User.Id));
        var actor = new Actor(tokens.User.Id, session.Id, tokens.User.Roles);
        await school.DoAsync<SignOut>(s => s.ExecuteAsync(actor, CancellationToken.None));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => school.RefreshAsync(tokens.RefreshToken));
        Assert.False(await school.IsOpenAsync(actor));
    }

    [Fact]
    public async Task RevokeSessions_EndsOne_AllOthers_OrAll_AndNobodyElses()
    {
        var email = await school.PersonAsync();
        var (here, phone, tablet) = (await school.ActorAsync(email), await school.ActorAsync(email), await school.ActorAsync(email));
        var stranger = await school.ActorAsync(await school.PersonAsync());
        Assert.Equal(3, (await school.DoAsync<ListSessions, IReadOnlyList<Session>>(l => l.ExecuteAsync(here, CancellationToken.None))).Count);

        await RevokeAsync(here, new SessionSelection.One(phone.SessionId));
        Assert.Equal((true, false, true), (await school.IsOpenAsync(here), await school.IsOpenAsync(phone), await school.IsOpenAsync(tablet)));
        await Refused.WithAsync(IdentityReasons.SessionNotFound, () => RevokeAsync(here, new SessionSelection.One(stranger.SessionId)));
        await RevokeAsync(here, new SessionSelection.Others());
        Assert.Equal((true, false), (await school.IsOpenAsync(here), await school.IsOpenAsync(tablet)));
        await RevokeAsync(here, new SessionSelection.All());
        Assert.False(await school.IsOpenAsync(here));
        Assert.True(await school.IsOpenAsync(stranger));
    }

    [Fact]
    public async Task AUser_HasAHundredSessionsAtMost_TheLongestUnusedEnds()
    {
        var email = await school.PersonAsync();
        var oldest = await school.ActorAsync(email);
        var now = school.Clock.GetUtcNow();
        await school.ReadAsync(async db =>
        {
            db.Sessions.AddRange(
                Enumerable.Range(1, 99).Select(i => new Session(oldest.UserId, AuthenticationMethod.Password, secondFactor: false, "", "", now.AddSeconds(i)))
            );
            return await db.SaveChangesAsync();
        });
        school.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await school.IsOpenAsync(oldest));
        var newest = await school.ActorAsync(email);
        Assert.Equal((false, true), (await school.IsOpenAsync(oldest), await school.IsOpenAsync(newest)));
    }

    private Task<int> RevokeAsync(Actor actor, SessionSelection selection) =>
        school.DoAsync<RevokeSessions, int>(r => r.ExecuteAsync(actor, selection, CancellationToken.None));
}
