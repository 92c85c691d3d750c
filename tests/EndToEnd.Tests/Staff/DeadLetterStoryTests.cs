using System.Text.Json;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Obstacle = ESchool.Contracts.Administration.V1.SkippedDeadLetter.Types.Obstacle;
using State = ESchool.Contracts.Administration.V1.DeadLetter.Types.State;

namespace ESchool.EndToEnd.Tests.Staff;

/// <summary>The story of dead letters, through the public API and the dashboard alone: the mail server is away until no try is left, and comes back.</summary>
public sealed class DeadLetterStoryTests
{
    private const string Kind = "notifications.verification_email";
    private const string Reason = "They registered again by telephone.";

    [Fact]
    public async Task MailsThatNeverLeft_AreSeen_Mended_RequeuedAndDiscarded_EachOnce()
    {
        // Nobody listens there yet.
        var smtp = SchoolProcess.FreeAddress();
        await using var school = await RunningSchool.StartAsync(("Smtp__Host", smtp.Host), ("Smtp__Port", $"{smtp.Port}"));
        using var desk = await DeadLetterDesk.OpenAsync(school);
        var begin = DateTimeOffset.UtcNow;
        var people = await RegisterAsync(desk, 6);
        await LoseEveryTryAsync(school, desk, people.Count);

        var queue = await desk.QueueAsync();
        Assert.Equal((people.Count, false), (queue.Count, queue.More));
        Assert.InRange(queue.OldestTime.ToDateTimeOffset(), begin, DateTimeOffset.UtcNow);
        var letters = (await desk.ListAsync(State.Waiting, Kind)).OrderBy(l => l.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(people.Count, letters.Count);
        await AlertedAsync(desk, letters);
        var recipients = await RecipientsAsync(desk, people, letters);

        using var mails = new PickyMailServer(smtp.Port);
        var (one, discarded, rest) = (letters[0].Name, letters.Skip(1).Take(2).Select(l => l.Name).ToArray(), letters.Skip(3).Select(l => l.Name).ToArray());

        // Sent again, the call answers the same; another call finds nothing left to do.
        var request = Guid.NewGuid();
        var requeued = await desk.RequeueAsync(request, one);
        Assert.Equal([one], requeued.Requeued);
        Assert.Equal(requeued, await desk.RequeueAsync(request, one));
        Assert.Equal(Obstacle.Requeued, Assert.Single((await desk.RequeueAsync(Guid.NewGuid(), one)).Skipped).Obstacle);

        Assert.Equal(discarded, (await desk.DiscardAsync(Reason, discarded)).Discarded.Order(StringComparer.Ordinal));
        Assert.All((await desk.DiscardAsync("Again.", discarded)).Skipped, skipped => Assert.Equal(Obstacle.Discarded, skipped.Obstacle));
        Assert.Equal(Obstacle.Discarded, Assert.Single((await desk.RequeueAsync(Guid.NewGuid(), discarded[0])).Skipped).Obstacle);

        // In bulk, and twice at once.
        var bulk = await Task.WhenAll(desk.RequeueKindAsync(Guid.NewGuid(), Kind), desk.RequeueKindAsync(Guid.NewGuid(), Kind));
        Assert.Equal(rest, bulk.SelectMany(b => b.Requeued).Order(StringComparer.Ordinal));
        Assert.All(bulk, b => Assert.False(b.More));

        // Everybody whose letter was requeued gets one mail, and can sign in by it; the others get none.
        await QuietAsync(school);
        string[] expected = [recipients[one], .. rest.Select(name => recipients[name])];
        Assert.Equal(expected.Order(StringComparer.Ordinal), mails.Recipients.Order(StringComparer.Ordinal));
        var identity = new IdentityService.IdentityServiceClient(desk.Channel);
        await identity.VerifyEmailAsync(new VerifyEmailRequest { Token = await mails.FindTokenAsync(recipients[one], "verify-email") });
        Assert.NotNull((await identity.SignInAsync(new SignInRequest { Email = recipients[one], Password = Password })).Session);

        var after = await desk.QueueAsync();
        Assert.Equal((0, null), (after.Count, after.OldestTime));
        var settled = await desk.GetAsync(discarded[0]);
        Assert.Equal((State.Discarded, Reason, desk.Admin.UserName), (settled.State, settled.DiscardReason, settled.SettledBy));
        Assert.Equal(State.Requeued, (await desk.GetAsync(one)).State);
        await AuditedAsync(desk, [one, .. rest], discarded);
    }

    private const string Password = "a password of the story";

    private static async Task<IReadOnlyList<string>> RegisterAsync(DeadLetterDesk desk, int count)
    {
        var identity = new IdentityService.IdentityServiceClient(desk.Channel);
        var people = Enumerable.Range(0, count).Select(n => $"unheard-{n}.{Guid.NewGuid():N}@eschool.test").ToList();
        foreach (var email in people)
        {
            await identity.RegisterAsync(
                new RegisterRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Email = email,
                    Password = Password,
                    DisplayName = "Unheard Person",
                }
            );
        }

        return people;
    }

