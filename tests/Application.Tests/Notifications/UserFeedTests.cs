using System.Text.Json;
using ESchool.Application.Notifications.Feed;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Data.Outbox;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Notifications;

public sealed class UserFeedTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task EventsPublishedAtOnceAndTwice_AreNumberedWithoutGapsAndOnce()
    {
        var user = await school.StudentAsync();
        var requests = await AnnounceAsync([.. Enumerable.Range(0, 40).Select(_ => EventOf(user.UserId))]);
        await Task.WhenAll(requests.Concat(requests).Select(id => PublishAsync(id)));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), await SequencesAsync(user.UserId));
    }

    [Fact]
    public async Task BatchesThatOverlap_OfManyUsersAtOnce_AreNumberedWithoutGapsAndOnce()
    {
        var users = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
        var requests = await AnnounceAsync([.. Enumerable.Range(0, 300).Select(i => EventOf(users[i % users.Length]))]);
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    Task.Run(() =>
                    {
                        // Each takes a part of what others take as well, in an order of its own.
                        var part = requests.Where((_, n) => (n + i) % 3 != 0).ToArray();
                        new Random(i).Shuffle(part);
                        return PublishAsync(part);
                    })
                )
        );
        foreach (var user in users)
        {
            Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), await SequencesAsync(user));
        }
    }

    [Fact]
    public async Task ABatch_KeepsTheOrderOfAUsersEvents()
    {
        var (user, other) = (Guid.NewGuid(), Guid.NewGuid());
        var requests = await AnnounceAsync([.. Enumerable.Range(0, 30).Select(i => EventOf(i % 3 == 0 ? other : user, i))]);
        await PublishAsync([.. requests.Reverse()]);
        var numbers = await NumbersAsync(user);
        Assert.Equal(20, numbers.Count);
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public async Task ARequestThatCannotBeRead_AmongGoodOnes_HoldsUpNoneOfThem()
    {
        var user = Guid.NewGuid();
        var (first, second) = ((await AnnounceAsync(EventOf(user)))[0], (await AnnounceAsync(EventOf(user)))[0]);
        var bad = new OutboxMessage(FeedEventWork.One, """{"UserId":"nobody"}""", Guid.NewGuid().ToString(), DateTimeOffset.UtcNow);
        await school.SaveAsync(bad);
        var fault = await Assert.ThrowsAsync<AggregateException>(() => PublishAsync(first, bad.Id, second));
        Assert.Single(fault.InnerExceptions);
        Assert.Equal([1, 2], await SequencesAsync(user));
    }

    [Fact]
    public async Task ManyEventsOfOneRequest_PublishedAtOnceAndAgain_AreNumberedOnceAndInTheirOrder()
    {
        var users = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        var single = await AnnounceAsync(EventOf(users[0], -1));
        await PublishAsync(single);
        var requests = await AnnounceTogetherAsync([.. Enumerable.Range(0, 240).Select(i => EventOf(users[i % 3], i))]);
        Assert.Equal(3, requests.Length);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => PublishAsync(i % 2 == 0 ? requests : [requests[i / 2]])));
        await PublishAsync([.. requests, .. single]);
        Assert.Equal(Enumerable.Range(1, 81).Select(i => (long)i), await SequencesAsync(users[0]));
        Assert.Equal(Enumerable.Range(1, 80).Select(i => (long)i), await SequencesAsync(users[1]));
        var numbers = await NumbersAsync(users[1]);
        Assert.Equal(80, numbers.Distinct().Count());
    }

    [Fact]
    public async Task ManyEventsOfOneRequest_KeepTheirOrder()
    {
        var user = Guid.NewGuid();
        await PublishAsync(await AnnounceTogetherAsync([.. Enumerable.Range(0, 90).Select(i => EventOf(user, i))]));
        var numbers = await NumbersAsync(user);
        Assert.Equal(Enumerable.Range(0, 90), numbers);
    }

    private static FeedEventWork EventOf(Guid user, int number = 0) => FeedEventWork.Of(user, new LedgerUnsound(number));

    /// <summary>The numbers of a user's events, in the order of the feed.</summary>
    private async Task<List<int>> NumbersAsync(Guid user) =>
        [
            .. (await school.ReadAsync(db => db.UserEvents.Where(e => e.UserId == user).OrderBy(e => e.Sequence).ToListAsync())).Select(e =>
                Assert.IsType<LedgerUnsound>(FeedEventType.Read(e.Kind, e.Payload)).Findings
            ),
        ];

    private Task PublishAsync(params Guid[] requestIds) => school.DoAsync<PublishUserEvents>(p => p.ExecuteAsync(requestIds, CancellationToken.None));

    private Task<List<long>> SequencesAsync(Guid user) =>
        school.ReadAsync(db => db.UserEvents.Where(e => e.UserId == user).OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync());

    private async Task<Guid[]> AnnounceAsync(params FeedEventWork[] events)
    {
        var requests = events
            .Select(
                (e, i) => new OutboxMessage(FeedEventWork.One, JsonSerializer.Serialize(e), Guid.NewGuid().ToString(), DateTimeOffset.UtcNow.AddMilliseconds(i))
            )
            .ToArray();
        await school.DoAsync<SchoolDbContext>(db =>
        {
            db.AddRange(requests.AsEnumerable<object>());
            return db.SaveChangesAsync();
        });
        return [.. requests.Select(r => r.Id)];
    }

    private async Task<Guid[]> AnnounceTogetherAsync(params FeedEventWork[] events)
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        scope.ServiceProvider.GetRequiredService<WorkOutbox>().Tell(events);
        await db.SaveChangesAsync();
        return [.. db.OutboxMessages.Local.Select(m => m.Id).Order()];
    }
}
