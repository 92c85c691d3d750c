using CsCheck;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Engagement;

namespace ESchool.Domain.Tests.Learning;

/// <summary>The stretches of a video that are counted.</summary>
public sealed class WatchBucketsTests
{
    [Fact]
    public void TheBucketsOfAVideo_CoverItsSecondsOnce() =>
        Gen.Int[1, 20_000]
            .Sample(
                seconds =>
                {
                    var ranges = Enumerable.Range(0, WatchBuckets.CountOf(seconds)).Select(bucket => WatchBuckets.RangeOf(bucket, seconds)).ToList();
                    Assert.All(ranges, range => Assert.True(range.Length > 0));
                    Assert.True(ranges.Count <= WatchBuckets.Most);
                    Assert.Equal(Enumerable.Range(0, seconds), ranges.SelectMany(range => Enumerable.Range(range.Start, range.Length)));
                },
                iter: 200
            );

    [Theory]
    [InlineData(0, 4, "")]
    [InlineData(0, 5, "0")]
    [InlineData(0, 10, "0")]
    [InlineData(3, 17, "0,1")]
    [InlineData(6, 15, "1")]
    [InlineData(990, 1_000, "99")]
    public void ABucketIsWatched_WithHalfOfItsSeconds(int from, int to, string expected)
    {
        var watched = WatchBuckets.NewlyWatched(Coverage.Empty, Coverage.Of([new SecondRange(from, to)]), 1_000);
        Assert.Equal(expected, string.Join(',', Numbers(watched)));
    }

    /// <summary>However a video is watched, each bucket is told once, when half of it is there: what a recount of the end finds.</summary>
    [Fact]
    public void WhatIsToldOnTheWay_IsWhatIsWatchedInTheEnd() =>
        Gen.Select(Gen.Int[1, 5_000], Gen.Select(Gen.Int[0, 4_999], Gen.Int[1, 400]).List[1, 30])
            .Sample(
                (seconds, played) =>
                {
                    var (watched, told) = (Coverage.Empty, new List<int>());
                    foreach (var (from, length) in played.Where(p => p.Item1 < seconds))
                    {
                        var after = watched.Union(Coverage.Of([new SecondRange(from, Math.Min(seconds, from + length))]));
                        told.AddRange(Numbers(WatchBuckets.NewlyWatched(watched, after, seconds)));
                        watched = after;
                    }

                    var recount = Enumerable
                        .Range(0, WatchBuckets.CountOf(seconds))
                        .Where(bucket =>
                        {
                            var range = WatchBuckets.RangeOf(bucket, seconds);
                            return 2 * Enumerable.Range(range.Start, range.Length).Count(watched.Contains) >= range.Length;
                        });
                    Assert.Equal(recount, told.Order());
                },
                iter: 300
            );

    private static IEnumerable<int> Numbers(Coverage buckets) => buckets.Ranges.SelectMany(range => Enumerable.Range(range.Start, range.Length));
}
