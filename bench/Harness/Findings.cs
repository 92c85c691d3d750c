using ESchool.Bench.Harness.Peers;

namespace ESchool.Bench.Harness;

/// <summary>What we hold ourselves to.</summary>
/// <param name="Text">What is compared.</param>
/// <param name="Value">What was found.</param>
/// <param name="Bound">At least or at most this.</param>
/// <param name="IsCeiling">True when less is better.</param>
internal sealed record Goal(string Text, Spread Value, double Bound, bool IsCeiling)
{
    public bool IsMet => IsCeiling ? Value.Median <= Bound : Value.Median >= Bound;
}

/// <summary>What one measure found.</summary>
internal sealed class Findings(string measure)
{
    private readonly List<Goal> goals = [];
    private readonly Dictionary<string, IReadOnlyList<Sample>> samples = [];
    private readonly Dictionary<string, double> figures = [];

    public string Measure => measure;

    public IReadOnlyList<Goal> Goals => goals;

    public IReadOnlyDictionary<string, IReadOnlyList<Sample>> Samples => samples;

    /// <summary>Numbers that are reported and not compared.</summary>
    public IReadOnlyDictionary<string, double> Figures => figures;

    public void Add(Rounds rounds, string prefix = "")
    {
        foreach (var (name, taken) in rounds.Samples)
        {
            samples[prefix + name] = taken;
        }
    }

    public void Report(string name, double value) => figures[name] = value;

    public void AtLeast(string text, Spread value, double bound) => goals.Add(new Goal(text, value, bound, IsCeiling: false));

    public void AtMost(string text, Spread value, double bound) => goals.Add(new Goal(text, value, bound, IsCeiling: true));

    /// <summary>Fails the run: what was measured did not happen as it should have.</summary>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    public void Print(TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"## {measure}");
        to.WriteLine();
        if (samples.Count > 0)
        {
            to.WriteLine("| contender | a second | p50 ms | p99 ms | own CPU µs each |");
            to.WriteLine("|---|---|---|---|---|");
            foreach (var (name, taken) in samples)
            {
                to.WriteLine(
                    $"| {name} | {Rate(Median(taken, s => s.PerSecond))} | {Median(taken, s => s.P50):N2} | {Median(taken, s => s.P99):N2} | {Median(taken, s => s.CpuMicroseconds):N1} |"
                );
            }

            to.WriteLine();
        }

        foreach (var (name, value) in figures)
        {
            to.WriteLine($"- {name}: {value:N3}");
        }

        if (goals.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("| compared | median | least | most | goal | |");
            to.WriteLine("|---|---|---|---|---|---|");
            foreach (var goal in goals)
            {
                to.WriteLine(
                    $"| {goal.Text} | {goal.Value.Median:N3} | {goal.Value.Least:N3} | {goal.Value.Most:N3} | {(goal.IsCeiling ? "≤" : "≥")} {goal.Bound} | {(goal.IsMet ? "met" : "**not met**")} |"
                );
            }
        }
    }

    /// <summary>A thousandth counts where one takes half a minute.</summary>
    internal static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "N3" : "N0");

    private static double Median(IReadOnlyList<Sample> taken, Func<Sample, double> figure) => Spread.Of(taken.Select(figure)).Median;
}
