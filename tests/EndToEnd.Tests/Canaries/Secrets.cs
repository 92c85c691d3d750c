using System.Buffers.Text;
using ESchool.Tests.Support;
using OtpNet;

namespace ESchool.EndToEnd.Tests.Canaries;

/// <summary>A value that must not be found.</summary>
/// <param name="Name">What it is; a finding says this, never the value.</param>
/// <param name="Value">The value.</param>
/// <param name="AllowedTables">The tables that may hold it.</param>
internal sealed record Secret(string Name, string Value, params string[] AllowedTables);

/// <summary>What was said and made in a school that nobody else should read, and where to look for it.</summary>
internal sealed class Secrets
{
    private readonly List<Secret> all = [];

    public IReadOnlyList<Secret> All => all;

    public void Add(string name, string value, params string[] allowedTables)
    {
        // Short values stand somewhere by chance.
        Assert.True(value.Length >= 16, $"The {name} is too short to be looked for: {value.Length} characters.");
        all.Add(new Secret(name, value, allowedTables));
    }

    /// <summary>A random token: also its bytes, as the database shows them.</summary>
    public void AddToken(string name, string token)
    {
        Add(name, token);
        if (Base64Url.IsValid(token))
        {
            Add($"{name}, its bytes", Convert.ToHexStringLower(Base64Url.DecodeFromChars(token)));
        }
    }

    public void AddTotp(string name, string secret)
    {
        Add(name, secret);
        Add($"{name}, its bytes", Convert.ToHexStringLower(Base32Encoding.ToBytes(secret)));
    }

    /// <summary>The signature of a signed address.</summary>
    public void AddSignature(string name, string url) => Add(name, Between(url, "X-Amz-Signature="));

    /// <summary>The part of a query string or connection string after a key.</summary>
    public static string Between(string text, string key)
    {
        var start = text.IndexOf(key, StringComparison.OrdinalIgnoreCase);
        Assert.True(start >= 0, $"There is no {key}");
        return text[(start + key.Length)..].Split('&', ';')[0];
    }

    /// <summary>The names of the secrets a text holds.</summary>
    public IEnumerable<string> FindIn(string where, string text) =>
        all.Where(secret => text.Contains(secret.Value, StringComparison.OrdinalIgnoreCase))
            .Select(secret => $"{where}: {secret.Name}{ExcerptOf(text, secret.Value)}");

    /// <summary>The names of the secrets the database holds where they must not be.</summary>
    public async Task<IReadOnlyList<string>> FindInAsync(TestDatabase database)
    {
        var findings = new List<string>();
        foreach (var secret in all)
        {
            var tables = await DatabaseSearch.FindTablesAsync(database, secret.Value);
            findings.AddRange(tables.Except(secret.AllowedTables).Select(table => $"{table}: {secret.Name}"));
        }

        return findings;
    }

    /// <summary>What stands around it, to find the culprit by.</summary>
    private static string ExcerptOf(string text, string value)
    {
        var at = text.IndexOf(value, StringComparison.OrdinalIgnoreCase);
        return $" in …{text[Math.Max(0, at - 200)..at]}[here]…".ReplaceLineEndings(" ");
    }
}
