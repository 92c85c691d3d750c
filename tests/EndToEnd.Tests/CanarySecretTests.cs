using ESchool.EndToEnd.Tests.Canaries;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Net.Client;

namespace ESchool.EndToEnd.Tests;

/// <summary>Secrets with a mark on them go through the whole school, also the wrong way; then everything that stays behind is searched for them.</summary>
public sealed class CanarySecretTests
{
    /// <summary>More than anybody logs in production: what is not said then is not said at all.</summary>
    private static readonly (string Key, string Value)[] Talkative =
    [
        ("Serilog__MinimumLevel__Override__ESchool", "Debug"),
        ("Serilog__MinimumLevel__Override__Microsoft.AspNetCore", "Information"),
        ("Serilog__MinimumLevel__Override__Microsoft.EntityFrameworkCore", "Information"),
        ("Serilog__MinimumLevel__Override__System.Net.Http", "Information"),
        ("Serilog__MinimumLevel__Override__Grpc", "Information"),
        ("Serilog__MinimumLevel__Override__Grpc.AspNetCore.Server", "Information"),
        ("Serilog__MinimumLevel__Override__Hangfire", "Information"),
    ];

    [Fact]
    public async Task NoSecret_StandsInALogAJobATableOrARefusal()
    {
        using var mails = new PickyMailServer();
        await using var running = await RunningSchool.StartAsync([
            .. Talkative,
            ("Identity__RefreshRepeatWindow", "00:00:00"),
            ("Smtp__Port", mails.Port.ToString()),
        ]);
        await using var school = TestSchool.On(running.Database);
        await school.PrepareStorageAsync();
        using var channel = GrpcChannel.ForAddress(running.Api.Grpc!);
        var (secrets, refusals) = (new Secrets(), new Refusals());
        AddSettings(secrets, running.Database);

        var life = new CanaryLife(running, school, mails, channel, secrets, refusals);
        await life.ProveWhoTheyAreAsync();
        await life.SignInWithGoogleAsync();
        await life.OpenSignedAddressesAsync();
        await life.BuyAsync();
        await life.MakeEveryMistakeAsync();
        await life.FailForGoodAsync();

        List<string> findings =
        [
            .. secrets.FindIn("Api's log", running.Api.Log),
            .. secrets.FindIn("Workers' log", running.Workers.Log),
            .. secrets.FindIn("refusals", refusals.Said),
            .. await secrets.FindInAsync(running.Database),
        ];
        Assert.True(findings.Count == 0, $"{findings.Count} of {secrets.All.Count} secrets were found:\n{string.Join('\n', findings)}");
        RequireTalkative(running);
    }

    /// <summary>What the programs were started with.</summary>
    private static void AddSettings(Secrets secrets, TestDatabase database)
    {
        secrets.Add("master key", TestStack.Get("Security__MasterKey"));
        secrets.Add("Stripe's secret key", $"sk_test_{database.Name}");
        secrets.Add("Stripe's webhook secret", SchoolSettings.StripeWebhookSecret);
        secrets.Add("database password", Secrets.Between(TestStack.Get("ConnectionStrings__School"), "Password="));
        secrets.Add("owner's database password", Secrets.Between(TestStack.Get("ConnectionStrings__Owner"), "Password="));
        secrets.Add("secret key of the storage", TestStack.Get("S3__SecretKey"));
        secrets.Add("client secret at Google", TestStack.Get("Google__ClientSecret"));
        secrets.Add("administrator's password", RunningSchool.AdminPassword);
        secrets.AddTotp("secret of the administrator's app", RunningSchool.AdminTotpSecret);
    }

    /// <summary>A log that says nothing would hold no secret either.</summary>
    private static void RequireTalkative(RunningSchool running)
    {
        Assert.Contains("ConfirmTotpSetup", running.Api.Log, StringComparison.Ordinal);
        Assert.Contains("\"SourceContext\":\"Grpc.AspNetCore.Server", running.Api.Log, StringComparison.Ordinal);
        Assert.Contains("\"SourceContext\":\"Microsoft.AspNetCore", running.Api.Log, StringComparison.Ordinal);
        Assert.Contains("\"SourceContext\":\"Hangfire", running.Workers.Log, StringComparison.Ordinal);
        Assert.Contains("MailRefusedException", running.Workers.Log, StringComparison.Ordinal);
    }
}
