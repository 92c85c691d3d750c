using ESchool.Contracts.Identity.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Google.Rpc;
using Grpc.Core;

namespace ESchool.Api.Tests;

/// <summary>Sign-in with Google as a client calls it.</summary>
public sealed class GoogleSignInCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private const string Nonce = "the-nonce-of-the-page";

    private readonly OpenIdProvider google = new();

    private IdentityService.IdentityServiceClient Identity => new(fixture.Channel);

    public void Dispose() => google.Dispose();

    [Fact]
    public async Task ABrowser_SignsIn_AndNothingSecretIsLogged()
    {
        var begun = await Identity.BeginGoogleSignInAsync(new BeginGoogleSignInRequest { RedirectUri = OpenIdProvider.RedirectUri });
        Assert.InRange(begun.ExpireTime.ToDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(8), DateTimeOffset.UtcNow.AddMinutes(11));
        var back = await OpenIdProvider.SignInAsync(begun.AuthorizationUrl, Stranger());
        var request = new CompleteGoogleSignInRequest
        {
            Code = back.Code,
            State = back.State,
            FlowToken = begun.FlowToken,
        };
        var answer = await Identity.CompleteGoogleSignInAsync(request);
        Assert.Null(answer.SecondFactorChallenge);
        Assert.False(answer.Session.User.HasPassword);
        var me = await Identity.GetUserAsync(
            new GetUserRequest { Name = "users/me" },
            new Metadata { { "authorization", $"Bearer {answer.Session.AccessToken}" } }
        );
        Assert.Equal(answer.Session.User.Name, me.User.Name);
        Assert.NotEmpty((await Identity.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = answer.Session.RefreshToken })).Session.AccessToken);
        await Status.OfAsync(StatusCode.Unauthenticated, "GOOGLE_SIGN_IN_FAILED", () => Identity.CompleteGoogleSignInAsync(request).ResponseAsync);

        var log = await Wait.UntilAsync(
            "The refusal in the log",
            () => Task.FromResult(fixture.Api.Log is var text && text.Contains("What came back from Google", StringComparison.Ordinal) ? text : null)
        );
        Assert.All(
            [back.Code, back.State, begun.FlowToken, answer.Session.RefreshToken, me.User.Email],
            secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task AnIdToken_SignsIn_WithTheRefreshTokenInACookie()
    {
        var request = new SignInWithGoogleIdTokenRequest
        {
            IdToken = await google.MintAsync(Stranger(), Nonce),
            Nonce = Nonce,
            TokenDelivery = TokenDelivery.Cookie,
        };
        using var call = Identity.SignInWithGoogleIdTokenAsync(request);
        var answer = await call.ResponseAsync;
        Assert.Equal("", answer.Session.RefreshToken);
        Assert.NotEmpty(answer.Session.AccessToken);
        Assert.Contains(await call.ResponseHeadersAsync, header => header.Key == "set-cookie");
        await Status.OfAsync(StatusCode.Unauthenticated, "GOOGLE_SIGN_IN_FAILED", () => Identity.SignInWithGoogleIdTokenAsync(request).ResponseAsync);
        Assert.DoesNotContain(request.IdToken, fixture.Api.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressThatGoogleHasNotVerified_IsAState()
    {
        var request = new SignInWithGoogleIdTokenRequest { IdToken = await google.MintAsync(Stranger() with { EmailVerified = false }, Nonce), Nonce = Nonce };
        await Status.OfAsync(StatusCode.FailedPrecondition, "GOOGLE_EMAIL_UNVERIFIED", () => Identity.SignInWithGoogleIdTokenAsync(request).ResponseAsync);
    }

    [Fact]
    public async Task TheShapeOfTheCalls_IsChecked()
    {
        await InvalidAsync(
            ["redirect_uri"],
            () => Identity.BeginGoogleSignInAsync(new BeginGoogleSignInRequest { RedirectUri = "https://evil.test/" }).ResponseAsync
        );
        await InvalidAsync(["code", "flow_token", "state"], () => Identity.CompleteGoogleSignInAsync(new CompleteGoogleSignInRequest()).ResponseAsync);
        await InvalidAsync(
            ["id_token", "nonce"],
            () => Identity.SignInWithGoogleIdTokenAsync(new SignInWithGoogleIdTokenRequest { Nonce = "too short" }).ResponseAsync
        );
    }

    private static GoogleUser Stranger() => new($"{Guid.NewGuid():N}@gmail.test", Subject: Guid.NewGuid().ToString("N"));

    private static async Task InvalidAsync(string[] fields, Func<Task> call)
    {
        var status = await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", call);
        Assert.Equal(fields, status.GetDetail<BadRequest>().FieldViolations.Select(violation => violation.Field).Order());
    }
}
