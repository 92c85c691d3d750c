using System.Buffers.Text;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity.GoogleSignIn;

/// <summary>Sign-in with an id token that the client got from Google itself.</summary>
public sealed class GoogleIdTokenSignInTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>, IDisposable
{
    private const string Nonce = "the-nonce-of-the-page";

    private readonly TestSchool school = fixture.School;
    private readonly OpenIdProvider google = new();

    public void Dispose() => google.Dispose();

    [Fact]
    public async Task AToken_OpensASession_OfTheSameAccountAsTheBrowserFlow()
    {
        var user = GoogleFlow.Stranger();
        var tokens = (await school.SignInWithIdTokenAsync(await google.MintAsync(user, Nonce), Nonce)).Opened();
        Assert.Equal(tokens.User.Id, (await school.SignInWithGoogleAsync(user)).Opened().User.Id);
    }

    [Fact]
    public async Task AToken_WithAnotherNonce_OpensNothing()
    {
        var token = await google.MintAsync(GoogleFlow.Stranger(), Nonce);
        await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => school.SignInWithIdTokenAsync(token, "the-nonce-of-another-page"));
        await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => school.SignInWithIdTokenAsync(token, ""));

        // A refused token is not used up.
        (await school.SignInWithIdTokenAsync(token, Nonce)).Opened();
    }

    [Fact]
    public async Task AToken_Replayed_OpensNothing()
    {
        var token = await google.MintAsync(GoogleFlow.Stranger(), Nonce);
        (await school.SignInWithIdTokenAsync(token, Nonce)).Opened();
        await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => school.SignInWithIdTokenAsync(token, Nonce));
    }

    [Fact]
    public async Task AToken_ReplayedInAnotherSpelling_OpensNothing()
    {
        var token = await google.MintAsync(GoogleFlow.Stranger(), Nonce);
        (await school.SignInWithIdTokenAsync(token, Nonce)).Opened();

        // The last letter of the signature has four bits that say nothing, and padding says nothing either.
        var signature = Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));
        var spellings = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            .Select(letter => $"{token.AsSpan(0, token.Length - 1)}{letter}")
            .Where(other => other != token)
            .Append($"{token}==")
            .Append($"{token.AsSpan(0, token.LastIndexOf('.'))}.{Convert.ToBase64String(signature)}");
        foreach (var spelling in spellings)
        {
            await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => school.SignInWithIdTokenAsync(spelling, Nonce));
        }
    }

    [Fact]
    public async Task AToken_UsedTwentyTimesAtOnce_OpensOneSession()
    {
        var user = GoogleFlow.Stranger();
        var token = await google.MintAsync(user, Nonce);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Record.ExceptionAsync(() => school.SignInWithIdTokenAsync(token, Nonce)).AsTask())
        );
        Assert.Single(outcomes, fault => fault is null);
        Assert.Equal(1, await school.ReadAsync(db => db.Sessions.CountAsync(s => db.Users.Any(u => u.Id == s.UserId && u.EmailNormalized == user.Email))));
    }

    [Fact]
    public async Task TwentyTokens_OfOneNewPersonAtOnce_MakeOneAccount()
    {
        var user = GoogleFlow.Stranger();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => google.MintAsync(user, $"{Nonce}-{i}")));
        var outcomes = await Task.WhenAll(tokens.Select((token, i) => school.SignInWithIdTokenAsync(token, $"{Nonce}-{i}")));
        Assert.Single(outcomes.Select(outcome => outcome.Opened().User.Id).Distinct());
        Assert.Equal(1, await school.ReadAsync(db => db.Users.CountAsync(u => u.EmailNormalized == user.Email)));
    }
}
