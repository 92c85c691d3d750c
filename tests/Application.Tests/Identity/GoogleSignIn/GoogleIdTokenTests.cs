using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Identity.GoogleSignIn;

/// <summary>Which id tokens are believed, against a real provider.</summary>
public sealed class GoogleIdTokenTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>, IDisposable
{
    private const string Nonce = "a-nonce-of-this-sign-in";
    private const string PhoneApp = "phone.apps.openid.test";

    private static readonly GoogleUser Ada = new("Ada@school.test", Subject: "110");

    private readonly TestSchool school = fixture.School;
    private readonly OpenIdProvider google = new();

    public void Dispose() => google.Dispose();

    [Fact]
    public async Task AToken_OfTheProvider_SaysWhoItIs()
    {
        var identity = await ValidateAsync(await google.MintAsync(Ada, Nonce));
        Assert.Equal(
            (OpenIdProvider.Issuer, "110", "Ada@school.test", true, "Ada Lovelace"),
            (identity.Issuer, identity.Subject, identity.Email, identity.EmailVerified, identity.Name)
        );
        Assert.InRange(identity.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(59), DateTimeOffset.UtcNow.AddMinutes(62));
    }

    [Fact]
    public async Task AToken_OfAnotherIssuer_IsRefused()
    {
        await AssertRefusedAsync("iss", "https://accounts.example.com");

        // Google's second name is Google's alone.
        await AssertRefusedAsync("iss", "accounts.google.com");
        await AssertRefusedAsync("iss", GoogleOptions.GoogleIssuer);
        await AssertRefusedAsync("iss", null);
    }

    [Fact]
    public async Task AToken_ForAnotherAudience_IsRefused()
    {
        await AssertRefusedAsync("aud", "somebody.else");
        await AssertRefusedAsync("aud", null);
    }

    [Fact]
    public async Task AToken_ForSeveral_NeedsUsAsTheAuthorizedParty()
    {
        var several = new[] { OpenIdProvider.ClientId, "somebody.else" };
        await RefuseAsync(await MintAsync(("aud", several), ("azp", "somebody.else")));
        await RefuseAsync(await MintAsync(("aud", several), ("azp", null)));
        await ValidateAsync(await MintAsync(("aud", several), ("azp", OpenIdProvider.ClientId)));
    }

