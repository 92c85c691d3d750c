using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ESchool.Architecture.Tests;

/// <summary>The table of settings in docs/operations.md names every setting there is, with its default and a meaning, and none that is not.</summary>
public sealed partial class SettingsTests
{
    private static readonly Assembly[] Programs = [typeof(Application.SchoolRegistration).Assembly, typeof(Api.Calls.CallOptions).Assembly];

    [Fact]
    public void TheTable_NamesEverySetting_AndNoOther()
    {
        var settings = Sections().SelectMany(section => Settings(section.Options, $"{section.Name}__")).Select(setting => setting.Key).ToHashSet();
        var documented = Rows()
            .SelectMany(row => row.Keys)
            .Where(key => Sections().Any(section => key.StartsWith($"{section.Name}__", StringComparison.Ordinal)))
            .ToHashSet();
        Assert.Empty(settings.Except(documented).Order());
        Assert.Empty(documented.Except(settings).Order());
    }

    [Fact]
    public void TheTable_HasTheDefaultsOfTheClasses()
    {
        var defaults = Sections()
            .SelectMany(section => Settings(section.Options, $"{section.Name}__"))
            .DistinctBy(setting => setting.Key)
            .ToDictionary(setting => setting.Key, setting => setting.Default);
        var wrong =
            from row in Rows()
            where row.Keys.Count == row.Defaults.Count
            from pair in row.Keys.Zip(row.Defaults)
            where defaults.TryGetValue(pair.First, out var value) && value is not null && value != pair.Second
            select $"{pair.First} is {defaults[pair.First]}, and the table says {pair.Second}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void EverySettingInTheTable_HasAMeaning() => Assert.Empty(Rows().Where(row => row.Meaning.Length == 0).Select(row => string.Join(", ", row.Keys)));

    private static IEnumerable<(string Name, Type Options)> Sections() =>
        from program in Programs
        from type in program.GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where section is { IsLiteral: true }
        select ((string)section.GetRawConstantValue()!, type);

    /// <summary>What can be set of a class, and of the classes in it.</summary>
    private static IEnumerable<(string Key, string? Default)> Settings(Type options, string prefix)
    {
        var values = Activator.CreateInstance(options)!;
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(values);
            if (property.PropertyType is { IsClass: true } inner && inner.Assembly == options.Assembly)
            {
                foreach (var setting in Settings(inner, $"{prefix}{property.Name}__"))
                {
                    // Rates are alike.
                    yield return inner.GetProperties().Length == 2 ? ($"{prefix}<Class>__{setting.Key.Split("__")[^1]}", null) : setting;
                }
            }
            else if (property.CanWrite || (value is IList or IDictionary))
            {
                yield return ($"{prefix}{property.Name}", Text(value));
            }
        }
    }

    /// <summary>A default as one writes it; null for what has none, or is said in words.</summary>
    private static string? Text(object? value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            TimeSpan time => time.ToString(time.Milliseconds == 0 ? "c" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
            int or long or double => Convert.ToString(value, CultureInfo.InvariantCulture),
            _ => null,
        };

    private static List<Row> Rows()
    {
        var table = File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md")).Split("\n| key | default | meaning |\n")[1].Split("\n\n")[0];
        return [.. table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(RowOf)];
    }

    private static Row RowOf(string line)
    {
        var cells = line.Trim('|', ' ').Split(" | ");
        var keys = new List<string>();
        foreach (Match code in Code().Matches(cells[0]))
        {
            // `…Name` goes on in the section before it; lists and settings by currency end in a place of theirs.
            var key = code.Groups[1].Value;
            key = key.StartsWith('…') && keys.Count > 0 ? keys[0][..(keys[0].LastIndexOf("__", StringComparison.Ordinal) + 2)] + key.TrimStart('…', '_') : key;
            if (!key.StartsWith("__", StringComparison.Ordinal))
            {
                keys.Add(Place().Replace(key, ""));
            }
        }

        return new Row(
            keys,
            [.. Code().Matches(cells.Length > 1 ? cells[1] : "").Select(match => match.Groups[1].Value)],
            cells.Length > 2 ? cells[2].Trim() : ""
        );
    }

    private sealed record Row(List<string> Keys, List<string> Defaults, string Meaning);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("__(0…?|JPY)$")]
    private static partial Regex Place();
}
