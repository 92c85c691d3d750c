using ESchool.Application.Payouts.Requesting;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payouts;

/// <summary>Payouts that the school asks for on the first of the month.</summary>
public sealed class MonthlyPayoutTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        AdvanceToNextMonth();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task WhoIsPaidMonthly_IsAskedForOnceAMonth_AndWhoIsNot_IsNot()
    {
        var (monthly, onRequest) = (await EarnedAsync(5_000, PayoutSchedule.Monthly), await EarnedAsync(5_000, PayoutSchedule.OnRequest));
        Assert.Equal(1, await RunAsync());
        var payout = Assert.Single(await PayoutsAsync(monthly));
        Assert.Equal((5_000, PayoutState.Requested), (payout.MinorUnits, payout.State));
        Assert.Equal(1, payout.ScheduledFor?.Day);
        Assert.Empty(await PayoutsAsync(onRequest));

        // What comes in, or comes back, in the same month waits for the next one.
        await school.DoAsync<CancelPayout>(c => c.ExecuteAsync(monthly, payout.Id, CancellationToken.None));
        await school.EarnAsync(monthly, 2_000);
        Assert.Equal(0, await RunAsync());
        school.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0, await RunAsync());
        AdvanceToNextMonth();
        Assert.Equal(1, await RunAsync());
        Assert.Equal([5_000, 7_000], (await PayoutsAsync(monthly)).Select(p => p.MinorUnits));
    }

    [Fact]
    public async Task ManyClocksAtOnce_AskOnce()
    {
        var instructors = new List<Actor>();
        for (var i = 0; i < 5; i++)
        {
            instructors.Add(await EarnedAsync(5_000, PayoutSchedule.Monthly));
        }

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync()));
        Assert.Equal(instructors.Count, counts.Sum());
        Assert.Equal(instructors.Count, await school.ReadAsync(db => db.Payouts.CountAsync()));
    }

    [Fact]
    public async Task WhatIsRefused_KeepsNobodyElseWaiting_AndIsAskedForAgainUntilTheThird()
    {
        var (poor, ready) = (await EarnedAsync(500, PayoutSchedule.Monthly), await EarnedAsync(5_000, PayoutSchedule.Monthly));
        Assert.Equal(1, await RunAsync());
        Assert.Empty(await PayoutsAsync(poor));
        Assert.Single(await PayoutsAsync(ready));
        school.Clock.Advance(TimeSpan.FromDays(2));
        await school.EarnAsync(poor, 500);
        Assert.Equal(1, await RunAsync());
        Assert.Equal(1_000, Assert.Single(await PayoutsAsync(poor)).MinorUnits);

        var late = await EarnedAsync(5_000, PayoutSchedule.Monthly);
        school.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await RunAsync());
        Assert.Empty(await PayoutsAsync(late));
    }

    [Fact]
    public async Task WhoIsSuspended_OrPaidOnRequestAgain_IsNotAskedFor()
    {
        var (suspended, changed) = (await EarnedAsync(5_000, PayoutSchedule.Monthly), await EarnedAsync(5_000, PayoutSchedule.Monthly));
        await school.ReadAsync(db =>
            db.Users.Where(u => u.Id == suspended.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SuspendedAt, school.Clock.GetUtcNow()))
        );
        await SetAsync(changed, PayoutSchedule.OnRequest);
        Assert.Equal(0, await RunAsync());
    }

    /// <summary>The first of the next month, an hour after midnight.</summary>
    private void AdvanceToNextMonth()
    {
        var now = school.Clock.GetUtcNow();
        school.Clock.Advance(new DateTimeOffset(now.Year, now.Month, 1, 1, 0, 0, TimeSpan.Zero).AddMonths(1) - now);
    }

    private Task<int> RunAsync() => school.DoAsync<RequestMonthlyPayouts, int>(r => r.ExecuteAsync(CancellationToken.None));

    private Task<List<Payout>> PayoutsAsync(Actor instructor) =>
        school.ReadAsync(db => db.Payouts.AsNoTracking().Where(p => p.InstructorId == instructor.UserId).OrderBy(p => p.Id).ToListAsync());

    private Task SetAsync(Actor instructor, PayoutSchedule schedule) =>
        school.DoAsync<SetPayoutSchedule>(s => s.ExecuteAsync(instructor, schedule, CancellationToken.None));

    private async Task<Actor> EarnedAsync(long minorUnits, PayoutSchedule schedule)
    {
        var instructor = await school.InstructorAsync();
        await school.ReadyPayoutAccountAsync(instructor, $"acct_{Guid.NewGuid():N}");
        await school.EarnAsync(instructor, minorUnits);
        await SetAsync(instructor, schedule);
        return instructor;
    }
}