    [Fact]
    public async Task AToken_OfAPhoneApp_IsTakenWhereItsClientIdIsConfigured()
    {
        var token = await MintAsync(("aud", PhoneApp), ("azp", PhoneApp));
        await RefuseAsync(token);
        await using var withPhone = await TestSchool.OpenAsync(("Google:AdditionalAudiences:0", PhoneApp));
        var tokens = withPhone.Services.GetRequiredService<GoogleIdTokens>();
        Assert.Equal("110", (await tokens.ValidateOfClientAsync(token, Nonce, CancellationToken.None)).Subject);

        // What comes for a code is for the client that asked for the code.
        await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => tokens.ValidateOfCodeAsync(token, Nonce, CancellationToken.None));
    }

    [Fact]
    public async Task AToken_ThatHasExpired_IsRefused()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await RefuseAsync(await MintAsync(("iat", now - 3_600), ("exp", now - 31)));
        await ValidateAsync(await MintAsync(("iat", now - 3_600), ("exp", now - 20)));
        await AssertRefusedAsync("exp", null);
    }

    [Fact]
    public async Task AToken_OfTheFuture_IsRefused()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await AssertRefusedAsync("iat", now + 120);
        await AssertRefusedAsync("nbf", now + 120);
        await AssertRefusedAsync("iat", null);
        await ValidateAsync(await MintAsync(("iat", now + 20)));
    }

    [Fact]
    public async Task AToken_OfAnotherSignIn_IsRefused()
    {
        await AssertRefusedAsync("nonce", "a-nonce-of-another-sign-in");
        await AssertRefusedAsync("nonce", null);
        await AssertRefusedAsync("nonce", "");
    }

    [Fact]
    public async Task AToken_WithoutSubject_IsRefused()
    {
        await AssertRefusedAsync("sub", null);
        await AssertRefusedAsync("sub", "");
        await AssertRefusedAsync("sub", new string('1', 256));
    }

    [Fact]
    public async Task AToken_WithoutSignature_IsRefused()
    {
        var content = (await google.MintAsync(Ada, Nonce)).Split('.')[1];
        await RefuseAsync($"{Encode(new { alg = "none", typ = "JWT" })}.{content}.");
        var parts = (await google.MintAsync(Ada, Nonce)).Split('.');
        await RefuseAsync($"{parts[0]}.{parts[1]}.");
    }

    [Fact]
    public async Task AToken_SignedWithThePublicKeyAsASecret_IsRefused()
    {
        var content = (await google.MintAsync(Ada, Nonce)).Split('.')[1];
        var key = (await google.KeysAsync())[0];
        using var rsa = RSA.Create(new RSAParameters { Modulus = Decode(key.GetProperty("n")), Exponent = Decode(key.GetProperty("e")) });
        byte[][] secrets = [rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), Decode(key.GetProperty("n"))];
        foreach (var secret in secrets)
        {
            var signed = $"{Encode(new { alg = "HS256", typ = "JWT", kid = key.GetProperty("kid").GetString() })}.{content}";
            await RefuseAsync($"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}");
        }
    }

    [Fact]
    public async Task AToken_SignedByAnUnknownKey_IsRefused()
    {
        var content = (await google.MintAsync(Ada, Nonce)).Split('.')[1];
        using var stranger = RSA.Create(2048);

        // A school of its own: unknown keys use up its right to look for new ones, which the others need when the rotation comes.
        await using var asked = await TestSchool.OpenAsync();
        string?[] keyIds = [(await google.KeysAsync())[0].GetProperty("kid").GetString(), "unknown", null];
        foreach (var kid in keyIds)
        {
            var signed = $"{Encode(new { alg = "RS256", typ = "JWT", kid })}.{content}";
            await RefuseAsync(SignedBy(stranger, signed), asked);
        }

        // One that brings its key along.
        var own = stranger.ExportParameters(includePrivateParameters: false);
        var jwk = new
        {
            kty = "RSA",
            kid = "own",
            n = Base64Url.EncodeToString(own.Modulus),
            e = Base64Url.EncodeToString(own.Exponent),
        };
        await RefuseAsync(SignedBy(stranger, $"{Encode(new { alg = "RS256", typ = "JWT", kid = "own", jwk })}.{content}"), asked);
    }

    [Fact]
    public async Task AToken_WithChangedClaims_IsRefused()
    {
        var parts = (await google.MintAsync(Ada, Nonce)).Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("Ada@school.test", "eve@school.test", StringComparison.Ordinal);
        await RefuseAsync($"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.{parts[2]}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task WhatIsNoToken_IsRefused(string text) => await RefuseAsync(text);

    [Fact]
    public async Task AHugeToken_IsRefused() => await RefuseAsync(await MintAsync(("name", new string('a', 20_000))));

    [Fact]
    public async Task KeysThatRotate_AreNoticed_AndOldTokensStayGood()
    {
        await using var fresh = await TestSchool.OpenAsync();
        var tokens = fresh.Services.GetRequiredService<GoogleIdTokens>();
        var old = await google.MintAsync(Ada, Nonce);
        await tokens.ValidateOfClientAsync(old, Nonce, CancellationToken.None);
        await google.RotateKeysAsync();
        var renewed = await google.MintAsync(Ada, Nonce);
        var both = await Task.WhenAll(
            new[] { old, renewed, renewed, renewed }.Select(token => tokens.ValidateOfClientAsync(token, Nonce, CancellationToken.None))
        );
        Assert.All(both, identity => Assert.Equal("110", identity.Subject));
    }

    [Fact]
    public async Task AGoogleThatDoesNotAnswer_IsSaidSo()
    {
        await using var alone = await TestSchool.OpenAsync(("Google:Issuer", SchoolProcess.FreeAddress().ToString().TrimEnd('/')));
        var unavailable = await Refused.WithAsync(
            CallReasons.DependencyUnavailable,
            () => alone.Services.GetRequiredService<GoogleIdTokens>().ValidateOfClientAsync("a.b.c", Nonce, CancellationToken.None)
        );
        Assert.Equal("google", unavailable.Metadata["dependency"]);
        Assert.NotNull(unavailable.RetryAfter);
    }

    [Fact]
    public async Task ADiscoveryDocumentOfSomebodyElse_IsNotUsed()
    {
        // The same server under another name: its document names the issuer it was started with.
        var issuer = OpenIdProvider.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var misled = await TestSchool.OpenAsync(("Google:Issuer", issuer));
        await Refused.WithAsync(
            CallReasons.DependencyUnavailable,
            () =>
                misled
                    .Services.GetRequiredService<GoogleProvider>()
                    .AuthorizationUrlAsync(OpenIdProvider.RedirectUri, "state", "nonce", "verifier", CancellationToken.None)
        );
    }

    private static string Encode(object header) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header));

    private static string SignedBy(RSA key, string content) =>
        $"{content}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";

    private static byte[] Decode(JsonElement number) => Base64Url.DecodeFromChars(number.GetString());

    private Task<string> MintAsync(params (string Name, object? Value)[] claims)
    {
        var all = new Dictionary<string, object?>
        {
            ["sub"] = Ada.Subject,
            ["email"] = Ada.Email,
            ["email_verified"] = true,
            ["nonce"] = Nonce,
        };
        foreach (var (name, value) in claims)
        {
            all[name] = value;
        }

        return google.MintAsync(all);
    }

    private async Task AssertRefusedAsync(string claim, object? value) => await RefuseAsync(await MintAsync((claim, value)));

    private async Task RefuseAsync(string token, TestSchool? by = null)
    {
        var refusal = await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => ValidateAsync(token, by));
        Assert.Equal((GoogleIdTokens.Refusal.Message, 0), (refusal.Message, refusal.Metadata.Count));
    }

    private Task<ExternalIdentity> ValidateAsync(string token, TestSchool? by = null) =>
        (by ?? school).Services.GetRequiredService<GoogleIdTokens>().ValidateOfClientAsync(token, Nonce, CancellationToken.None);
}
