namespace ESchool.Domain.Catalog;

/// <summary>
/// Places in an order, as texts that compare by their code points: between any two there is always another, so that moving one thing changes that thing alone
/// (fractional indexing, D. Greenspan, "Implementing Fractional Indexing"). A key is an integer, whose first letter tells its length, and a fraction that does not end in 0.
/// </summary>
public static class OrderKey
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string First = "a0";
    private const string LeastInteger = "A00000000000000000000000000";

    /// <summary>A key between two others, such as <c>a0V</c> between <c>a0</c> and <c>a1</c>.</summary>
    /// <param name="before">The key before it; null for a place before all.</param>
    /// <param name="after">The key after it; null for a place after all.</param>
    /// <exception cref="ArgumentException"><paramref name="before"/> is not less than <paramref name="after"/>.</exception>
    public static string Between(string? before, string? after)
    {
        if (before is not null && after is not null && string.CompareOrdinal(before, after) >= 0)
        {
            throw new ArgumentException($"'{before}' does not stand before '{after}'.");
        }

        return (before, after) switch
        {
            (null, null) => First,
            (null, { } next) => Before(next),
            ({ } last, null) => After(last),
            ({ } last, { } next) => Within(last, next),
        };
    }

    /// <summary>So many keys, each after the one before it.</summary>
    public static IEnumerable<string> Sequence(int count)
    {
        string? last = null;
        for (var i = 0; i < count; i++)
        {
            yield return last = Between(last, null);
        }
    }

    private static string Before(string next)
    {
        var integer = IntegerOf(next);
        return integer == LeastInteger ? integer + Midpoint("", next[integer.Length..])
            : integer.Length < next.Length ? integer
            : Decremented(integer) ?? throw new InvalidOperationException("There is no place before all others any more.");
    }

    private static string After(string last)
    {
        var integer = IntegerOf(last);
        return Incremented(integer) ?? integer + Midpoint(last[integer.Length..], null);
    }

    private static string Within(string last, string next)
    {
        var (low, high) = (IntegerOf(last), IntegerOf(next));
        if (low == high)
        {
            return low + Midpoint(last[low.Length..], next[high.Length..]);
        }

        return Incremented(low) is { } following && string.CompareOrdinal(following, next) < 0 ? following : low + Midpoint(last[low.Length..], null);
    }

    /// <summary>A fraction between two; the lower may be empty, the upper absent.</summary>
    private static string Midpoint(string low, string? high)
    {
        if (high is not null)
        {
            var common = 0;
            while (common < high.Length && (common < low.Length ? low[common] : '0') == high[common])
            {
                common++;
            }

            if (common > 0)
            {
                return high[..common] + Midpoint(low.Length > common ? low[common..] : "", high[common..]);
            }
        }

        var from = low.Length > 0 ? Digits.IndexOf(low[0], StringComparison.Ordinal) : 0;
        var to = high is { Length: > 0 } ? Digits.IndexOf(high[0], StringComparison.Ordinal) : Digits.Length;
        return to - from > 1 ? Digits[(from + to + 1) / 2].ToString()
            : high is { Length: > 1 } ? high[..1]
            : Digits[from] + Midpoint(low.Length > 1 ? low[1..] : "", null);
    }

    private static string IntegerOf(string key) => key[..(key[0] >= 'a' ? key[0] - 'a' + 2 : 'Z' - key[0] + 2)];

    private static string? Incremented(string integer)
    {
        var digits = integer.ToCharArray();
        for (var i = digits.Length - 1; i > 0; i--)
        {
            if (digits[i] != Digits[^1])
            {
                digits[i] = Digits[Digits.IndexOf(digits[i], StringComparison.Ordinal) + 1];
                return new string(digits);
            }

            digits[i] = Digits[0];
        }

        return digits[0] switch
        {
            'Z' => First,
            'z' => null,
            var head => Headed((char)(head + 1), Digits[0]),
        };
    }

    private static string? Decremented(string integer)
    {
        var digits = integer.ToCharArray();
        for (var i = digits.Length - 1; i > 0; i--)
        {
            if (digits[i] != Digits[0])
            {
                digits[i] = Digits[Digits.IndexOf(digits[i], StringComparison.Ordinal) - 1];
                return new string(digits);
            }

            digits[i] = Digits[^1];
        }

        return digits[0] switch
        {
            'a' => "Z" + Digits[^1],
            'A' => null,
            var head => Headed((char)(head - 1), Digits[^1]),
        };
    }

    private static string Headed(char head, char digit) => head + new string(digit, head >= 'a' ? head - 'a' + 1 : 'Z' - head + 1);
}
