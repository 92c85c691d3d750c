using ESchool.Demo;
using ESchool.Demo.Props;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.EndToEnd.Tests;

/// <summary>The demo's story, on processes of its own.</summary>
public sealed class StoryTests(ITestOutputHelper output)
{
    [Fact]
    public async Task ACourse_IsMadeBoughtWatchedCertifiedAndPaidOut()
    {
        await using var school = await RunningSchool.StartAsync(("Ledger__HoldSeconds", "5"));
        var folder = Directory.CreateTempSubdirectory("eschool-story-");
        using var told = new StringWriter();
        try
        {
            var addresses = new SchoolAddresses(
                school.Api.Grpc!,
                school.Api.Web,
                school.Workers.Web,
                new Uri(TestStack.Get("ESCHOOL_MAIL_URL")),
                new Uri(TestStack.Get("S3__ServiceUrl")),
                RunningSchool.AdminEmail,
                RunningSchool.AdminPassword,
                RunningSchool.AdminTotpSecret
            );
            await Story.PlayAsync(addresses, new Narrator(told, isTerminal: false), folder.FullName);
            Assert.StartsWith("%PDF-", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "certificate.pdf")), StringComparison.Ordinal);
            RequireCleanLogs(school);
        }
        finally
        {
            output.WriteLine(told.ToString());
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Nothing failed behind the scenes, and no secret reached a log.</summary>
    private static void RequireCleanLogs(RunningSchool school)
    {
        foreach (var log in new[] { school.Api.Log, school.Workers.Log })
        {
            Assert.DoesNotContain("\"@l\":\"Error\"", log, StringComparison.Ordinal);
            Assert.DoesNotContain(RunningSchool.AdminPassword, log, StringComparison.Ordinal);
            Assert.DoesNotContain("verify-email?token=", log, StringComparison.Ordinal);
            Assert.DoesNotContain("X-Amz-Signature", log, StringComparison.Ordinal);
            Assert.DoesNotContain("Bearer ey", log, StringComparison.Ordinal);
        }
    }
}
