namespace ESchool.Domain.Certificates;

/// <summary>
/// The serial printed on a certificate: <c>ES-XXXX-XXXX-XXXX</c>, twelve characters of Crockford's base 32 (no I, L, O, U). They are the last
/// 60 bits of the certificate's UUIDv7, all of them random, so that a serial can be read aloud, cannot be guessed, and is the same however
/// often the work of issuing is repeated.
/// </summary>
public static class CertificateSerial
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;

    /// <summary>The serial of a certificate.</summary>
    public static string Of(Guid certificateId)
    {
        var bits = new System.Numerics.BigInteger(certificateId.ToByteArray(bigEndian: true).AsSpan(8), isUnsigned: true, isBigEndian: true);
        var letters = Enumerable.Range(0, Length).Select(place => Alphabet[(int)((bits >> (5 * (Length - 1 - place))) & 31)]);
        return Format(string.Concat(letters));
    }

    /// <summary>
    /// Reads a serial as people write it: any case, any kind of dash or space or none, full-width letters, with or without the prefix, I and L for 1, O for 0;
    /// after the word Serial, or as the end of the address that the QR code opens.
    /// </summary>
    /// <returns>The serial as printed, or null when it cannot be one.</returns>
    public static string? Parse(string text)
    {
        var last = Uri.UnescapeDataString(text).Split('?', '#')[0].TrimEnd('/').Split('/')[^1];
        var letters = string.Concat(last.Select(Narrow).Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        letters = Without(Without(Without(Without(letters, "SERIAL"), "NUMBER"), "NO"), "ES");
        letters = letters.Replace('I', '1').Replace('L', '1').Replace('O', '0');
        return letters.Length == Length && letters.All(Alphabet.Contains) ? Format(letters) : null;
    }

    /// <summary>The ASCII form of a full-width character; others as they are.</summary>
    private static char Narrow(char letter) => letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - 0xFEE0) : letter;

    /// <summary>Leaves a word out that stands before a whole serial.</summary>
    private static string Without(string letters, string word) =>
        letters.StartsWith(word, StringComparison.Ordinal) && letters.Length >= Length + word.Length ? letters[word.Length..] : letters;

    private static string Format(string letters) => $"ES-{letters[..4]}-{letters[4..8]}-{letters[8..]}";
}
