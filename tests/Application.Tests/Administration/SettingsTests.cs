using ESchool.Application.Administration.Settings;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Settings;
using ESchool.Domain;
using ESchool.Domain.Administration.Settings;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Tests.Administration;

/// <summary>What administrators set holds in every process within seconds, and its history stays.</summary>
public sealed class SettingsTests : IAsyncLifetime
{
    private const string Notice = "school.notice";
    private TestSchool school = null!;
    private Actor admin = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        admin = await school.AdminAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task AChange_IsKnownToAnotherProcess()
    {
        await using var replica = TestSchool.On(school.Database);
        Assert.Equal("", await NoticeAsync(replica));
        await SetAsync(Notice, "Closed on Sunday.");
        Assert.Equal("Closed on Sunday.", await NoticeAsync(school));
        await SetFlagAsync("new-player", 10_000);
        await Wait.UntilAsync(
            "The other process hears of it",
            async () =>
                await NoticeAsync(replica) == "Closed on Sunday."
                && (await replica.DoAsync<ListOwnFeatures, IReadOnlyList<string>>(l => l.ExecuteAsync(Actor.Anonymous, null, CancellationToken.None))).Count
                    == 1
        );
    }

    [Fact]
    public async Task AChange_HasItsPlaceInTheHistory_AndIsTakenBackOnce()
    {
        await SetAsync(Notice, "One.", etag: "");
        await SetAsync(Notice, "One.");
        var second = await SetAsync(Notice, "Two.");
        var history = await HistoryAsync();
        Assert.Equal([("One.", "Two."), (null, "One.")], history.Select(c => (c.Before, c.After)));
        await Refused.WithAsync(CallReasons.EtagStale, () => SetAsync(Notice, "Three.", $"{history[^1].Id}"));
        await Refused.WithAsync(SettingReasons.SettingChangedSince, () => RevertAsync(history[^1].Id));
        var reverts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RevertAsync(second.LastChange!.Id)));
        Assert.Single(reverts.Select(r => r.Id).Distinct());
        Assert.Equal("One.", await NoticeAsync(school));
        Assert.Equal(3, (await HistoryAsync()).Count);
        await RevertAsync(reverts[0].Id);
        Assert.Equal("Two.", await NoticeAsync(school));
        await Refused.WithAsync(SettingReasons.SettingChangeNotFound, () => RevertAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task TheDescriptionOfAFlag_HasItsHistory_AndComesBackWithIt()
    {
        await DescribeAsync(500, "The new player.");
        await DescribeAsync(500, "The new player.");
        await DescribeAsync(500, "The new player, without ads.");
        await DescribeAsync(10_000, "Everybody's player.");
        var history = await FlagHistoryAsync();
        Assert.Equal(
            [("The new player, without ads.", "Everybody's player."), ("The new player.", "The new player, without ads."), (null, "The new player.")],
            history.Select(c => (c.DescriptionBefore, c.DescriptionAfter))
        );
        var back = await RevertAsync(history[0].Id);
        Assert.Equal((500, "The new player, without ads."), await FlagAsync());
        Assert.Equal(("500", "The new player, without ads."), (back.After, back.DescriptionAfter));

        await school.DoAsync<DeleteFeatureFlag>(d => d.ExecuteAsync(admin, "described", "Done.", CancellationToken.None));
        await RevertAsync((await FlagHistoryAsync())[0].Id);
        Assert.Equal((500, "The new player, without ads."), await FlagAsync());

        Task DescribeAsync(int rollout, string description) =>
            school.DoAsync<SetFeatureFlag, FeatureFlag>(s => s.ExecuteAsync(admin, "described", rollout, description, "A trial.", CancellationToken.None));

        Task<List<SettingChange>> FlagHistoryAsync() =>
            school.ReadAsync(db =>
                db.SettingChanges.AsNoTracking().Where(c => c.Subject == "featureFlags/described").OrderByDescending(c => c.Id).ToListAsync()
            );

        async Task<(int, string)> FlagAsync()
        {
            var flag = await school.ReadAsync(db => db.FeatureFlags.AsNoTracking().SingleAsync(f => f.Name == "described"));
            return (flag.RolloutBasisPoints, flag.Description);
        }
    }

    [Fact]
    public async Task ChangesAtOnce_FollowEachOther_AndTheHistoryHasNoGap()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SetAsync(Notice, $"Notice {i}.")));
        var history = (await HistoryAsync()).Reverse().ToList();
        Assert.Equal(20, history.Count);
        Assert.Equal(history.SkipLast(1).Select(c => c.After), history.Skip(1).Select(c => c.Before));
        Assert.Equal(history[^1].After, await NoticeAsync(school));
    }

    [Fact]
    public async Task TheHistory_CanNotBeChanged()
    {
        await SetAsync(Notice, "One.");
        var fault = await Assert.ThrowsAsync<PostgresException>(() => school.ReadAsync(db => db.SettingChanges.ExecuteDeleteAsync()));
        Assert.Contains(fault.SqlState, new[] { PostgresErrorCodes.RestrictViolation, PostgresErrorCodes.InsufficientPrivilege });
    }

    [Fact]
    public async Task AValue_IsOneThatTheSettingCanHave()
    {
        await Refused.WithAsync(SettingReasons.SettingValueInvalid, () => SetAsync("checkout.open", "perhaps"));
        await Refused.WithAsync(SettingReasons.SettingValueInvalid, () => SetAsync("course-review.later-versions", "full"));
        await Refused.WithAsync(SettingReasons.SettingValueInvalid, () => SetAsync(Notice, new string('x', 501)));
        await Refused.WithAsync(SettingReasons.SettingNotFound, () => SetAsync("checkout", "true"));
        Assert.Empty(await HistoryAsync());
        foreach (var view in await school.DoAsync<ListSettings, IReadOnlyList<SettingView>>(l => l.ExecuteAsync(CancellationToken.None)))
        {
            Assert.Equal(view.Setting.Default, view.Setting.Check(view.Value));
            Assert.All(view.Setting.Choices, choice => Assert.Equal(choice, view.Setting.Check(choice)));
        }
    }

    [Fact]
    public async Task WhatIsClosed_IsRefused_AndOpensAgain()
    {
        await SetAsync("registration.open", "false");
        await Refused.WithAsync(SettingReasons.ClosedByStaff, RegisterAsync);
        Assert.False((await school.DoAsync<GetSchool, School>(g => g.ExecuteAsync(CancellationToken.None))).Live.Get(KnownSettings.RegistrationOpen));
        await SetAsync("registration.open", "true");
        await RegisterAsync();

        Task RegisterAsync() =>
            school.DoAsync<Register>(r =>
                r.ExecuteAsync(Guid.NewGuid(), $"{Guid.NewGuid():N}@eschool.test", "a long and winding road", "Ada", CancellationToken.None)
            );
    }

    [Fact]
    public async Task AFlag_IsRolledOut_TakenBack_AndDeleted()
    {
        var student = await school.StudentAsync();
        await SetFlagAsync("new-player", 0);
        Assert.Empty(await FeaturesAsync(student));
        await SetFlagAsync("new-player", 10_000);
        Assert.Equal(["new-player"], await FeaturesAsync(student));
        await RevertAsync((await HistoryAsync())[0].Id);
        Assert.Empty(await FeaturesAsync(student));
        for (var i = 0; i < 2; i++)
        {
            await school.DoAsync<DeleteFeatureFlag>(d => d.ExecuteAsync(admin, "new-player", "Done.", CancellationToken.None));
        }

        Assert.Empty(await school.DoAsync<ListFeatureFlags, List<FeatureFlag>>(l => l.ExecuteAsync(CancellationToken.None)));
        Assert.Equal(["0", "10000", "0", null], (await HistoryAsync()).Reverse().Select(c => c.After));
    }

    private Task<SettingView> SetAsync(string key, string value, string? etag = null) =>
        school.DoAsync<UpdateSetting, SettingView>(u => u.ExecuteAsync(admin, key, value, "A reason.", etag, CancellationToken.None));

    private Task SetFlagAsync(string name, int basisPoints) =>
        school.DoAsync<SetFeatureFlag>(s => s.ExecuteAsync(admin, name, basisPoints, "", "A trial.", CancellationToken.None));

    private Task<SettingChange> RevertAsync(Guid change) =>
        school.DoAsync<RevertSettingChange, SettingChange>(r => r.ExecuteAsync(admin, change, "By mistake.", CancellationToken.None));

    private async Task<IReadOnlyList<SettingChange>> HistoryAsync() =>
        (await school.DoAsync<ListSettingChanges, Page<SettingChange>>(l => l.ExecuteAsync("", new PageRequest(50, null), CancellationToken.None))).Items;

    private Task<IReadOnlyList<string>> FeaturesAsync(Actor actor) =>
        school.DoAsync<ListOwnFeatures, IReadOnlyList<string>>(l => l.ExecuteAsync(actor, null, CancellationToken.None));

    private static Task<string> NoticeAsync(TestSchool of) =>
        of.Services.GetRequiredService<LiveSettings>().GetAsync(KnownSettings.Notice, CancellationToken.None).AsTask();
}
