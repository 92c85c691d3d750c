namespace ESchool.Domain.Catalog;

/// <summary>How a copy is called.</summary>
internal static class CopiedTitle
{
    private const string Suffix = " (copy)";
    private const int Longest = 120;

    /// <summary>The title with a word that it is a copy; shortened if it would be too long.</summary>
    public static string Of(string title)
    {
        var room = Longest - Suffix.Length;
        return TextLength.IsWithin(title, room)
            ? title + Suffix
            : new System.Globalization.StringInfo(title).SubstringByTextElements(0, room).TrimEnd() + Suffix;
    }
}
