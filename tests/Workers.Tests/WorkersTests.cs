using System.Net;
using System.Text.Json;
using ESchool.Application.Administration.Dashboard;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Sessions;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Workers.Tests;

/// <summary>The real Workers process on a real Hangfire, killed and started again.</summary>
public sealed class WorkersTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private SchoolProcess workers = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await SchoolProcess.RunVerbAsync(school.Database, "migrate");
        workers = await SchoolProcess.StartWorkersAsync(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await workers.DisposeAsync();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task ARegistration_LeadsToAnEmailThroughSmtp()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, "correct horse battery", "Ada", CancellationToken.None));
        using var http = new HttpClient();
        var text = await Wait.UntilAsync(
            "The verification e-mail",
            async () =>
            {
                using var mails = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{TestStack.Get("ESCHOOL_MAIL_URL")}/api/email?to.address={email}")));
                return mails.RootElement.EnumerateArray().Select(m => m.GetProperty("text").GetString()).FirstOrDefault();
            }
        );
        var token = text.Split("verify-email?token=")[1].Split('\n', '\r', ' ')[0];
        await school.DoAsync<VerifyEmail>(v => v.ExecuteAsync(token, CancellationToken.None));
        await school.DoAsync<SignIn>(s => s.ExecuteAsync(email, "correct horse battery", "", CancellationToken.None));

        // A mail scanner opens every link before the person does.
        await school.DoAsync<VerifyEmail>(v => v.ExecuteAsync(token, CancellationToken.None));
        await Refused.WithAsync(
            Domain.Identity.IdentityReasons.VerificationTokenInvalid,
            () => school.DoAsync<VerifyEmail>(v => v.ExecuteAsync($"{token}x", CancellationToken.None))
        );
    }

    [Fact]
    public async Task Workers_KilledInTheMiddle_LoseNoWorkAndDoNothingTwice()
    {
        const int Count = 500;
        var user = await school.StudentAsync();
        for (var i = 0; i < Count; i += 50)
        {
            await using var scope = school.Services.CreateAsyncScope();
            var outbox = scope.ServiceProvider.GetRequiredService<WorkOutbox>();
            for (var n = i; n < i + 50; n++)
            {
                outbox.Tell(user.UserId, new LedgerUnsound(n));
            }

            await scope.ServiceProvider.GetRequiredService<SchoolDbContext>().SaveChangesAsync();
        }

        await Wait.UntilAsync("The first events", async () => await PublishedAsync(user.UserId) > 0);
        workers.Kill();
        await workers.DisposeAsync();
        workers = await SchoolProcess.StartWorkersAsync(school.Database);
        await Wait.UntilAsync("All events", async () => await PublishedAsync(user.UserId) >= Count, seconds: 150);
        var events = await school.ReadAsync(db =>
            db.UserEvents.Where(e => e.UserId == user.UserId).OrderBy(e => e.Sequence).Select(e => new { e.Sequence, e.Payload }).ToListAsync()
        );
        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), events.Select(e => e.Sequence));
        Assert.Equal(Count, events.Select(e => e.Payload).Distinct().Count());
    }

    [Fact]
    public async Task WhileTheObjectStorageIsAway_ATranscodeWaits_AndUsesUpNoTry()
    {
        workers.Kill();
        await workers.DisposeAsync();
        var owner = await school.InstructorAsync();
        var asset = new Asset(AssetOwner.Alone(owner.UserId), "lecture.mp4", "video/mp4", 1_000, school.Clock.GetUtcNow());
        asset.FinishUpload("version-1");
        await using (var scope = school.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
            db.Add(asset);
            scope.ServiceProvider.GetRequiredService<WorkOutbox>().Add(new TranscodeWork(asset.Id), $"{asset.Id}:upload");
            await db.SaveChangesAsync();
        }

        workers = await SchoolProcess.StartWorkersAsync(school.Database, ("S3__ServiceUrl", SchoolProcess.FreeAddress().ToString()));

        var waiting = await Wait.UntilAsync(
            "The transcode to wait",
            () =>
                school.ReadAsync(async db =>
                    await db
                        .Database.SqlQueryRaw<string>(
                            """
                            SELECT s.reason AS "Value" FROM hangfire.job j JOIN hangfire.state s ON s.id = j.stateid
                            WHERE j.invocationdata::text LIKE '%TranscodeWork%' AND j.statename = 'Scheduled'
                            """
                        )
                        .FirstOrDefaultAsync()
                )
        );
        Assert.Contains("object storage", waiting, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await school.ReadAsync(db =>
                db.Database.SqlQueryRaw<int>("""SELECT count(*)::int AS "Value" FROM hangfire.jobparameter WHERE name = 'RetryCount'""").SingleAsync()
            )
        );
    }

    [Fact]
    public async Task WorkersKilledWhileTheyHeldALock_StartAgain()
    {
        workers.Kill();
        await workers.DisposeAsync();
        await school.DoAsync<SchoolDbContext>(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO hangfire.lock (resource, acquired) VALUES ('hangfire:lock:recurring-job:release-holds', now() AT TIME ZONE 'UTC')
                ON CONFLICT (resource) DO UPDATE SET acquired = EXCLUDED.acquired
                """
            )
        );
        workers = await SchoolProcess.StartWorkersAsync(school.Database);
    }

    [Fact]
    public async Task ARequestForEventsThatCannotBeRead_HoldsUpNeitherOtherEventsNorOtherWork()
    {
        var user = await school.StudentAsync();
        await using (var scope = school.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
            var outbox = scope.ServiceProvider.GetRequiredService<WorkOutbox>();
            outbox.Tell(user.UserId, new LedgerUnsound(1));
            db.OutboxMessages.Add(new Data.Outbox.OutboxMessage(FeedEventWork.Many, """[{"UserId":"nobody"}]""", "a test", DateTimeOffset.UtcNow));
            outbox.Tell(Enumerable.Range(2, 150).Select(n => FeedEventWork.Of(user.UserId, new LedgerUnsound(n))));
            await db.SaveChangesAsync();
        }

        await Wait.UntilAsync("All events but the bad one", async () => await PublishedAsync(user.UserId) == 151);
        var later = FeedEventWork.Of(user.UserId, new LedgerUnsound(151));
        await school.SaveAsync(new Data.Outbox.OutboxMessage(FeedEventWork.One, JsonSerializer.Serialize(later), "another test", DateTimeOffset.UtcNow));
        await Wait.UntilAsync("An event after the bad one", async () => await PublishedAsync(user.UserId) == 152);
    }

    [Fact]
    public async Task TheDashboard_OpensToAnAdministratorsLinkOnce_AndToNobodyElse()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = true };
        using var browser = new HttpClient(handler) { BaseAddress = workers.Web };
        Assert.False((await browser.GetAsync("/hangfire")).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/hangfire/open?ticket=forged")).StatusCode);

        var admin = await school.AdminAsync();
        var (url, _) = await school.DoAsync<CreateDashboardLink, (Uri Url, DateTimeOffset ExpiresAt)>(c => c.ExecuteAsync(admin, CancellationToken.None));
        Assert.True((await browser.GetAsync(url.PathAndQuery)).IsSuccessStatusCode);
        Assert.True((await browser.GetAsync("/hangfire/recurring")).IsSuccessStatusCode);

        // What a browser is told fits what the pages need: their scripts and styles are files, and only styles stand in the text as well.
        using var page = await browser.GetAsync("/hangfire");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        var html = await page.Content.ReadAsStringAsync();
        Assert.All(html.Split("<script").Skip(1), script => Assert.StartsWith(" src=\"/hangfire/", script, StringComparison.Ordinal));
        Assert.DoesNotContain(" onclick=", html, StringComparison.OrdinalIgnoreCase);

        using var thief = new HttpClient { BaseAddress = workers.Web };
        Assert.Equal(HttpStatusCode.Forbidden, (await thief.GetAsync(url.PathAndQuery)).StatusCode);
    }

    [Fact]
    public async Task TheDashboard_TakesCommandsFromItsOwnPagesOnly_AndTheAuditLogSaysWhoGaveThem()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = workers.Web };
        var admin = await school.AdminAsync();
        var (url, _) = await school.DoAsync<CreateDashboardLink, (Uri Url, DateTimeOffset ExpiresAt)>(c => c.ExecuteAsync(admin, CancellationToken.None));
        await browser.GetAsync(url.PathAndQuery);

        Assert.Equal(HttpStatusCode.Forbidden, await CommandAsync("https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await CommandAsync(origin: null));
        Assert.Equal(HttpStatusCode.Forbidden, await CommandAsync("null"));
        Assert.Equal(0, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "dashboard.act")));
        Assert.Equal(HttpStatusCode.NoContent, await CommandAsync(workers.Web.GetLeftPart(UriPartial.Authority)));
        var act = await school.ReadAsync(db => db.AuditEvents.SingleAsync(e => e.Action == "dashboard.act"));
        Assert.Equal(admin.UserId, act.ActorId);
        Assert.Contains("/recurring/trigger", act.After, StringComparison.Ordinal);
        Assert.Contains("seal-ledger", act.After, StringComparison.Ordinal);

        async Task<HttpStatusCode> CommandAsync(string? origin)
        {
            using var command = new HttpRequestMessage(HttpMethod.Post, "/hangfire/recurring/trigger")
            {
                Content = new FormUrlEncodedContent([new("jobs[]", "seal-ledger")]),
            };
            if (origin is not null)
            {
                command.Headers.Add("Origin", origin);
            }

            using var answer = await browser.SendAsync(command);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task TheDashboardsCookie_IsSecure_BehindAProxyThatSpeaksTls()
    {
        await using var behind = await SchoolProcess.StartWorkersAsync(school.Database, ("Calls__TrustedProxies__0", "127.0.0.0/8"));
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = behind.Web };
        Assert.Contains("secure", await CookieAsync("https"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", await CookieAsync("http"), StringComparison.OrdinalIgnoreCase);

        async Task<string> CookieAsync(string scheme)
        {
            var admin = await school.AdminAsync();
            var (url, _) = await school.DoAsync<CreateDashboardLink, (Uri Url, DateTimeOffset ExpiresAt)>(c => c.ExecuteAsync(admin, CancellationToken.None));
            using var request = new HttpRequestMessage(HttpMethod.Get, url.PathAndQuery);
            request.Headers.Add("X-Forwarded-Proto", scheme);
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            using var answer = await browser.SendAsync(request);
            return answer.Headers.GetValues("Set-Cookie").Single();
        }
    }

    [Fact]
    public async Task WorkThatFailsForGood_BecomesADeadLetter_AndAlertsTheAdministrators()
    {
        var admin = await school.AdminAsync();
        await school.DoAsync<SchoolDbContext>(async db =>
        {
            // A job that cannot succeed, in the state the scheduler leaves it in after the last retry.
            db.OutboxMessages.Add(
                new Data.Outbox.OutboxMessage(TranscodeWork.Kind, """{"AssetId":"00000000-0000-0000-0000-000000000001"}""", "a test", DateTimeOffset.UtcNow)
            );
            await db.SaveChangesAsync();
        });
        await Wait.UntilAsync(
            "The failing job's retries to be exhausted",
            async () =>
            {
                await school.DoAsync<SchoolDbContext>(db => db.Database.ExecuteSqlRawAsync("UPDATE hangfire.set SET score = 0 WHERE key = 'schedule'"));
                return await school.ReadAsync(db => db.DeadLetters.AnyAsync());
            }
        );
        Assert.Equal(TranscodeWork.Kind, await school.ReadAsync(db => db.DeadLetters.Select(d => d.Kind).SingleAsync()));
        await Wait.UntilAsync("The alert", () => school.ReadAsync(db => db.UserEvents.AnyAsync(e => e.UserId == admin.UserId && e.Kind == "work.failed")));
    }

    private Task<int> PublishedAsync(Guid userId) => school.ReadAsync(db => db.UserEvents.CountAsync(e => e.UserId == userId));
}
