using CsCheck;
using ESchool.Domain.Learning;

namespace ESchool.Domain.Tests.Learning;

public sealed class WatchClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    /// <summary>What happens after the time so many milliseconds later: a report of so many new seconds, or a playback is opened for so long.</summary>
    private static readonly Gen<(int After, int Wanted, int OpenFor)[]> Histories = Gen.Select(
        Gen.Int[0, 120_000],
        Gen.Int[0, 500],
        Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 600_000]))
    ).Array[1, 60];

    [Fact]
    public void Credit_IsAtMostTwiceTheTimeThatPlaybacksWereOpen_PlusThreeSeconds() =>
        Histories.Sample(history =>
        {
            var (clock, now, until, openMilliseconds, credited) = (WatchClock.Stopped(Start), Start, Start, 0.0, 0L);
            foreach (var (after, wanted, openFor) in history)
            {
                var next = now.AddMilliseconds(after);
                openMilliseconds += Math.Max(0, ((next < until ? next : until) - now).TotalMilliseconds);
                now = next;
                if (openFor > 0)
                {
                    clock = clock.Open(now, now.AddMilliseconds(openFor));
                    until = until > now.AddMilliseconds(openFor) ? until : now.AddMilliseconds(openFor);
                }
                else
                {
                    (var granted, clock) = clock.Take(wanted, now);
                    credited += granted;
                }

                if (credited * 1000 > (openMilliseconds * WatchClock.MaximumSpeed) + WatchClock.SlackMilliseconds)
                {
                    return false;
                }
            }

            return true;
        });

    /// <summary>Somebody plays at some speed up to the double; reports arrive when they arrive, some of them minutes late and many at once.</summary>
    [Fact]
    public void TheSamePlaying_EarnsTheSame_HoweverItIsCutIntoReports() =>
        Gen.Select(Gen.Int[1, 600], Gen.Int[10, 20], Gen.Int[1, 30].Array[1, 200], Gen.Double[0, 1])
            .Sample(
                (minutesTenths, speedTenths, cuts, held) =>
                {
                    var (playedFor, speed) = (minutesTenths, speedTenths / 10.0);
                    var clock = WatchClock.Stopped(Start).Open(Start, Start.AddHours(9));
                    var (reported, credited, at) = (0, 0, 0);
                    for (var i = 0; at < playedFor; i++)
                    {
                        at = Math.Min(playedFor, at + cuts[i % cuts.Length]);
                        var wanted = (int)(at * speed) - reported;
                        reported += wanted;

                        // A part of the reports is held up by a lost line and arrives with the last.
                        var arrives = at < held * playedFor ? at : playedFor;
                        (var granted, clock) = clock.Take(wanted, Start.AddSeconds(arrives));
                        credited += granted;
                    }

                    return credited == reported;
                }
            );

    [Fact]
    public void ReportsThatALostLineHeldUp_EarnWhatOneReportEarns()
    {
        var clock = WatchClock.Stopped(Start).Open(Start, Start.AddHours(1));
        for (var i = 0; i < 4; i++)
        {
            (var granted, clock) = clock.Take(5, Start.AddSeconds(20));
            Assert.Equal(5, granted);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(20)]
    public void ReportsEveryMinute_AreCreditedInFull_AtAnySpeedUpToTheDouble(int speedTenths)
    {
        var clock = WatchClock.Stopped(Start).Open(Start, Start.AddHours(1));
        for (var minute = 1; minute <= 30; minute++)
        {
            (var granted, clock) = clock.Take(6 * speedTenths, Start.AddMinutes(minute));
            Assert.Equal(6 * speedTenths, granted);
        }
    }

    [Fact]
    public void TimeWithoutAReport_IsKeptForTenMinutesOfPlaying_AndNoMore() =>
        Assert.Equal(1_203, WatchClock.Stopped(Start).Open(Start, Start.AddDays(1)).Take(100_000, Start.AddHours(8)).GrantedSeconds);

    [Fact]
    public void OpeningAnotherLesson_CostsNothingOfWhatWasPlayed()
    {
        var clock = WatchClock.Stopped(Start).Open(Start, Start.AddHours(1));
        clock = clock.Open(Start.AddSeconds(14), Start.AddHours(1));
        Assert.Equal(14, clock.Take(14, Start.AddSeconds(15)).GrantedSeconds);
    }

    [Fact]
    public void TimeInWhichNothingWasOpen_IsNotCounted()
    {
        var clock = WatchClock.Stopped(Start).Open(Start, Start.AddSeconds(10));
        clock = clock.Open(Start.AddDays(7), Start.AddDays(7).AddHours(1));
        Assert.Equal(23, clock.Take(1_000, Start.AddDays(7)).GrantedSeconds);
    }

    [Fact]
    public void ManySmallReports_EarnNoMoreThanOneLargeOne()
    {
        var clock = WatchClock.Stopped(Start).Open(Start, Start.AddHours(1));
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
        var (_, clock) = WatchClock.Stopped(Start).Open(Start, Start.AddHours(1)).Take(3, Start);
        Assert.Equal(0, clock.Take(10, Start.AddHours(-1)).GrantedSeconds);
        Assert.Equal(Start, clock.CountedAt);
    }
}
