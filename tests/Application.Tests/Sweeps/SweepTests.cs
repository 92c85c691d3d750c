using ESchool.Application.Instructors.PayoutAccounts;
using ESchool.Application.Media.Uploading;
using ESchool.Application.StripeEvents;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using ESchool.Domain.Media;
using ESchool.Domain.StripeEvents;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>What runs by the clock: a row that fails keeps no other row waiting.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync();

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task RowsThatFail_KeepNoneBehindThemWaiting_HoweverMany()
    {
        for (var i = 0; i < 130; i++)
        {
            await school.UserAsync(name: i < 120 ? "Bad" : "Good");
        }

        Assert.Equal(0, await SweepAsync());
        Assert.Equal(10, await SweepAsync());
    }

    [Fact]
    public async Task ARowThatFails_IsCounted_LeftAloneForTwiceAsLongEachTime_AndForgottenOnceItWorks()
    {
        var user = await school.UserAsync(name: "Bad");
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(1, await FailuresAsync());
        await SweepAsync();
        Assert.Equal(1, await FailuresAsync());
        school.Clock.Advance(TimeSpan.FromSeconds(61));
        await SweepAsync();
        Assert.Equal(2, await FailuresAsync());
        school.Clock.Advance(TimeSpan.FromSeconds(61));
        await SweepAsync();
        Assert.Equal(2, await FailuresAsync());
        school.Clock.Advance(TimeSpan.FromSeconds(61));
        await school.ReadAsync(db => db.Users.Where(u => u.Id == user.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, "Good")));
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(0, await FailuresAsync());
    }

    [Fact]
    public async Task AnAccountThatStripeRefuses_KeepsTheOneBehindItNotWaiting()
    {
        var (refused, ready) = (await school.InstructorAsync(), await school.InstructorAsync());
        await school.SaveAsync(new PayoutAccount(refused.UserId, "acct_of_another_platform", school.Clock.GetUtcNow().AddHours(-1)));
        var link = await school.DoAsync<CreatePayoutOnboardingLink, OnboardingLink>(c =>
            c.ExecuteAsync(ready, new Uri("https://eschool.test/done"), new Uri("https://eschool.test/again"), "AT", CancellationToken.None)
        );
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([]);
        using var done = await http.PostAsync(new Uri(link.Url), form);
        Assert.Equal(1, await school.DoAsync<SyncPendingAccounts, int>(m => m.ExecuteAsync(CancellationToken.None)));
        Assert.True((await school.DoAsync<GetPayoutAccount, PayoutAccount>(g => g.ExecuteAsync(ready, CancellationToken.None))).PayoutsEnabled);
    }

    /// <summary>An upload whose asset went on without it cannot be given up: the domain refuses.</summary>
    [Fact]
    public async Task AnUploadThatCannotBeGivenUp_KeepsTheOneBehindItNotWaiting()
    {
        await school.PrepareStorageAsync();
        var instructor = await school.InstructorAsync();
        var (stuck, late) = (await BeginUploadAsync(instructor), await BeginUploadAsync(instructor));
        await school.ReadAsync(db => db.Assets.Where(a => a.Id == stuck.AssetId).ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AssetState.Ready)));
        school.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await school.DoAsync<AbandonExpiredUploads, int>(a => a.ExecuteAsync(CancellationToken.None)));
        Assert.Equal(UploadState.Aborted, await school.ReadAsync(db => db.Uploads.Where(u => u.Id == late.Id).Select(u => u.State).SingleAsync()));
    }

    [Fact]
    public async Task EventsThatAreNeverHandled_KeepNoneBehindThemWaiting_HoweverMany()
    {
        var now = school.Clock.GetUtcNow();
        await school.ReadAsync(db =>
        {
            db.StripeEvents.AddRange(Enumerable.Range(0, 120).Select(i => new StripeEvent($"evt_{i}", "some.type", "{}", now.AddHours(-2))));
            return db.SaveChangesAsync();
        });
        await school.DoAsync<SweepStripeEvents>(s => s.ExecuteAsync(CancellationToken.None));
        Assert.Equal(120, await RequestsAsync());
        school.Clock.Advance(TimeSpan.FromHours(1));
        await school.DoAsync<SweepStripeEvents>(s => s.ExecuteAsync(CancellationToken.None));
        Assert.Equal(240, await RequestsAsync());

        Task<int> RequestsAsync() => school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == StripeEventWork.Kind));
    }

    private Task<Upload> BeginUploadAsync(Actor instructor) =>
        school.DoAsync<CreateUpload, Upload>(c =>
            c.ExecuteAsync(AssetOwner.Alone(instructor.UserId), new UploadFile("lecture.mp4", 1_000, "video/mp4"), CancellationToken.None)
        );

    private async Task<int> SweepAsync()
    {
        await using var scope = school.Services.CreateAsyncScope();
        var (sweep, users) = (scope.ServiceProvider.GetRequiredService<Sweep>(), scope.ServiceProvider.GetRequiredService<SchoolDbContext>().Users);
        return await sweep.RunAsync<SchoolDbContext>(
            "tests",
            users.Where(u => u.DisplayName == "Bad" || u.DisplayName == "Good").OrderBy(u => u.Id).Select(u => u.Id),
            async (db, id) =>
                await db.Users.Where(u => u.Id == id).Select(u => u.DisplayName).SingleAsync() == "Good"
                    ? true
                    : throw new InvalidOperationException("This one is bad."),
            CancellationToken.None
        );
    }

    private Task<int> FailuresAsync() => school.ReadAsync(db => db.SweepFailures.Where(f => f.Sweep == "tests").SumAsync(f => f.Failures));
}
