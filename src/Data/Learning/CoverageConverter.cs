using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NpgsqlTypes;

namespace ESchool.Data.Learning;

/// <summary>Keeps a <see cref="Coverage"/> as <c>int4multirange</c>. Postgres stores ranges as [start, end).</summary>
internal sealed class CoverageConverter() : ValueConverter<Coverage, NpgsqlRange<int>[]>(
    coverage => ToRanges(coverage),
    ranges => FromRanges(ranges))
{
    public static readonly ValueComparer<Coverage> Comparer = new((left, right) => Equals(left, right), coverage => coverage.GetHashCode());

    private static NpgsqlRange<int>[] ToRanges(Coverage coverage) =>
        [.. coverage.Ranges.Select(range => new NpgsqlRange<int>(range.Start, true, range.End, false))];

    private static Coverage FromRanges(NpgsqlRange<int>[] ranges) =>
        Coverage.Of(ranges.Select(range => new SecondRange(range.LowerBound, range.UpperBound)));
}
