using ESchool.Application.Identity;
using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity.GoogleSignIn;

/// <summary>The authorization code flow and its attackers, against a real provider.</summary>
public sealed class GoogleSignInTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TheWholeWay_OpensASession()
    {
        var user = GoogleFlow.Stranger();
        var first = (await school.SignInWithGoogleAsync(user)).Opened();
        var second = (await school.SignInWithGoogleAsync(user)).Opened();
        Assert.Equal((user.Email, "Ada Lovelace", first.User.Id), (first.User.Email, first.User.DisplayName, second.User.Id));
        var sessions = await school.ReadAsync(db => db.Sessions.Where(s => s.UserId == first.User.Id).ToListAsync());
        Assert.Equal([AuthenticationMethod.Google, AuthenticationMethod.Google], sessions.Select(s => s.Method));
    }

    [Fact]
    public async Task TheAddress_AsksForACode_WithPkceStateAndNonce()
    {
        var begun = await school.BeginGoogleAsync();
        var query = QueryHelpers.ParseQuery(new Uri(begun.AuthorizationUrl).Query);
        Assert.StartsWith($"{OpenIdProvider.Issuer}/", begun.AuthorizationUrl, StringComparison.Ordinal);
        Assert.Equal(
            ("code", "openid email profile", "S256"),
            (query["response_type"].ToString(), query["scope"].ToString(), query["code_challenge_method"].ToString())
        );
        Assert.Equal((OpenIdProvider.ClientId, OpenIdProvider.RedirectUri), (query["client_id"].ToString(), query["redirect_uri"].ToString()));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.Equal(43, query[name].ToString().Length));
        Assert.DoesNotContain(begun.FlowToken, begun.AuthorizationUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AState_Replayed_OpensNothing()
    {
        var (back, flowToken) = await ReturnedAsync(GoogleFlow.Stranger());
        (await school.CompleteGoogleAsync(back, flowToken)).Opened();
        await FailsAsync(back, flowToken);
    }

    [Fact]
    public async Task ACode_Replayed_OpensNothing()
    {
        var (used, flowToken) = await ReturnedAsync(GoogleFlow.Stranger());
        (await school.CompleteGoogleAsync(used, flowToken)).Opened();
        var fresh = await ReturnedAsync(GoogleFlow.Stranger());
        await FailsAsync(fresh.Back with { Code = used.Code }, fresh.FlowToken);

        // And that was the end of the fresh one.
        await FailsAsync(fresh.Back, fresh.FlowToken);
    }

    [Fact]
    public async Task ACode_OfAnotherFlow_OpensNothing()
    {
        // Code injection: a stolen code that nobody has used, in a flow of the attacker's own. Its verifier is another one.
        var stolen = await ReturnedAsync(GoogleFlow.Stranger());
        var own = await ReturnedAsync(GoogleFlow.Stranger("Eve"));
        await FailsAsync(own.Back with { Code = stolen.Back.Code }, own.FlowToken);
    }

    [Fact]
    public async Task AFlow_InAnotherBrowser_OpensNothing()
    {
        // Login CSRF: a victim's browser is led to the attacker's redirect address, to make the victim work in the attacker's account.
        var attacker = await ReturnedAsync(GoogleFlow.Stranger("Eve"));
        var victim = await school.BeginGoogleAsync();
        await FailsAsync(attacker.Back, victim.FlowToken);
        await FailsAsync(attacker.Back, OpaqueToken.Create());

        // The failures of others do not end it for the browser that began it.
        (await school.CompleteGoogleAsync(attacker.Back, attacker.FlowToken)).Opened();
    }

    [Fact]
    public async Task ANonce_OfAnotherSignIn_OpensNothing()
    {
        var (back, flowToken) = await ReturnedAsync(GoogleFlow.Stranger());
        var stateHash = OpaqueToken.Hash(back.State);
        await school.ReadAsync(db =>
            db.GoogleSignInFlows.Where(f => f.StateHash == stateHash).ExecuteUpdateAsync(set => set.SetProperty(f => f.Nonce, OpaqueToken.Create()))
        );
        await FailsAsync(back, flowToken);
    }

    [Fact]
    public async Task WhatIsMadeUp_OpensNothing() => await FailsAsync(new GoogleCallback("code", OpaqueToken.Create()), OpaqueToken.Create());

    [Fact]
    public async Task AFlow_AfterTenMinutes_OpensNothing()
    {
        await using var late = await TestSchool.OpenAsync();
        var begun = await late.BeginGoogleAsync();
        var back = await OpenIdProvider.SignInAsync(begun.AuthorizationUrl, GoogleFlow.Stranger());
        late.Clock.Advance(GoogleSignInFlow.Lifetime);
        await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => late.CompleteGoogleAsync(back, begun.FlowToken));
    }

    [Fact]
    public async Task AFlow_CompletedFiftyTimesAtOnce_OpensOneSession()
    {
        var user = GoogleFlow.Stranger();
        var (back, flowToken) = await ReturnedAsync(user);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Record.ExceptionAsync(() => school.CompleteGoogleAsync(back, flowToken)).AsTask())
        );
        Assert.Single(outcomes, fault => fault is null);
        Assert.All(
            outcomes.Where(fault => fault is not null),
            fault => Assert.Equal(IdentityReasons.GoogleSignInFailed, Assert.IsType<DomainException>(fault).Reason)
        );
        Assert.Equal(
            1,
            await school.ReadAsync(db => db.Sessions.CountAsync(s => db.ExternalLogins.Any(l => l.UserId == s.UserId && l.Subject == user.Subject)))
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1:3000/google/callback/")]
    [InlineData("http://127.0.0.1:3000/google/callback?next=evil")]
    [InlineData("http://127.0.0.1:3000/Google/callback")]
    [InlineData("http://127.0.0.1:3000/google/callback/../../evil")]
    [InlineData("https://evil.test/google/callback")]
    [InlineData("")]
    public async Task ARedirectAddress_ThatIsNotExactlyOnTheList_IsRefused(string redirectUri)
    {
        var refusal = await Refused.WithAsync(
            CallReasons.RequestInvalid,
            () => school.DoAsync<BeginGoogleSignIn>(b => b.ExecuteAsync(redirectUri, CancellationToken.None))
        );
        Assert.Equal("redirect_uri", Assert.Single(refusal.FieldViolations).Field);
    }

    [Fact]
    public async Task WithoutAClientId_ThereIsNoSignIn()
    {
        await using var without = await TestSchool.OpenAsync(("Google:ClientId", ""));
        await Refused.WithAsync(IdentityReasons.GoogleSignInDisabled, without.BeginGoogleAsync);
        await Refused.WithAsync(IdentityReasons.GoogleSignInDisabled, () => without.CompleteGoogleAsync(new GoogleCallback("code", "state"), "token"));
        await Refused.WithAsync(IdentityReasons.GoogleSignInDisabled, () => without.SignInWithIdTokenAsync("a.b.c", "nonce"));
    }

    [Fact]
    public async Task AWrongSecret_IsTheSchoolsFault_NotTheCallers()
    {
        await using var misconfigured = await TestSchool.OpenAsync(("Google:ClientSecret", "wrong"));
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => misconfigured.SignInWithGoogleAsync(GoogleFlow.Stranger()));
    }

    [Fact]
    public async Task AGoogleThatDoesNotAnswer_IsSaidSo_AndNothingIsKept()
    {
        await using var alone = await TestSchool.OpenAsync(("Google:Issuer", SchoolProcess.FreeAddress().ToString().TrimEnd('/')));
        var unavailable = await Refused.WithAsync(CallReasons.DependencyUnavailable, alone.BeginGoogleAsync);
        Assert.NotNull(unavailable.RetryAfter);
        Assert.Equal(0, await alone.ReadAsync(db => db.GoogleSignInFlows.CountAsync()));
    }

    private async Task<(GoogleCallback Back, string FlowToken)> ReturnedAsync(GoogleUser user)
    {
        var begun = await school.BeginGoogleAsync();
        return (await OpenIdProvider.SignInAsync(begun.AuthorizationUrl, user), begun.FlowToken);
    }

    private async Task FailsAsync(GoogleCallback back, string flowToken)
    {
        var refusal = await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => school.CompleteGoogleAsync(back, flowToken));
        Assert.Equal((GoogleIdTokens.Refusal.Message, 0), (refusal.Message, refusal.Metadata.Count));
    }
}
