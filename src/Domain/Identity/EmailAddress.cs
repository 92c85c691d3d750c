using System.Globalization;
using System.Text;

namespace ESchool.Domain.Identity;

/// <summary>
/// One spelling for each mailbox. The local part is normalised with NFKC and lower-cased, the domain with UTS 46, so that no look-alike squats somebody's
/// account:
/// the Kelvin sign is a <c>k</c> before it is compared, not only after. What would be another mailbox that looks the same is refused.
/// </summary>
public static class EmailAddress
{
    private const int MaximumLength = 254;
    private const int MaximumLocalLength = 64;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = true };

    /// <summary>Letters of Cyrillic and Greek that look like Latin ones: a label of nothing else passes for Latin.</summary>
    private const string LatinLookalikes = "асеорхуіјѕһԁԛԝӏονυιρα";

    /// <summary>Normalises an address; for looking one up, it never fails.</summary>
    /// <returns>The address in its one spelling; for what is no address, a text that no account has.</returns>
    public static string Normalize(string email) =>
        Split(email) is var (local, domain) ? $"{local.ToLowerInvariant()}@{domain}" : Compatible(email).ToLowerInvariant();

    /// <summary>The address as it is shown and written to: normalised, with the letters' case of the local part as its owner wrote it.</summary>
    public static string Written(string email) => Split(email) is var (local, domain) ? $"{local}@{domain}" : Compatible(email);

    /// <summary>Says why mail cannot safely be sent to an address.</summary>
    /// <param name="email">The address as somebody wrote it.</param>
    /// <param name="allowUtf8">True where the mail server takes local parts beyond ASCII (SMTPUTF8, RFC 6531).</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? FaultOf(string email, bool allowUtf8)
    {
        if (Split(email) is not var (local, domain) || local.Length + domain.Length + 1 > MaximumLength || !domain.Contains('.', StringComparison.Ordinal))
        {
            return "must be an e-mail address.";
        }

        if (!Ascii.IsValid(local) && !allowUtf8)
        {
            return "must have only letters of ASCII before the @.";
        }

        return
            local
                .EnumerateRunes()
                .Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.SpaceSeparator)
            || ShownDomain(domain).Split('.').Append(local).Any(IsConfusable)
            ? "must not mix alphabets or look like another address."
            : null;
    }

    /// <summary>Both halves in their one spelling.</summary>
    private static (string Local, string Domain)? Split(string email)
    {
        var text = Compatible(email);
        var at = text.LastIndexOf('@');
        if (at < 1 || at > MaximumLocalLength || at == text.Length - 1)
        {
            return null;
        }

        try
        {
            return (text[..at], Idn.GetAscii(text[(at + 1)..].ToLowerInvariant()).ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            // No domain can be written like this.
            return null;
        }
    }

    private static string ShownDomain(string domain)
    {
        try
        {
            return Idn.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    /// <summary>NFKC; half of a surrogate pair has none.</summary>
    private static string Compatible(string text)
    {
        var trimmed = text.Trim();
        return trimmed.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) ? "" : trimmed.Normalize(NormalizationForm.FormKC);
    }

    private static bool IsConfusable(string label)
    {
        var letters = label.EnumerateRunes().Where(rune => Rune.IsLetter(rune)).ToList();
        var scripts = letters.Select(ScriptOf).Where(script => script != Script.Common).Distinct().ToList();

        // Dotless i, dotted I, script g and others are Latin letters that pass for others (UTS 39 calls them confusable).
        if (letters.Any(letter => letter.Value is 0x130 or 0x131 or 0x17F or 0x237 or 0x251 or 0x261 or 0x269 or 0x28F))
        {
            return true;
        }

        // East Asian names are written in several scripts, and with Latin letters among them.
        var mixes = scripts.Count > 1 && !scripts.TrueForAll(script => script is Script.Latin or Script.EastAsian);
        return mixes || (letters.Count > 0 && letters.TrueForAll(letter => LatinLookalikes.Contains(letter.ToString(), StringComparison.Ordinal)));
    }

    private static Script ScriptOf(Rune rune) =>
        rune.Value switch
        {
            < 0x80 or (>= 0xAA and < 0x250) or (>= 0x1E00 and < 0x1F00) or (>= 0x2C60 and < 0x2C80) or (>= 0xA720 and < 0xA800) => Script.Latin,
            (>= 0x370 and < 0x400) or (>= 0x1F00 and < 0x2000) => Script.Greek,
            (>= 0x400 and < 0x530) or (>= 0x1C80 and < 0x1C90) or (>= 0x2DE0 and < 0x2E00) or (>= 0xA640 and < 0xA6A0) => Script.Cyrillic,
            >= 0x530 and < 0x590 => Script.Armenian,
            >= 0x590 and < 0x600 => Script.Hebrew,
            (>= 0x600 and < 0x700) or (>= 0x750 and < 0x780) or (>= 0x8A0 and < 0x900) => Script.Arabic,
            (>= 0x1100 and < 0x1200) or (>= 0x2E80 and < 0xA4D0) or (>= 0xAC00 and < 0xD800) or (>= 0xF900 and < 0xFB00) or (>= 0x20000 and < 0x32000) =>
                Script.EastAsian,

            // Scripts of South and South East Asia, Ethiopic and others: a block of 128 each.
            _ => (Script)(Script.Other + (rune.Value >> 7)),
        };

    private enum Script
    {
        Common,
        Latin,
        Greek,
        Cyrillic,
        Armenian,
        Hebrew,
        Arabic,
        EastAsian,
        Other = 100,
    }
}
