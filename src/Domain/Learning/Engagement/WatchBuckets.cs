namespace ESchool.Domain.Learning.Engagement;

/// <summary>
/// A video cut into at most 100 stretches of equal length (give or take a second). A student has watched a bucket when at least half of its seconds were
/// credited; coverage only grows, so a bucket that is watched stays so.
/// </summary>
public static class WatchBuckets
{
    /// <summary>How many buckets a video has at most; one shorter than 100 seconds has one for each second.</summary>
    public const int Most = 100;

    /// <summary>How many buckets a video has.</summary>
    public static int CountOf(int videoSeconds) => Math.Min(Most, videoSeconds);

    /// <summary>The seconds of a bucket.</summary>
    /// <param name="bucket">Its number, from 0.</param>
    /// <param name="videoSeconds">The video's length.</param>
    public static SecondRange RangeOf(int bucket, int videoSeconds)
    {
        var count = CountOf(videoSeconds);
        return new SecondRange((int)((long)bucket * videoSeconds / count), (int)((bucket + 1L) * videoSeconds / count));
    }

    /// <summary>The buckets that are watched after a change of a student's coverage, and were not before.</summary>
    /// <returns>Bucket numbers as a set of ranges.</returns>
    public static Coverage NewlyWatched(Coverage before, Coverage after, int videoSeconds)
    {
        var found = new List<SecondRange>();
        foreach (var fresh in after.Except(before).Ranges)
        {
            for (var bucket = Of(fresh.Start, videoSeconds); bucket <= Of(fresh.End - 1, videoSeconds); bucket++)
            {
                var seconds = RangeOf(bucket, videoSeconds);
                if (!IsWatched(before, seconds) && IsWatched(after, seconds))
                {
                    found.Add(new SecondRange(bucket, bucket + 1));
                }
            }
        }

        return Coverage.Of(found);
    }

    /// <summary>The bucket that holds a second: the last one that does not begin after it.</summary>
    private static int Of(int second, int videoSeconds)
    {
        var count = CountOf(videoSeconds);
        return (int)Math.Min(count - 1, (((second + 1L) * count) + videoSeconds - 1) / videoSeconds - 1);
    }

    private static bool IsWatched(Coverage watched, SecondRange bucket) =>
        2 * watched.Ranges.Sum(r => Math.Max(0, Math.Min(r.End, bucket.End) - Math.Max(r.Start, bucket.Start))) >= bucket.Length;
}
