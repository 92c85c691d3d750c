using System.Globalization;
using System.Text.RegularExpressions;
using ESchool.Tests.Support;
using Npgsql;

namespace ESchool.Bench.Harness.Peers;

/// <summary>What Postgres can do with a statement when nothing is in front of it.</summary>
internal static partial class Pgbench
{
    private static readonly string Folder = Directory
        .EnumerateDirectories("/usr/lib/postgresql")
        .Order(StringComparer.Ordinal)
        .Select(folder => Path.Combine(folder, "bin"))
        .Last();

    public static string Program => Path.Combine(Folder, "pgbench");

    /// <param name="database">Where.</param>
    /// <param name="script">pgbench's own language: \set and one or more statements.</param>
    /// <param name="clients">How many connections.</param>
    /// <param name="time">How long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="settings">Settings of the session, e.g. <c>plan_cache_mode=force_generic_plan</c>.</param>
    public static async Task<Sample> MeasureAsync(
        TestDatabase database,
        string script,
        int clients,
        TimeSpan time,
        CancellationToken cancellationToken,
        string settings = ""
    )
    {
        var connection = new NpgsqlConnectionStringBuilder(database.OwnerConnection);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script, cancellationToken);
            var output = await Command.RunAsync(
                Program,
                [
                    "-n",
                    "-M",
                    "prepared",
                    $"-c{clients}",
                    "-j2",
                    $"-T{time.TotalSeconds:0}",
                    "-f",
                    file,
                    "-h",
                    connection.Host!,
                    "-p",
                    connection.Port.ToString(),
                    "-U",
                    connection.Username!,
                    connection.Database!,
                ],
                cancellationToken,
                new Dictionary<string, string> { ["PGPASSWORD"] = connection.Password!, ["PGOPTIONS"] = settings.Length == 0 ? "" : $"-c {settings}" }
            );
            var count = long.Parse(Processed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
            var perSecond = double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
            Findings.Require(Failed().Match(output) is not { Success: true } failed || failed.Groups[1].Value == "0", $"pgbench: {output}");
            return new Sample(count, perSecond, double.Parse(Latency().Match(output).Groups[1].Value, CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"actually processed: (\d+)")]
    private static partial Regex Processed();

    [GeneratedRegex(@"tps = ([\d.]+) \(without")]
    private static partial Regex Rate();

    [GeneratedRegex(@"failed transactions: (\d+)")]
    private static partial Regex Failed();

    [GeneratedRegex(@"latency average = ([\d.]+) ms")]
    private static partial Regex Latency();
}