    /// <summary>The pauses between tries are hours in the end; an administrator who can't wait has the jobs run at once.</summary>
    private static async Task LoseEveryTryAsync(RunningSchool school, DeadLetterDesk desk, int count)
    {
        using var dashboard = await JobDashboard.OpenAsync(school, desk.Channel, desk.Admin);
        await Wait.UntilAsync(
            "The last try",
            async () =>
            {
                await dashboard.EnqueueScheduledAsync();
                return (await desk.QueueAsync()).Count == count;
            },
            seconds: 120
        );
    }

    private static Task AlertedAsync(DeadLetterDesk desk, IReadOnlyList<DeadLetter> letters) =>
        Wait.UntilAsync(
            "The alerts",
            async () =>
            {
                var told = await new NotificationService.NotificationServiceClient(desk.Channel).ListNotificationsAsync(
                    new ListNotificationsRequest(),
                    desk.Admin.Headers
                );
                var jobs = told.Notifications.Where(n => n.WorkFailed?.Work == Kind).Select(n => n.WorkFailed.JobId).ToHashSet();
                return letters.All(letter => jobs.Contains(letter.Job));
            }
        );

    /// <summary>Looks at each letter. It names whom it is for by ids, and says nothing personal.</summary>
    /// <returns>The address of each letter's recipient, by the letter's name.</returns>
    private static async Task<IReadOnlyDictionary<string, string>> RecipientsAsync(
        DeadLetterDesk desk,
        IReadOnlyList<string> people,
        IReadOnlyList<DeadLetter> letters
    )
    {
        var users = new Dictionary<string, string>();
        foreach (var email in people)
        {
            users[await desk.UserOfAsync(email)] = email;
        }

        var recipients = new Dictionary<string, string>();
        foreach (var name in letters.Select(l => l.Name))
        {
            var letter = await desk.GetAsync(name);
            Assert.Equal((State.Waiting, Kind), (letter.State, letter.Kind));
            Assert.Contains("SocketException", letter.Error, StringComparison.Ordinal);
            Assert.True(letter.TryCount > 10);
            var said = letter.ToString();
            Assert.DoesNotContain("@", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Unheard", said, StringComparison.OrdinalIgnoreCase);
            using var payload = JsonDocument.Parse(letter.Payload);
            Assert.Equal(["UserId", "RegistrationId"], payload.RootElement.EnumerateObject().Select(p => p.Name));
            Assert.All(payload.RootElement.EnumerateObject(), p => Assert.True(p.Value.TryGetGuid(out _)));
            recipients[name] = users[$"users/{payload.RootElement.GetProperty("UserId").GetGuid()}"];
        }

        Assert.Equal(people.Count, recipients.Values.Distinct().Count());
        return recipients;
    }

    /// <summary>Waits until no request and no job of the kind is left: whatever was to happen has happened.</summary>
    private static async Task QuietAsync(RunningSchool school)
    {
        await using var inside = TestSchool.On(school.Database);
        await Wait.UntilAsync(
            "The end of all work",
            () =>
                inside.ReadAsync(db =>
                    db.Database.SqlQueryRaw<bool>(
                            """
                            SELECT NOT EXISTS (SELECT FROM outbox.messages WHERE sent_at IS NULL) AND NOT EXISTS (
                                SELECT FROM hangfire.job
                                WHERE invocationdata::text LIKE '%VerificationEmailWork%' AND statename IN ('Enqueued', 'Processing', 'Scheduled')
                            ) AS "Value"
                            """
                        )
                        .SingleAsync()
                )
        );
    }

    private static async Task AuditedAsync(DeadLetterDesk desk, IReadOnlyList<string> requeued, IReadOnlyList<string> discarded)
    {
        var acts = await desk.AuditAsync("dead_letter.");
        Assert.All(acts, act => Assert.Equal(desk.Admin.UserName, act.Actor));
        Assert.Equal(requeued.Order(StringComparer.Ordinal), ResourcesOf("dead_letter.requeue"));
        Assert.Equal(discarded, ResourcesOf("dead_letter.discard"));
        Assert.All(acts.Where(act => act.Action == "dead_letter.discard"), act => Assert.Equal(Reason, act.After.Fields["reason"].StringValue));
        Assert.NotEmpty(await desk.AuditAsync("dashboard."));

        IEnumerable<string> ResourcesOf(string action) => acts.Where(act => act.Action == action).Select(act => act.Resource).Order(StringComparer.Ordinal);
    }
}
