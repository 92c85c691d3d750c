using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace ESchool.Tests.Support.Servers;

/// <summary>Who signs in on the provider's page.</summary>
/// <param name="Email">The address there.</param>
/// <param name="Name">The name there.</param>
/// <param name="EmailVerified">Whether the provider says that it has verified the address.</param>
/// <param name="Subject">The account there; null: made from the address.</param>
public sealed record GoogleUser(string Email, string Name = "Ada Lovelace", bool EmailVerified = true, string? Subject = null);

/// <summary>What the provider hands a browser on its way back.</summary>
public sealed record GoogleCallback(string Code, string State);

/// <summary>The OpenID provider in Google's place, as a test sees it: signs people in as a browser does, mints id tokens, rotates keys.</summary>
public sealed class OpenIdProvider : IDisposable
{
    public const string RedirectUri = "http://127.0.0.1:3000/google/callback";

    private readonly HttpClient control = new() { BaseAddress = new Uri(TestStack.Get("ESCHOOL_OPENID_URL")) };

    public static string Issuer => TestStack.Get("Google__Issuer");

    public static string ClientId => TestStack.Get("Google__ClientId");

    /// <summary>Goes to the address, fills the page in, and follows the provider up to the redirect address.</summary>
    public static async Task<GoogleCallback> SignInAsync(string authorizationUrl, GoogleUser user)
    {
        // A browser of its own: nobody is signed in there yet.
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var page = await FollowAsync(browser, new Uri(authorizationUrl));
        using var form = new FormUrlEncodedContent(FieldsOf(user));
        using var answer = await browser.PostAsync(page, form);
        var back = await FollowAsync(
            browser,
            new Uri(page, answer.Headers.Location ?? throw new InvalidOperationException($"The sign-in page answered {answer.StatusCode}."))
        );
        var query = QueryHelpers.ParseQuery(back.Query);
        return new GoogleCallback(query["code"].ToString(), query["state"].ToString());
    }

    /// <summary>An id token as Google Identity Services hand one to a page; the claims given replace the usual ones, null removes one.</summary>
    public async Task<string> MintAsync(Dictionary<string, object?> claims)
    {
        using var answer = await control.PostAsJsonAsync("_provider/id_tokens", claims);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id_token").GetString()!;
    }

    /// <summary>An id token for a user.</summary>
    public Task<string> MintAsync(GoogleUser user, string nonce) =>
        MintAsync(
            new()
            {
                ["sub"] = user.Subject ?? throw new ArgumentException("Minted tokens need a subject.", nameof(user)),
                ["email"] = user.Email,
                ["email_verified"] = user.EmailVerified,
                ["name"] = user.Name,
                ["nonce"] = nonce,
            }
        );

    /// <summary>Has the provider sign with a new key; the one before stays published.</summary>
    public async Task RotateKeysAsync()
    {
        using var answer = await control.PostAsync("_provider/keys/rotate", content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The published keys, the one that signs first.</summary>
    public async Task<IReadOnlyList<JsonElement>> KeysAsync()
    {
        var discovery = await control.GetFromJsonAsync<JsonElement>(".well-known/openid-configuration");
        var set = await control.GetFromJsonAsync<JsonElement>(discovery.GetProperty("jwks_uri").GetString());
        return [.. set.GetProperty("keys").EnumerateArray()];
    }

    public void Dispose() => control.Dispose();

    private static Dictionary<string, string> FieldsOf(GoogleUser user)
    {
        var fields = new Dictionary<string, string>
        {
            ["email"] = user.Email,
            ["name"] = user.Name,
            ["sub"] = user.Subject ?? "",
        };
        if (user.EmailVerified)
        {
            fields["email_verified"] = "on";
        }

        return fields;
    }

    /// <summary>Follows redirects, up to a page or to the first address that is not the provider's.</summary>
    private static async Task<Uri> FollowAsync(HttpClient browser, Uri address)
    {
        while (address.GetLeftPart(UriPartial.Authority) == Issuer)
        {
            using var answer = await browser.GetAsync(address);
            if (answer.Headers.Location is not { } next)
            {
                return answer.IsSuccessStatusCode ? address : throw new InvalidOperationException($"{address.AbsolutePath} answered {answer.StatusCode}.");
            }

            address = new Uri(address, next);
        }

        return address;
    }
}
