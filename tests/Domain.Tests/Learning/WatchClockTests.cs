using CsCheck;
using ESchool.Domain.Learning;

namespace ESchool.Domain.Tests.Learning;

public sealed class WatchClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Credit_OverAnyStretch_IsAtMostTwiceTheStretchPlusThreeSeconds()
    {
        var report = Gen.Select(Gen.Int[0, 60_000], Gen.Int[0, 500]);
        report.Array[1, 60].Sample(reports =>
        {
            var (clock, now, credited) = (WatchClock.StartedAt(Start), Start, 0L);
            foreach (var (milliseconds, wanted) in reports)
            {
                now = now.AddMilliseconds(milliseconds);
                (var granted, clock) = clock.Take(wanted, now);
                credited += granted;
                if (credited * 1000 > ((now - Start).TotalMilliseconds * WatchClock.MaximumSpeed) + WatchClock.FullSlackMilliseconds)
                {
                    return false;
                }
            }

            return true;
        });
    }

    [Fact]
    public void ASingleReport_IsCappedAtThirtySecondsOfElapsedTime() =>
        Assert.Equal(63, WatchClock.StartedAt(Start).Take(10_000, Start.AddHours(8)).GrantedSeconds);

    [Fact]
    public void ManySmallReports_EarnNoMoreThanOneLargeOne()
    {
        var clock = WatchClock.StartedAt(Start);
        var credited = 0;
        for (var i = 1; i <= 100; i++)
        {
            (var granted, clock) = clock.Take(1_000, Start.AddMilliseconds(100 * i));
            credited += granted;
        }

        Assert.Equal(23, credited);
    }

    [Fact]
    public void AClockThatGoesBack_GrantsNothingNew()
    {
        var (_, clock) = WatchClock.StartedAt(Start).Take(3, Start);
        Assert.Equal(0, clock.Take(10, Start.AddHours(-1)).GrantedSeconds);
        Assert.Equal(Start, clock.LastReportAt);
    }

    [Fact]
    public void AnHonestPlayer_AtDoubleSpeed_IsCreditedInFull()
    {
        var clock = WatchClock.StartedAt(Start);
        for (var i = 1; i <= 50; i++)
        {
            (var granted, clock) = clock.Take(10, Start.AddSeconds(5 * i));
            Assert.Equal(10, granted);
        }
    }
}
