using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NpgsqlTypes;

namespace ESchool.Data.Learning;

/// <summary>Keeps a <see cref="Coverage"/> as <c>int4multirange</c>. Postgres stores ranges as [start, end).</summary>
internal sealed class CoverageConverter()
    : ValueConverter<Coverage, NpgsqlRange<int>[]>(coverage => coverage.ToMultirange(), ranges => CoverageRanges.ToCoverage(ranges))
{
    public static readonly ValueComparer<Coverage> Comparer = new((left, right) => Equals(left, right), coverage => coverage.GetHashCode());
}

/// <summary>A coverage as Npgsql sends and reads it.</summary>
public static class CoverageRanges
{
    public static NpgsqlRange<int>[] ToMultirange(this Coverage coverage)
    {
        var ranges = new NpgsqlRange<int>[coverage.Ranges.Count];
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new NpgsqlRange<int>(coverage.Ranges[i].Start, true, coverage.Ranges[i].End, false);
        }

        return ranges;
    }

    public static Coverage ToCoverage(this NpgsqlRange<int>[] multirange) =>
        Coverage.Of(multirange.Select(range => new SecondRange(range.LowerBound, range.UpperBound)));
}
