using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ESchool.Application.Identity;
using ESchool.Application.Identity.Sessions;
using ESchool.Contracts.Identity.V1;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Tests;

/// <summary>Every way to make an access token without the school: none opens anything, and each is the same refusal.</summary>
public sealed class TokenForgeryTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task AlgNone_IsNoToken() => await RefusedAsync(await ForgeAsync((header, _) => header["alg"] = "none", (_, _) => []));

    [Fact]
    public async Task TheAlgorithm_SwappedForHs256_WithThePublicKeyAsSecret_IsNoToken()
    {
        using var http = new HttpClient();
        var jwks = await http.GetStringAsync(new Uri(fixture.Api.Web, ".well-known/jwks.json"));
        using var key = ReadSigningKey();
        byte[][] secrets = [key.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem()), Encoding.UTF8.GetBytes(jwks)];
        foreach (var secret in secrets)
        {
            await RefusedAsync(await ForgeAsync((header, _) => header["alg"] = "HS256", (_, signed) => HMACSHA256.HashData(secret, signed)));
        }
    }

    [Theory]
    [InlineData("ES384")]
    [InlineData("RS256")]
    [InlineData("es256")]
    public async Task AnotherAlgorithm_IsNoToken(string algorithm) => await RefusedAsync(await ForgeAsync((header, _) => header["alg"] = algorithm));

    [Theory]
    [InlineData("JWT")]
    [InlineData("id+jwt")]
    [InlineData(null)]
    public async Task AnotherType_IsNoToken(string? type) => await RefusedAsync(await ForgeAsync((header, _) => header["typ"] = type));

    [Theory]
    [InlineData("aud", "another-api")]
    [InlineData("iss", "https://elsewhere.test")]
    [InlineData("sub", "not a user")]
    [InlineData("sid", null)]
    [InlineData("exp", null)]
    public async Task AnotherAudienceIssuerOrShape_IsNoToken(string claim, string? value) =>
        await RefusedAsync(await ForgeAsync((_, claims) => claims[claim] = value));

    [Theory]
    [InlineData("unknown")]
    [InlineData("../../../../dev/null")]
    [InlineData("' OR 1=1 --")]
    [InlineData(null)]
    public async Task AnotherKeyId_IsNoToken(string? keyId) => await RefusedAsync(await ForgeAsync((header, _) => header["kid"] = keyId));

    [Fact]
    public async Task AKeyThatTheTokenBringsItself_IsNotUsed()
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = own.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
        await RefusedAsync(await ForgeAsync((header, _) => header["jwk"] = jwk, (_, signed) => own.SignData(signed, HashAlgorithmName.SHA256)));
        await RefusedAsync(
            await ForgeAsync((header, _) => header["jku"] = "https://attacker.test/keys", (_, signed) => own.SignData(signed, HashAlgorithmName.SHA256))
        );
    }

    [Fact]
    public async Task RolesThatWereAddedToAToken_BreakIt()
    {
        var parts = (await fixture.TokenAsync(await fixture.School.StudentAsync())).Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        claims["roles"] = (int)(Roles.Student | Roles.Admin);
        await RefusedAsync($"{parts[0]}.{Encode(claims)}.{parts[2]}");
    }

    [Fact]
    public async Task ASignature_CutPaddedOrOfZeros_IsNoSignature()
    {
        var token = await fixture.TokenAsync(await fixture.School.StudentAsync());
        var cut = token.LastIndexOf('.') + 1;
        foreach (var signature in new[] { "", token[cut..^2], $"{token[cut..]}AA", Base64Url.EncodeToString(new byte[64]) })
        {
            await RefusedAsync(token[..cut] + signature);
        }
    }

    [Fact]
    public async Task TheClock_MayDifferBy29Seconds_NotBy31()
    {
        var lifetime = TimeSpan.FromMinutes(10);
        await AcceptedAsync(await IssuedAsync(TimeSpan.FromSeconds(29)));
        await RefusedAsync(await IssuedAsync(TimeSpan.FromSeconds(33)));
        await AcceptedAsync(await IssuedAsync(-lifetime - TimeSpan.FromSeconds(27)));
        await RefusedAsync(await IssuedAsync(-lifetime - TimeSpan.FromSeconds(31)));
    }

    [Fact]
    public async Task TheKey_IsChanged_WithoutRefusingAnybody()
    {
        var folder = Directory.CreateTempSubdirectory("eschool-keys-");
        try
        {
            var next = Path.Combine(folder.FullName, "next.pem");
            using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
            {
                await File.WriteAllTextAsync(next, key.ExportPkcs8PrivateKeyPem());
            }

            var old = TestStack.Get("Identity__SigningKeyPath");
            var student = await fixture.School.StudentAsync();
            var signedByOld = await fixture.TokenAsync(student);
            await using var api = await SchoolProcess.StartApiAsync(
                fixture.School.Database,
                settings: [("Identity__SigningKeyPath", next), ("Identity__AcceptedKeyPaths__0", old)]
            );
            using var channel = GrpcChannel.ForAddress(api.Grpc!);
            await GetMeAsync(channel, signedByOld);

            // Where the new key is not accepted yet, its tokens open nothing: it is published first, and signs later.
            var signedByNext = await IssuedAsync(TimeSpan.Zero, student, next);
            await GetMeAsync(channel, signedByNext);
            await RefusedAsync(signedByNext);
            using var http = new HttpClient();
            var published = await http.GetFromJsonAsync<JsonElement>(new Uri(api.Web, ".well-known/jwks.json"));
            var keys = published.GetProperty("keys").EnumerateArray().ToList();
            Assert.Equal(2, keys.Count);
            Assert.All(keys, key => Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(p => p.Name).Order()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task AcceptedAsync(string token) => await GetMeAsync(fixture.Channel, token);

    private async Task RefusedAsync(string token)
    {
        var answer = await Status.OfAsync(StatusCode.Unauthenticated, "ACCESS_TOKEN_INVALID", () => GetMeAsync(fixture.Channel, token));
        Assert.Equal("The call needs a valid access token.", answer.Message);
    }

    private static async Task GetMeAsync(GrpcChannel channel, string token) =>
        await new IdentityService.IdentityServiceClient(channel).GetUserAsync(
            new GetUserRequest { Name = "users/me" },
            new Metadata { { "authorization", $"Bearer {token}" } }
        );

    /// <summary>A token that is right in everything, issued so far from now.</summary>
    private async Task<string> IssuedAsync(TimeSpan fromNow, Actor? actor = null, string? keyPath = null)
    {
        actor ??= await fixture.School.StudentAsync();
        var clock = new TestClock();
        clock.Advance(fromNow);
        using var keys = new SigningKeys(Options.Create(new IdentityOptions { SigningKeyPath = keyPath ?? TestStack.Get("Identity__SigningKeyPath") }));
        var (user, session) = await fixture.School.ReadAsync(async db =>
            (await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.UserId), await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == actor.SessionId))
        );
        return new AccessTokens(keys, fixture.School.Services.GetRequiredService<IOptions<IdentityOptions>>(), clock).Issue(user, session).Token;
    }

    /// <summary>
    /// A token with something changed and signed again, by the school's own key unless said otherwise: only the change can be what is refused.
    /// </summary>
    private async Task<string> ForgeAsync(Action<JsonNode, JsonNode> change, Func<ECDsa, byte[], byte[]>? sign = null)
    {
        var parts = (await fixture.TokenAsync(await fixture.School.StudentAsync())).Split('.');
        var (header, claims) = (JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!, JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!);
        change(header, claims);
        foreach (var part in new[] { header.AsObject(), claims.AsObject() })
        {
            part.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList().ForEach(name => part.Remove(name));
        }

        var signed = $"{Encode(header)}.{Encode(claims)}";
        using var key = ReadSigningKey();
        sign ??= (own, bytes) => own.SignData(bytes, HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(sign(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    [Fact]
    public async Task AForgery_ThatChangesNothing_IsAccepted() => await AcceptedAsync(await ForgeAsync((_, _) => { }));

    private static ECDsa ReadSigningKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(TestStack.Get("Identity__SigningKeyPath")));
        return key;
    }

    private static string Encode(JsonNode json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
