using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ESchool.Tests.Support;

/// <summary>What arrived at the mail server of the stack.</summary>
public static class Mails
{
    private static readonly HttpClient Http = new() { BaseAddress = new Uri(TestStack.Get("ESCHOOL_MAIL_URL")) };

    /// <summary>The texts sent to an address, the first first.</summary>
    public static async Task<IReadOnlyList<string>> ToAsync(string address) =>
        [
            .. (await Http.GetFromJsonAsync<JsonElement>($"/api/email?to.address={Uri.EscapeDataString(address)}"))
                .EnumerateArray()
                .Select(mail => mail.GetProperty("text").GetString() ?? ""),
        ];

    /// <summary>Waits for a mail with a link to a page and returns the link's token.</summary>
    public static Task<string> FindTokenAsync(string address, string page) =>
        Wait.UntilAsync(
            $"A mail with {page} for {address}",
            async () => (await ToAsync(address)).Select(text => TokenOf(page).Match(text)).LastOrDefault(match => match.Success)?.Groups[1].Value
        );

    private static Regex TokenOf(string page) => new($@"{page}\?token=([\w-]+)");
}
