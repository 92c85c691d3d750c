using ESchool.Api.Calls.Wire;
using ESchool.Domain.Catalog.Packages;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog.Packages;

internal static class PackageMapping
{
    public static Wire.CourseExport ToWire(this CourseExport export, string downloadUrl = "") =>
        new()
        {
            Name = $"courseExports/{export.Id}",
            Course = $"courses/{export.CourseId}",
            State = (Wire.CourseExport.Types.State)export.State,
            Percent = export.Percent,
            CreateTime = export.RequestedAt.ToWire(),
            SizeBytes = export.SizeBytes,
            MissingVideos = export.MissingVideos,
            ExpireTime = export.ExpiresAt?.ToWire(),
            DownloadUrl = downloadUrl,
        };

    public static Wire.CourseImport ToWire(this CourseImport import, bool isWhole = true) =>
        new()
        {
            Name = $"courseImports/{import.Id}",
            State = (Wire.CourseImport.Types.State)import.State,
            Percent = import.Percent,
            Kind = (Wire.CourseImport.Types.Kind)(import.Kind ?? 0),
            SizeBytes = import.SizeBytes,
            CreateTime = import.RequestedAt.ToWire(),
            EndTime = import.EndedAt?.ToWire(),
            Course = import.CourseId is { } course ? $"courses/{course}" : "",
            Refusal = (Wire.CourseImport.Types.Refusal)(import.Refusal ?? 0),
            RefusedFor = import.RefusedFor,
            Report = import.State == CourseImportState.Done ? import.Report.ToWire(isWhole) : null,
        };

    private static Wire.ImportReport ToWire(this ImportReport report, bool isWhole) =>
        new()
        {
            MappedCount = report.Mapped,
            PartlyCount = report.Partly,
            LeftOutCount = report.LeftOut,
            Lines = { isWhole ? report.Lines.Select(ToWire) : [] },
            LinesLeftOut = report.LinesLeftOut,
        };

    private static Wire.ImportLine ToWire(ImportLine line) =>
        new()
        {
            Thing = (Wire.ImportLine.Types.Thing)line.Thing,
            Path = line.Path,
            Outcome = (Wire.ImportLine.Types.Outcome)line.Outcome,
            Causes = { line.Causes.Select(cause => (Wire.ImportLine.Types.Cause)cause) },
        };
}
