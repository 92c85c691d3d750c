using ESchool.Application.Identity;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

public sealed class SessionTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private const string Password = "correct horse battery";

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task RefreshToken_UsedAHundredTimesAtOnce_WinsAtMostOnce_AndTheFamilyDies()
    {
        var first = await SignInAsync(await RegisteredAsync());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Record.ExceptionAsync(() => RefreshAsync(first.RefreshToken)).AsTask()));
        Assert.InRange(outcomes.Count(fault => fault is null), 0, 1);
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => RefreshAsync(first.RefreshToken));
        var session = await school.ReadAsync(db => db.Sessions.SingleAsync(s => s.UserId == first.User.Id));
        Assert.NotNull(session.RevokedAt);
    }

    [Fact]
    public async Task RefreshToken_AfterReuse_EvenTheNewestIsDead()
    {
        var first = await SignInAsync(await RegisteredAsync());
        var second = await RefreshAsync(first.RefreshToken);
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => RefreshAsync(first.RefreshToken));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => RefreshAsync(second.RefreshToken));
    }

    [Fact]
    public async Task SignIn_BeforeVerification_IsRefusedLikeAWrongPassword()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Password, "Ada", CancellationToken.None));
        var unverified = await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => SignInAsync(email));
        var unknown = await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => SignInAsync("nobody@eschool.test"));
        Assert.Equal(unknown.Message, unverified.Message);
    }

    [Fact]
    public async Task SignIn_WithManyWrongPasswordsAtOnce_EvaluatesOnlyTheFreeOnes()
    {
        var email = await RegisteredAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Record.ExceptionAsync(() => SignInAsync(email, "wrong password!")).AsTask()));
        var evaluated = outcomes.OfType<Domain.DomainException>().Count(refusal => refusal.Reason == IdentityReasons.CredentialsInvalid);
        Assert.InRange(evaluated, 1, SignInAttempts.FreeFailures);
        var blocked = await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => SignInAsync(email));
        Assert.True(blocked.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task Register_ByTwoAtOnce_MakesOneAccount()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Password, "Ada", CancellationToken.None))));
        Assert.Equal(1, await school.ReadAsync(db => db.Users.CountAsync(u => u.EmailNormalized == email)));
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        var tokens = await SignInAsync(await RegisteredAsync());
        var session = await school.ReadAsync(db => db.Sessions.SingleAsync(s => s.UserId == tokens.User.Id));
        var actor = new Domain.Actor(tokens.User.Id, session.Id, tokens.User.Roles);
        await school.DoAsync<SignOut>(s => s.ExecuteAsync(actor, CancellationToken.None));
        await Refused.WithAsync(IdentityReasons.RefreshTokenInvalid, () => RefreshAsync(tokens.RefreshToken));
        await Refused.WithAsync(Domain.CallReasons.AccessTokenInvalid, () => school.DoAsync<CheckSession>(c => c.ExecuteAsync(actor, SessionDemands.None, CancellationToken.None)));
    }

    private async Task<string> RegisteredAsync()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Password, "Ada", CancellationToken.None));
        await school.DoAsync<Data.SchoolDbContext>(db => db.Users.Where(u => u.EmailNormalized == email).ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailVerifiedAt, DateTimeOffset.UtcNow)));
        return email;
    }

    private async Task<SessionTokens> SignInAsync(string email, string password = Password) =>
        ((SignInOutcome.Opened)await school.DoAsync<SignIn, SignInOutcome>(s => s.ExecuteAsync(email, password, CancellationToken.None))).Tokens;

    private Task<SessionTokens> RefreshAsync(string token) => school.DoAsync<RefreshSession, SessionTokens>(r => r.ExecuteAsync(token, CancellationToken.None));
}
