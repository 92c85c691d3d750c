namespace ESchool.Tests.Support.Servers;

/// <summary>
/// The whole school as it runs: Api and Workers as processes, on a database and a Stripe account of their own, with Stripe's webhooks arriving.
/// </summary>
public sealed class RunningSchool : IAsyncDisposable
{
    public const string AdminEmail = "admin@eschool.test";
    public const string AdminPassword = "the administrator of the tests";
    public const string AdminTotpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private readonly TestDatabase database;
    private readonly (string Key, string Value)[] settings;

    private RunningSchool(TestDatabase database, StripeEmulator stripe, SchoolProcess api, SchoolProcess workers, (string Key, string Value)[] settings)
    {
        this.database = database;
        this.settings = settings;
        Stripe = stripe;
        Api = api;
        Workers = workers;
    }

    public TestDatabase Database => database;

    public StripeEmulator Stripe { get; }

    public SchoolProcess Api { get; private set; }

    public SchoolProcess Workers { get; private set; }

    public static async Task<RunningSchool> StartAsync(params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync();
        var stripe = new StripeEmulator(database);
        var web = SchoolProcess.FreeAddress();
        var webhook = new Uri(web, "webhooks/stripe");
        (string, string)[] all =
        [
            .. settings,
            ("Stripe__WebhookSecret", await stripe.AddWebhookAsync(webhook, connect: false)),
            ("Stripe__ConnectWebhookSecret", await stripe.AddWebhookAsync(webhook, connect: true)),
        ];
        await SchoolProcess.RunVerbAsync(database, "migrate", all);
        await SchoolProcess.RunVerbAsync(
            database,
            "create-admin",
            ("ESCHOOL_ADMIN_EMAIL", AdminEmail),
            ("ESCHOOL_ADMIN_PASSWORD", AdminPassword),
            ("ESCHOOL_ADMIN_TOTP_SECRET", AdminTotpSecret)
        );
        var api = await SchoolProcess.StartApiAsync(database, web, all);
        return new RunningSchool(database, stripe, api, await SchoolProcess.StartWorkersAsync(database, [.. all, ("Public__ApiUrl", web.ToString())]), all);
    }

    /// <summary>Kills the workers as a power cut would and starts others.</summary>
    /// <param name="meanwhile">What happens while none run.</param>
    public async Task ReplaceWorkersAsync(Action? meanwhile = null)
    {
        Workers.Kill();
        await Workers.DisposeAsync();
        meanwhile?.Invoke();
        Workers = await SchoolProcess.StartWorkersAsync(database, [.. settings, ("Public__ApiUrl", Api.Web.ToString())]);
    }

    /// <summary>Kills the Api as a power cut would and starts another at the same address.</summary>
    public async Task ReplaceApiAsync()
    {
        Api.Kill();
        await Api.DisposeAsync();
        Api = await SchoolProcess.StartApiAsync(database, Api.Web, settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Workers.DisposeAsync();
        await Api.DisposeAsync();
        Stripe.Dispose();
        await database.DisposeAsync();
    }
}
