using ESchool.Domain;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Drafts;

/// <summary>Makes texts of strangers into texts that the contract would take.</summary>
internal static class FittedText
{
    /// <summary>A text of several lines.</summary>
    public static string Lines(string? text, int maximum, ICollection<ImportCause> causes) => Fit(text ?? "", maximum, manyLines: true, causes);

    /// <summary>A text of one line.</summary>
    public static string Line(string? text, int maximum, ICollection<ImportCause> causes) => Fit((text ?? "").Trim(), maximum, manyLines: false, causes).Trim();

    private static string Fit(string text, int maximum, bool manyLines, ICollection<ImportCause> causes)
    {
        var clean = VisibleText.Cleaned(text, manyLines);
        if (clean.Length < text.Length && text.Trim().Length > 0)
        {
            causes.Add(ImportCause.CharactersDropped);
        }

        var composed = clean.Normalize();
        var cut = TextLength.Cut(composed, maximum);
        if (cut.Length < composed.Length)
        {
            causes.Add(ImportCause.TextCut);
        }

        return cut;
    }
}
