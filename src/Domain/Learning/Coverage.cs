namespace ESchool.Domain.Learning;

/// <summary>Whole seconds of a video.</summary>
/// <param name="Start">The first second, counted from 0.</param>
/// <param name="End">The second after the last.</param>
public readonly record struct SecondRange(int Start, int End)
{
    /// <summary>How many seconds.</summary>
    public int Length => End - Start;
}

/// <summary>
/// A set of one-second buckets, kept as sorted, disjoint, non-touching ranges (the canonical form of Postgres' <c>int4multirange</c>).
/// Immutable; it only ever grows. Two coverages are equal when they hold the same seconds.
/// </summary>
public sealed class Coverage : IEquatable<Coverage>
{
    /// <summary>No second.</summary>
    public static readonly Coverage Empty = new([]);

    private readonly SecondRange[] ranges;

    private Coverage(SecondRange[] ranges) => this.ranges = ranges;

    /// <summary>The ranges, sorted, disjoint and not touching.</summary>
    public IReadOnlyList<SecondRange> Ranges => ranges;

    /// <summary>How many seconds it holds.</summary>
    public int Seconds => ranges.Sum(range => range.Length);

    /// <summary>The union of ranges in any order; empty ones are left out.</summary>
    public static Coverage Of(IEnumerable<SecondRange> ranges)
    {
        var merged = new List<SecondRange>();
        foreach (var range in ranges.Where(r => r.Length > 0).OrderBy(r => r.Start))
        {
            if (merged.Count > 0 && range.Start <= merged[^1].End)
            {
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, range.End) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return new Coverage([.. merged]);
    }

    /// <summary>The seconds of either.</summary>
    public Coverage Union(Coverage other) => Of(ranges.Concat(other.ranges));

    /// <summary>The seconds of this one that are not in the other.</summary>
    public Coverage Except(Coverage other)
    {
        var left = new List<SecondRange>();
        foreach (var range in ranges)
        {
            var start = range.Start;
            foreach (var hole in other.ranges.Where(h => h.End > range.Start && h.Start < range.End))
            {
                left.Add(new SecondRange(start, Math.Min(hole.Start, range.End)));
                start = Math.Max(start, hole.End);
            }

            left.Add(new SecondRange(start, range.End));
        }

        return Of(left);
    }

    /// <summary>The first seconds of the set, up to a number.</summary>
    public Coverage First(int seconds)
    {
        var kept = new List<SecondRange>();
        foreach (var range in ranges)
        {
            if (seconds <= 0)
            {
                break;
            }

            var length = Math.Min(range.Length, seconds);
            kept.Add(range with { End = range.Start + length });
            seconds -= length;
        }

        return new Coverage([.. kept]);
    }

    /// <summary>True when the second is in it.</summary>
    public bool Contains(int second) => ranges.Any(range => range.Start <= second && second < range.End);

    /// <summary>Its share of a length, in basis points, rounded down.</summary>
    /// <param name="totalSeconds">The length; positive.</param>
    public int BasisPointsOf(int totalSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSeconds);
        return (int)Math.Min(10_000, (long)Seconds * 10_000 / totalSeconds);
    }

    /// <inheritdoc/>
    public bool Equals(Coverage? other) => other is not null && ranges.AsSpan().SequenceEqual(other.ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Coverage);

    /// <inheritdoc/>
    public override int GetHashCode() => ranges.Aggregate(0, HashCode.Combine);
}
