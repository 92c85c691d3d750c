using System.Security.Cryptography;

namespace ESchool.Domain.Certificates;

/// <summary>
/// The serial printed on a certificate: <c>ES-XXXX-XXXX-XXXX</c>, twelve characters of Crockford's base 32 (no I, L, O, U), 60 random bits,
/// so that it can be read aloud and cannot be guessed.
/// </summary>
public static class CertificateSerial
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Makes a new serial.</summary>
    public static string Create() => Format(RandomNumberGenerator.GetString(Alphabet, 12));

    /// <summary>Reads a serial as people write it: any case, with or without dashes and prefix, I and L for 1, O for 0.</summary>
    /// <returns>The serial as printed, or null when it cannot be one.</returns>
    public static string? Parse(string text)
    {
        var letters = text.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        letters = letters.StartsWith("ES", StringComparison.Ordinal) && letters.Length == 14 ? letters[2..] : letters;
        letters = letters.Replace('I', '1').Replace('L', '1').Replace('O', '0');
        return letters.Length == 12 && letters.All(Alphabet.Contains) ? Format(letters) : null;
    }

    private static string Format(string letters) => $"ES-{letters[..4]}-{letters[4..8]}-{letters[8..]}";
}
