using System.Globalization;

namespace ESchool.Bench.Harness;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>How often every contender is measured, after the warm-up.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>How long one contender is measured in a round.</summary>
    public TimeSpan Time { get; private init; } = TimeSpan.FromSeconds(5);

    /// <summary>Fewer rounds, less data: to see that everything runs, not how fast.</summary>
    public bool Quick { get; private init; }

    public string? JsonFile { get; private init; }

    /// <summary>Only checks the arguments and the room on disk.</summary>
    public bool CheckOnly { get; private init; }

    /// <summary>Where everything random starts, so that a run can be repeated.</summary>
    public const int Seed = 2026;

    /// <summary>The same with fewer rounds, for work that takes minutes.</summary>
    public BenchOptions AtMostRounds(int rounds) => this with { Rounds = Math.Min(Rounds, rounds) };

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">They make no sense; the message says which.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments, IEnumerable<string> known)
    {
        var options = new BenchOptions();
        var names = new List<string>();
        var (rounds, seconds) = ((int?)null, (int?)null);
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--rounds":
                    rounds = Number(arguments, ++i, 1, 100);
                    break;
                case "--secs":
                    seconds = Number(arguments, ++i, 1, 60);
                    break;
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--check":
                    options = options with { CheckOnly = true };
                    break;
                case "--json":
                    options = options with { JsonFile = ++i < arguments.Count ? arguments[i] : throw new ArgumentException("--json needs a file.") };
                    break;
                case var name when known.Contains(name):
                    names.Add(name);
                    break;
                case var other:
                    throw new ArgumentException(
                        $"No bench and no option is called {other}. Benches: {string.Join(", ", known)}. Options: --rounds N, --secs N, --quick, --json FILE."
                    );
            }
        }

        return options with
        {
            Names = names.Count > 0 ? [.. names.Distinct()] : [.. known],
            Rounds = rounds ?? (options.Quick ? 1 : 5),
            Time = TimeSpan.FromSeconds(seconds ?? (options.Quick ? 1 : 5)),
        };
    }

    private static int Number(IReadOnlyList<string> arguments, int index, int least, int most) =>
        index < arguments.Count
        && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : throw new ArgumentException($"{arguments[index - 1]} needs a number from {least} to {most}.");
}
