using ESchool.Application.Identity;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.SecondFactor;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace ESchool.Application.Tests.Identity;

/// <summary>People with a password, as the doors make them.</summary>
internal static class Registered
{
    public const string Password = "correct horse battery";

    /// <summary>Registers somebody and verifies the address.</summary>
    public static async Task<string> PersonAsync(this TestSchool school, string name = "Ada Lovelace")
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Password, name, CancellationToken.None));
        var now = school.Clock.GetUtcNow();
        await school.ReadAsync(db => db.Users.Where(u => u.EmailNormalized == email).ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailVerifiedAt, now)));
        return email;
    }

    public static Task<SignInOutcome> TrySignInAsync(this TestSchool school, string email, string password = Password, string deviceToken = "") =>
        school.DoAsync<SignIn, SignInOutcome>(s => s.ExecuteAsync(email, password, deviceToken, CancellationToken.None));

    public static async Task<SessionTokens> SignInAsync(this TestSchool school, string email, string password = Password, string deviceToken = "") =>
        ((SignInOutcome.Opened)await school.TrySignInAsync(email, password, deviceToken)).Tokens;

    /// <summary>Signs in from an address.</summary>
    public static async Task<SignInOutcome> TrySignInFromAsync(
        this TestSchool school,
        string address,
        string email,
        string password = Password,
        string deviceToken = ""
    )
    {
        await using var scope = school.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallOrigin>().Set(System.Net.IPAddress.Parse(address), "tests");
        return await scope.ServiceProvider.GetRequiredService<SignIn>().ExecuteAsync(email, password, deviceToken, CancellationToken.None);
    }

    public static Task<SessionTokens> RefreshAsync(this TestSchool school, string token) =>
        school.DoAsync<RefreshSession, SessionTokens>(r => r.ExecuteAsync(token, "", CancellationToken.None));

    /// <summary>Signs in and says who is signed in.</summary>
    public static async Task<Actor> ActorAsync(this TestSchool school, string email, string password = Password)
    {
        var tokens = await school.SignInAsync(email, password);
        var hash = OpaqueToken.Hash(tokens.RefreshToken);
        var sessionId = await school.ReadAsync(db => db.RefreshTokens.Where(t => t.TokenHash == hash).Select(t => t.SessionId).SingleAsync());
        return new Actor(tokens.User.Id, sessionId, tokens.User.Roles);
    }

    /// <summary>Sets an authenticator app up.</summary>
    public static async Task<(AuthenticatorApp App, IReadOnlyList<string> RecoveryCodes)> WithAppAsync(this TestSchool school, Actor actor)
    {
        var setup = await school.DoAsync<BeginTotpSetup, TotpSetup>(b => b.ExecuteAsync(actor, CancellationToken.None));
        var app = new AuthenticatorApp(school.Clock, setup.Secret);
        return (app, await school.DoAsync<ConfirmTotpSetup, IReadOnlyList<string>>(c => c.ExecuteAsync(actor, app.NextCode(), CancellationToken.None)));
    }

    public static async Task<bool> IsOpenAsync(this TestSchool school, Actor actor)
    {
        var refusal = await Record.ExceptionAsync(() => school.DoAsync<CheckSession>(c => c.ExecuteAsync(actor, SessionDemands.None, CancellationToken.None)));
        return refusal switch
        {
            null => true,
            DomainException { Reason: var reason } when reason == CallReasons.AccessTokenInvalid => false,
            _ => throw refusal,
        };
    }
}

/// <summary>An authenticator app on the test's clock, which waits for the next code.</summary>
internal sealed class AuthenticatorApp(TestClock clock, string secret)
{
    private readonly Totp totp = new(Base32Encoding.ToBytes(secret));

    public string Code => totp.ComputeTotp(clock.GetUtcNow().UtcDateTime);

    public string NextCode()
    {
        clock.Advance(TimeSpan.FromSeconds(30));
        return Code;
    }
}
