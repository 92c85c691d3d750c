namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>The words that somebody may have meant who struck one key wrongly. Trigrams find few of them: "yoag" has two in common with "yoga".</summary>
internal static class WordEdits
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int LongestEdited = 12;

    /// <summary>The word with two neighbours the other way round.</summary>
    public static IEnumerable<string> Swapped(string word) =>
        Enumerable.Range(0, Math.Max(0, word.Length - 1)).Where(i => word[i] != word[i + 1]).Select(i => $"{word[..i]}{word[i + 1]}{word[i]}{word[(i + 2)..]}");

    /// <summary>The word with one letter less, more, or another. Of long words trigrams find these; the list would only be long.</summary>
    public static IEnumerable<string> Edited(string word) =>
        word.Length > LongestEdited || !word.All(char.IsAsciiLetterLower)
            ? []
            : Enumerable
                .Range(0, word.Length)
                .SelectMany(i => Letters.Select(letter => $"{word[..i]}{letter}{word[(i + 1)..]}").Append($"{word[..i]}{word[(i + 1)..]}"))
                .Concat(Enumerable.Range(0, word.Length + 1).SelectMany(i => Letters.Select(letter => $"{word[..i]}{letter}{word[i..]}")))
                .Distinct()
                .Where(edited => edited != word);
}
