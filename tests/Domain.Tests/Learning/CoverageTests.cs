using CsCheck;
using ESchool.Domain.Learning;

namespace ESchool.Domain.Tests.Learning;

/// <summary>Coverage against the plainest model there is: a set of seconds.</summary>
public sealed class CoverageTests
{
    private static readonly Gen<SecondRange[]> Ranges = Gen.Select(
        Gen.Int[0, 60],
        Gen.Int[0, 20],
        (start, length) => new SecondRange(start, start + length)
    ).Array[0, 12];

    [Fact]
    public void Union_IsTheUnionOfSets() =>
        Gen.Select(Ranges, Ranges).Sample((left, right) => Seconds(Coverage.Of(left).Union(Coverage.Of(right))).SetEquals(Model(left).Union(Model(right))));

    [Fact]
    public void Except_IsTheDifferenceOfSets() =>
        Gen.Select(Ranges, Ranges).Sample((left, right) => Seconds(Coverage.Of(left).Except(Coverage.Of(right))).SetEquals(Model(left).Except(Model(right))));

    [Fact]
    public void First_KeepsTheEarliestSeconds() =>
        Gen.Select(Ranges, Gen.Int[0, 80]).Sample((ranges, count) => Seconds(Coverage.Of(ranges).First(count)).SetEquals(Model(ranges).Order().Take(count)));

    [Fact]
    public void Ranges_AreSortedDisjointAndDoNotTouch() =>
        Ranges.Sample(ranges =>
        {
            var canonical = Coverage.Of(ranges).Ranges;
            return canonical.Zip(canonical.Skip(1)).All(pair => pair.First.End < pair.Second.Start) && canonical.All(range => range.Length > 0);
        });

    [Fact]
    public void OrderOfReports_DoesNotMatter() =>
        Gen.Select(Ranges, Gen.Int)
            .Sample(
                (ranges, seed) =>
                {
                    var shuffled = ranges.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    return Coverage.Of(ranges).Equals(Coverage.Of(shuffled));
                }
            );

    private static HashSet<int> Model(IEnumerable<SecondRange> ranges) =>
        [.. ranges.SelectMany(range => Enumerable.Range(range.Start, Math.Max(0, range.Length)))];

    private static HashSet<int> Seconds(Coverage coverage) => Model(coverage.Ranges);
}
