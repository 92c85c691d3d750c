using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Application.Identity.Sessions;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Application.Tests.Identity.GoogleSignIn;

/// <summary>What a browser, or a page with an id token, does to sign in with Google.</summary>
internal static class GoogleFlow
{
    /// <summary>Somebody nobody has seen before.</summary>
    public static GoogleUser Stranger(string name = "Ada Lovelace", bool verified = true) =>
        new($"{Guid.NewGuid():N}@gmail.test", name, verified, Guid.NewGuid().ToString("N"));

    public static Task<BegunGoogleSignIn> BeginGoogleAsync(this TestSchool school) =>
        school.DoAsync<BeginGoogleSignIn, BegunGoogleSignIn>(b => b.ExecuteAsync(OpenIdProvider.RedirectUri, CancellationToken.None));

    public static Task<SignInOutcome> CompleteGoogleAsync(this TestSchool school, GoogleCallback back, string flowToken) =>
        school.DoAsync<CompleteGoogleSignIn, SignInOutcome>(c => c.ExecuteAsync(back.Code, back.State, flowToken, "", CancellationToken.None));

    public static Task<SignInOutcome> SignInWithIdTokenAsync(this TestSchool school, string idToken, string nonce) =>
        school.DoAsync<SignInWithGoogleIdToken, SignInOutcome>(s => s.ExecuteAsync(idToken, nonce, "", CancellationToken.None));

    /// <summary>The whole way.</summary>
    public static async Task<SignInOutcome> SignInWithGoogleAsync(this TestSchool school, GoogleUser user)
    {
        var begun = await school.BeginGoogleAsync();
        return await school.CompleteGoogleAsync(await OpenIdProvider.SignInAsync(begun.AuthorizationUrl, user), begun.FlowToken);
    }

    public static SessionTokens Opened(this SignInOutcome outcome) => Assert.IsType<SignInOutcome.Opened>(outcome).Tokens;
}
