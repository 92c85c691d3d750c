using System.Text.RegularExpressions;
using ESchool.Domain;

namespace ESchool.Tests.Support;

/// <summary>What the contract promises about the metadata of every refusal that a test meets.</summary>
public static partial class MetadataForm
{
    /// <summary>Keys whose values are UUIDs, because the client made them.</summary>
    private static readonly string[] Uuids = ["request_id"];

    private static readonly Lazy<Dictionary<string, HashSet<string>>> Keys = new(ReadKeys);

    /// <summary>Checks a refusal as the Domain makes it.</summary>
    public static void Check(DomainException refusal) =>
        Check(refusal.Reason.Code, refusal.Metadata.Select(pair => KeyValuePair.Create(pair.Key, pair.Value as string ?? "")));

    /// <summary>Checks an ErrorInfo as a client gets it.</summary>
    public static void Check(string reason, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        foreach (var (key, value) in metadata)
        {
            if (!Keys.Value.TryGetValue(reason, out var documented) || !documented.Contains(key))
            {
                throw new InvalidOperationException($"error_reason.proto does not name the metadata {key} of {reason}.");
            }

            if (Uuid().IsMatch(value) != (Uuids.Contains(key) && value.Length > 0))
            {
                throw new InvalidOperationException($"{key} of {reason} is {value}; a resource goes out by its name.");
            }

            if (key is "state" or "obstacle" or "kind" or "wanted" or "class" or "roles" or "missing" && value.Length > 0 && !EnumValues().IsMatch(value))
            {
                throw new InvalidOperationException($"{key} of {reason} is {value}, which is no value of an enum of the contract.");
            }
        }
    }

    private static Dictionary<string, HashSet<string>> ReadKeys()
    {
        var keys = new Dictionary<string, HashSet<string>>();
        HashSet<string> named = [];
        foreach (var line in File.ReadLines(Path.Combine(TestStack.Root, "protos/eschool/errors/v1/error_reason.proto")).Select(line => line.Trim()))
        {
            if (line.StartsWith("// Metadata: ", StringComparison.Ordinal))
            {
                named = [.. Quoted().Matches(line).Select(match => match.Groups[1].Value)];
            }
            else if (line.StartsWith("ERROR_REASON_", StringComparison.Ordinal))
            {
                keys[line["ERROR_REASON_".Length..line.IndexOf(' ', StringComparison.Ordinal)]] = named;
                named = [];
            }
        }

        return keys;
    }

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.IgnoreCase)]
    private static partial Regex Uuid();

    [GeneratedRegex("^[A-Z0-9]+(_[A-Z0-9]+)+(,[A-Z0-9]+(_[A-Z0-9]+)+)*$")]
    private static partial Regex EnumValues();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Quoted();
}
