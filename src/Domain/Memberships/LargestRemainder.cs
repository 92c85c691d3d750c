namespace ESchool.Domain.Memberships;

/// <summary>
/// Divides an amount by weights so that nothing is left over: everybody gets the part rounded down, and the minor units that remain go to those whose parts
/// were rounded down the most, the first of equals first. Source: the method of Hamilton, known as that of the largest remainder.
/// </summary>
public static class LargestRemainder
{
    /// <summary>Divides an amount.</summary>
    /// <param name="amount">What is divided; not negative.</param>
    /// <param name="weights">By what; each more than zero.</param>
    /// <returns>The parts, in the order of the weights; they sum to the amount. Nothing for no weights.</returns>
    public static IReadOnlyList<long> Divide(long amount, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var all = weights.Aggregate(Int128.Zero, (sum, weight) => sum + weight);
        var parts = weights.Select(weight => (long)(amount * (Int128)weight / all)).ToArray();
        var left = weights.Count == 0 ? 0 : amount - parts.Sum();
        foreach (var i in Enumerable.Range(0, weights.Count).OrderByDescending(i => amount * (Int128)weights[i] % all).ThenBy(i => i).Take((int)left))
        {
            parts[i]++;
        }

        return parts;
    }
}
