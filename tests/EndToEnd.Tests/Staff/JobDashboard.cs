using System.Net;
using System.Text.RegularExpressions;
using ESchool.Contracts.Administration.V1;
using ESchool.Demo.Props;
using ESchool.Tests.Support.Servers;
using Grpc.Net.Client;

namespace ESchool.EndToEnd.Tests.Staff;

/// <summary>The job dashboard in an administrator's browser.</summary>
internal sealed partial class JobDashboard : IDisposable
{
    private readonly HttpClient browser;

    private JobDashboard(HttpClient browser) => this.browser = browser;

    /// <summary>Opens it by a link, as an administrator does who has just signed in.</summary>
    public static async Task<JobDashboard> OpenAsync(RunningSchool school, GrpcChannel channel, Person admin)
    {
        var link = await new AdministrationService.AdministrationServiceClient(channel).CreateDashboardLinkAsync(
            new CreateDashboardLinkRequest(),
            admin.Headers
        );
        var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = school.Workers.Web };
        using var page = await browser.GetAsync(new Uri(link.Url).PathAndQuery);
        page.EnsureSuccessStatusCode();
        return new JobDashboard(browser);
    }

    /// <summary>Has the jobs that wait for their next try run now: "Enqueue now" on their page.</summary>
    public async Task EnqueueScheduledAsync()
    {
        var page = await browser.GetStringAsync("/hangfire/jobs/scheduled?count=500");
        var jobs = JobBox().Matches(page).Select(match => KeyValuePair.Create("jobs[]", match.Groups[1].Value)).ToList();
        if (jobs.Count == 0)
        {
            return;
        }

        using var command = new HttpRequestMessage(HttpMethod.Post, "/hangfire/jobs/scheduled/enqueue") { Content = new FormUrlEncodedContent(jobs) };
        command.Headers.Add("Origin", browser.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await browser.SendAsync(command);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => browser.Dispose();

    [GeneratedRegex("name=\"jobs\\[\\]\" value=\"(\\d+)\"")]
    private static partial Regex JobBox();
}
