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

    /// <summary>Reads a serial as people write it: any case, with or without dashes and prefix, I and L for 1, O for 0.</summary>
    /// <returns>The serial as printed, or null when it cannot be one.</returns>
    public static string? Parse(string text)
    {
        var letters = text.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        letters = letters.StartsWith("ES", StringComparison.Ordinal) && letters.Length == Length + 2 ? letters[2..] : letters;
        letters = letters.Replace('I', '1').Replace('L', '1').Replace('O', '0');
        return letters.Length == Length && letters.All(Alphabet.Contains) ? Format(letters) : null;
    }

    private static string Format(string letters) => $"ES-{letters[..4]}-{letters[4..8]}-{letters[8..]}";
}
