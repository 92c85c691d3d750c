using System.Text.Json;
using System.Text.RegularExpressions;

namespace ESchool.Demo.Props;

/// <summary>Reads the e-mails that really went through SMTP, as their recipient would.</summary>
public sealed partial class Mailbox(HttpClient http, Uri server)
{
    /// <summary>Waits for the verification e-mail and reads its token.</summary>
    public Task<string> FindTokenAsync(string address) => FindAsync(address, TokenPattern());

    /// <summary>Waits for the e-mail with a gift and reads its code.</summary>
    public Task<string> FindGiftCodeAsync(string address) => FindAsync(address, GiftPattern());

    private Task<string> FindAsync(string address, Regex pattern) =>
        Polling.UntilAsync(
            $"The e-mail to {address}",
            TimeSpan.FromSeconds(30),
            async () =>
            {
                using var mails = JsonDocument.Parse(await http.GetStringAsync(new Uri(server, "api/email?sort=desc")));
                foreach (var mail in mails.RootElement.EnumerateArray())
                {
                    var to = mail.GetProperty("to")[0].GetProperty("address").GetString();
                    var found = pattern.Match(mail.GetProperty("text").GetString() ?? "");
                    if (string.Equals(to, address, StringComparison.OrdinalIgnoreCase) && found.Success)
                    {
                        return found.Groups[1].Value;
                    }
                }

                return null;
            }
        );

    [GeneratedRegex(@"verify-email\?token=([A-Za-z0-9_-]+)")]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"redeem-gift\?code=([A-Za-z0-9_-]+)")]
    private static partial Regex GiftPattern();
}
