using System.Text;
using System.Text.RegularExpressions;

namespace ESchool.Application.Catalog.Packages.Formats.Html;

/// <summary>Reads the bytes of a page as text. The bytes decide, then what the page says of itself.</summary>
internal static partial class PageText
{
    /// <summary>Where a page says how it is encoded (HTML, "Determining the character encoding").</summary>
    private const int Prescan = 1_024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; characters that can't be read are replaced.</summary>
    public static string Decode(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith<byte>([0xFF, 0xFE]) || bytes.AsSpan().StartsWith<byte>([0xFE, 0xFF]))
        {
            return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes.AsSpan(2));
        }

        var content = bytes.AsSpan().StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes.AsSpan(3) : bytes;
        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return Declared(content).GetString(content);
        }
    }

    private static Encoding Declared(ReadOnlySpan<byte> content)
    {
        var beginning = Encoding.Latin1.GetString(content[..Math.Min(Prescan, content.Length)]);
        var name = Charset().Match(beginning) is { Success: true } match ? match.Groups["name"].Value : "windows-1252";
        return Find(name) ?? Find("windows-1252")!;
    }

    private static Encoding? Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("""charset\s*=\s*["']?(?<name>[\w.:-]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Charset();
}
