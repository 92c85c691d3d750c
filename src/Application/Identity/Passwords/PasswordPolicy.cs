using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Identity.Passwords;

/// <summary>
/// Which passwords are refused: the 20,000 most used of 10 and more characters among a million that leaked (the list of the SecLists project), one character or
/// a short piece over and over, a run of the keyboard or the alphabet, and the user's own address or name. No rules
/// about kinds of characters (NIST SP 800-63B, 5.1.1.2).
/// </summary>
public static class PasswordPolicy
{
    private const string Runs = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm qwertzuiop";

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <summary>Refuses a password that is easily guessed.</summary>
    /// <param name="password">The password.</param>
    /// <param name="field">The field it came in.</param>
    /// <param name="known">What an attacker knows of the user: address, name.</param>
    /// <exception cref="DomainException"><c>PASSWORD_TOO_WEAK</c>.</exception>
    public static void Require(string password, string field, params IEnumerable<string> known)
    {
        if (WeaknessOf(password.ToLowerInvariant(), known) is { } weakness)
        {
            throw new DomainException(IdentityReasons.PasswordTooWeak, "The password is easily guessed.")
            {
                FieldViolations = [new FieldViolation(field, FieldFault.TooWeak, $"{weakness}.")],
            };
        }
    }

    private static string? WeaknessOf(string password, IEnumerable<string> known)
    {
        if (Common.Value.Contains(password))
        {
            return "is one of the most used";
        }

        if (Enumerable.Range(1, 4).Any(length => IsRepeated(password, length)))
        {
            return "repeats itself";
        }

        var reversed = new string([.. password.Reverse()]);
        if (Runs.Contains(password, StringComparison.Ordinal) || Runs.Contains(reversed, StringComparison.Ordinal))
        {
            return "is a run of the keyboard";
        }

        string[] words = [.. known.SelectMany(word => word.ToLowerInvariant().Split('@', ' ', '.')).Where(word => word.Length >= 3), "e-school", "eschool"];
        var rest = words.OrderByDescending(word => word.Length).Aggregate(password, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < 4 ? "is made of the address or the name" : null;
    }

    private static bool IsRepeated(string password, int length) =>
        Enumerable.Range(length, password.Length - length).All(i => password[i] == password[i - length]);

    private static HashSet<string> ReadCommon()
    {
        using var list = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(list);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
