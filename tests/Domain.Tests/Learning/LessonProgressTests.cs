using ESchool.Domain.Learning;

namespace ESchool.Domain.Tests.Learning;

public sealed class LessonProgressTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly VideoRule Rule = new(VideoSeconds: 100, ThresholdBasisPoints: 9_500);

    [Theory]
    [InlineData(94, false)]
    [InlineData(95, true)]
    public void AVideo_IsCompleteAtItsThreshold_AndNotASecondBefore(int seconds, bool complete)
    {
        var progress = new LessonProgress(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Start);
        var clock = WatchClock.Stopped(Start).Open(Start, Start.AddHours(1));
        for (var second = 0; second < seconds; second += 5)
        {
            clock = progress.Credit(Coverage.Of([new SecondRange(second, Math.Min(seconds, second + 5))]), clock, Rule, Start.AddSeconds(second + 5)).Clock;
        }

        Assert.Equal(seconds, progress.Watched.Seconds);
        Assert.Equal(complete, progress.CompletedAt is not null);
    }

    /// <summary>Players report whole seconds, and stop a little before the end.</summary>
    [Theory]
    [InlineData(10, 9_500, 9, true)]
    [InlineData(10, 9_500, 8, false)]
    [InlineData(10, 10_000, 9, true)]
    [InlineData(7, 9_500, 6, true)]
    [InlineData(1, 9_500, 0, false)]
    [InlineData(1, 9_500, 1, true)]
    public void AVideoThatStopsWithinItsLastSecond_IsComplete(int length, int threshold, int wholeSeconds, bool complete)
    {
        var rule = new VideoRule(length, threshold);
        var watched = Coverage.Of([new SecondRange(0, wholeSeconds)]);
        Assert.Equal(complete, rule.IsFulfilledBy(watched));
        Assert.Equal(complete, rule.MissingSeconds(watched) == 0);
    }

    [Fact]
    public void TheLastSecond_IsAskedOfWhoeverDidNotWatchUpToIt() =>
        Assert.False(new VideoRule(10, 10_000).IsFulfilledBy(Coverage.Of([new SecondRange(0, 8), new SecondRange(9, 10)])));

    [Fact]
    public void Watching_TheSameSecondsAgain_EarnsNothing()
    {
        var progress = new LessonProgress(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Start);
        var played = Coverage.Of([new SecondRange(0, 3)]);
        var first = progress.Credit(played, WatchClock.Stopped(Start), Rule, Start);
        var second = progress.Credit(played, first.Clock, Rule, Start.AddSeconds(10));
        Assert.Equal(3, first.Seconds);
        Assert.Equal(0, second.Seconds);
        Assert.False(second.Clipped);
    }

    [Fact]
    public void AnArticle_BeforeItsDwell_IsRefusedWithTheMissingSeconds()
    {
        var progress = new LessonProgress(Guid.NewGuid(), Guid.NewGuid(), null, Start);
        var refusal = Assert.Throws<DomainException>(() => progress.ConfirmArticle(10, Start.AddSeconds(4)));
        Assert.Equal(LearningReasons.DwellTooShort, refusal.Reason);
        Assert.Equal(6L, refusal.Metadata["missing_seconds"]);
        progress.ConfirmArticle(10, Start.AddSeconds(10));
        Assert.Equal(Start.AddSeconds(10), progress.CompletedAt);
    }
}
