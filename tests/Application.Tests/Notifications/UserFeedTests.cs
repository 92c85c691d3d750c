using ESchool.Application.Notifications;
using ESchool.Application.Work;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Notifications;

public sealed class UserFeedTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task EventsPublishedAtOnceAndTwice_AreNumberedWithoutGapsAndOnce()
    {
        var user = await school.StudentAsync();
        var requests = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToList();
        var work = new UserEventWork(user.UserId, "order.paid", "orders/1", new Dictionary<string, string> { ["state"] = "Paid" });
        await Task.WhenAll(requests.Concat(requests).Select(id => school.DoAsync<PublishUserEvents>(p => p.ExecuteAsync(id, work, DateTimeOffset.UtcNow, CancellationToken.None))));
        var sequences = await school.ReadAsync(db => db.UserEvents.Where(e => e.UserId == user.UserId).OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), sequences);
    }
}
