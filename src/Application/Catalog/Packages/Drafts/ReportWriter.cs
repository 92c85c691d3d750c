using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Drafts;

/// <summary>Writes the report of an import. However much is in a package, a bounded number of lines is held; everything is counted.</summary>
internal sealed class ReportWriter
{
    private readonly List<ImportLine> mapped = [];
    private readonly List<ImportLine> others = [];
    private readonly Dictionary<ImportOutcome, int> counts = [];

    /// <summary>Says what became of something.</summary>
    public void Add(ImportedThing thing, string path, ImportOutcome outcome, IEnumerable<ImportCause> causes)
    {
        counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
        var lines = outcome == ImportOutcome.Mapped ? mapped : others;
        if (lines.Count < ImportReport.MostLines)
        {
            lines.Add(new ImportLine(thing, EntryNames.Shown(path), outcome, [.. causes.Distinct().Order()]));
        }
    }

    /// <summary>Says that something is in the draft: whole, or in part.</summary>
    public void Keep(ImportedThing thing, string path, IReadOnlyCollection<ImportCause> causes) =>
        Add(thing, path, causes.Count == 0 ? ImportOutcome.Mapped : ImportOutcome.Partly, causes);

    /// <summary>The report: first what is not as it was.</summary>
    public ImportReport Write() =>
        new(
            counts.GetValueOrDefault(ImportOutcome.Mapped),
            counts.GetValueOrDefault(ImportOutcome.Partly),
            counts.GetValueOrDefault(ImportOutcome.LeftOut),
            [.. others.Concat(mapped).Take(ImportReport.MostLines)]
        );
}
