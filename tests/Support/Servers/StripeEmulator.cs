using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ESchool.Tests.Support.Servers;

/// <summary>
/// Stripe, as a test sees it: pays checkout pages, onboards accounts, disturbs answers, counts calls. Each test class has an account of its own.
/// </summary>
public sealed class StripeEmulator : IDisposable
{
    private readonly HttpClient http;

    public StripeEmulator(TestDatabase database)
    {
        http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(TestStack.Get("Stripe__ApiBase")) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"sk_test_{database.Name}");
    }

    /// <summary>Pays a checkout page as a browser would.</summary>
    public async Task<int> PayAsync(
        string page,
        string method = "card",
        string card = "4242424242424242",
        string email = "payer@eschool.test",
        string country = ""
    )
    {
        var fields = new Dictionary<string, string>
        {
            ["email"] = email,
            ["payment_method"] = method,
            ["card_number"] = card,
            ["card_expiry"] = "12 / 40",
            ["card_cvc"] = "123",
            ["name"] = "Ada Lovelace",
        };
        if (country.Length > 0)
        {
            fields["country"] = country;
        }

        using var form = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(new Uri(page), form);
        return (int)answer.StatusCode;
    }

    /// <summary>Makes a connected account that transfers can be made to.</summary>
    public async Task<string> ReadyAccountAsync(string country = "US")
    {
        var account = await PostAsync("v1/accounts", [new("type", "express"), new("country", country), new("capabilities[transfers][requested]", "true")]);
        var id = account.GetProperty("id").GetString()!;
        var link = await PostAsync(
            "v1/account_links",
            [new("account", id), new("type", "account_onboarding"), new("return_url", "https://eschool.test/"), new("refresh_url", "https://eschool.test/")]
        );
        using var form = new FormUrlEncodedContent([]);
        using var done = await http.PostAsync(new Uri(link.GetProperty("url").GetString()!), form);
        return id;
    }

    /// <summary>Puts money on the platform's balance by paying a checkout of its own.</summary>
    public async Task FundAsync(long minorUnits, string currency = "eur")
    {
        var session = await PostAsync(
            "v1/checkout/sessions",
            [
                new("mode", "payment"),
                new("success_url", "https://eschool.test/"),
                new("line_items[0][quantity]", "1"),
                new("line_items[0][price_data][currency]", currency),
                new("line_items[0][price_data][unit_amount]", minorUnits.ToString()),
                new("line_items[0][price_data][product_data][name]", "Funds"),
            ]
        );
        await PayAsync(session.GetProperty("url").GetString()!);
    }

    /// <summary>Tells the emulator to go wrong.</summary>
    public async Task DisturbAsync(string method, string path, object action, int times = 1)
    {
        using var answer = await http.PostAsJsonAsync(
            "_emulator/faults",
            new
            {
                match = new { method, path },
                action,
                times,
            }
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Has what is charged in a currency settled in another from now on.</summary>
    public Task ConvertAsync(string currency, string into, double exchangeRate) =>
        ControlAsync(
            "settings",
            new { converted_currencies = new Dictionary<string, object> { [currency] = new { currency = into, exchange_rate = exchangeRate } } }
        );

    /// <summary>Decides a delayed payment.</summary>
    public async Task SettleAsync(string sessionId, string outcome)
    {
        using var answer = await http.PostAsJsonAsync($"_emulator/checkout/sessions/{sessionId}/settle", new { outcome });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The page of a session is left until it expires.</summary>
    public Task ExpireAsync(string sessionId) => ControlAsync($"checkout/sessions/{sessionId}/expire", new { });

    /// <summary>The charge that paid a checkout session.</summary>
    public async Task<string> ChargeOfAsync(string sessionId) =>
        (await http.GetFromJsonAsync<JsonElement>($"v1/checkout/sessions/{sessionId}?expand[]=payment_intent"))
            .GetProperty("payment_intent")
            .GetProperty("latest_charge")
            .GetString()!;

    /// <summary>The payment of a session, <c>pi_…</c>.</summary>
    public async Task<string> PaymentOfAsync(string sessionId) =>
        (await http.GetFromJsonAsync<JsonElement>($"v1/checkout/sessions/{sessionId}")).GetProperty("payment_intent").GetString()!;

    /// <summary>Gives money back at Stripe, as one does in its dashboard.</summary>
    /// <returns>Stripe's refund.</returns>
    public async Task<string> RefundAsync(string chargeId, long? minorUnits = null) =>
        (
            await PostAsync(
                "v1/refunds",
                [
                    new("charge", chargeId),
                    .. minorUnits is { } amount ? [new KeyValuePair<string, string>("amount", amount.ToString())] : Array.Empty<KeyValuePair<string, string>>(),
                ]
            )
        )
            .GetProperty("id")
            .GetString()!;

    /// <summary>The bank sends a refund back.</summary>
    public Task FailRefundAsync(string refundId) => ControlAsync($"refunds/{refundId}/fail", new { });

    /// <summary>The holder of the card disputes a charge.</summary>
    /// <returns>Stripe's dispute.</returns>
    public async Task<string> DisputeAsync(string chargeId, long? minorUnits = null) =>
        (await ControlAsync($"charges/{chargeId}/dispute", minorUnits is { } amount ? new { amount } : new { })).GetProperty("id").GetString()!;

    /// <summary>The bank decides a dispute: <c>won</c> or <c>lost</c>.</summary>
    public Task CloseDisputeAsync(string disputeId, string outcome) => ControlAsync($"disputes/{disputeId}/close", new { outcome });

    /// <summary>Takes a transfer back, as one does in Stripe's dashboard.</summary>
    /// <returns>Stripe's reversal.</returns>
    public async Task<string> ReverseAsync(string transferId, long? minorUnits = null) =>
        (await PostAsync($"v1/transfers/{transferId}/reversals", minorUnits is { } amount ? [new("amount", amount.ToString())] : []))
            .GetProperty("id")
            .GetString()!;

    /// <summary>Lists a collection of the account; a query may follow its name.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string collection) =>
        [
            .. (await http.GetFromJsonAsync<JsonElement>($"v1/{collection}{(collection.Contains('?') ? '&' : '?')}limit=100"))
                .GetProperty("data")
                .EnumerateArray(),
        ];

    /// <summary>Has the account's events, or those of its connected accounts, delivered to an Api.</summary>
    /// <returns>The endpoint's signing secret.</returns>
    public async Task<string> AddWebhookAsync(Uri url, bool connect) =>
        (await PostAsync("v1/webhook_endpoints", [new("url", url.ToString()), new("enabled_events[]", "*"), new("connect", connect ? "true" : "false")]))
            .GetProperty("secret")
            .GetString()!;

    /// <summary>Makes a test clock, whose customers' time goes as the test says.</summary>
    public async Task<string> ClockAsync(DateTimeOffset now) =>
        (await PostAsync("v1/test_helpers/test_clocks", [new("frozen_time", now.ToUnixTimeSeconds().ToString())])).GetProperty("id").GetString()!;

    /// <summary>Makes a customer on a test clock.</summary>
    public async Task<string> CustomerAsync(string clock, string email) =>
        (await PostAsync("v1/customers", [new("test_clock", clock), new("email", email)])).GetProperty("id").GetString()!;

    /// <summary>Lets a test clock go on; everything that falls due by then has happened when this returns.</summary>
    public async Task AdvanceAsync(string clock, DateTimeOffset to)
    {
        await PostAsync($"v1/test_helpers/test_clocks/{clock}/advance", [new("frozen_time", to.ToUnixTimeSeconds().ToString())]);
        await Wait.UntilAsync(
            "The test clock has gone on",
            async () => (await http.GetFromJsonAsync<JsonElement>($"v1/test_helpers/test_clocks/{clock}")).GetProperty("status").GetString() == "ready"
        );
    }

    /// <summary>Gives a customer's subscription another card, such as <c>pm_card_chargeCustomerFail</c>, which is declined, or <c>pm_card_visa</c>.</summary>
    public async Task ChangeCardAsync(string customer, string subscription, string card)
    {
        var method = await PostAsync($"v1/payment_methods/{card}/attach", [new("customer", customer)]);
        await PostAsync($"v1/subscriptions/{subscription}", [new("default_payment_method", method.GetProperty("id").GetString()!)]);
    }

    /// <summary>Collects an open invoice now, or marks it as paid outside Stripe.</summary>
    public Task PayInvoiceAsync(string invoice, bool outside = false) =>
        PostAsync($"v1/invoices/{invoice}/pay", outside ? [new("paid_out_of_band", "true")] : []);

    /// <summary>Pays a connected account out to its bank, which sends the money back.</summary>
    /// <returns>Stripe's payout to the bank.</returns>
    public async Task<string> ReturnBankPayoutAsync(string account, long minorUnits)
    {
        var payout = (await PostAsync("v1/payouts", [new("amount", minorUnits.ToString()), new("currency", "eur")], account)).GetProperty("id").GetString()!;
        await ControlAsync(
            $"payouts/{payout}/settle",
            new
            {
                outcome = "failed",
                failure_code = "account_closed",
                failure_message = "The bank account has been closed.",
            }
        );
        return payout;
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> ControlAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync($"_emulator/{path}", body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, string? account = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if (account is not null)
        {
            request.Headers.Add("Stripe-Account", account);
        }

        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(body).RootElement : throw new InvalidOperationException($"{path}: {body}");
    }
}
