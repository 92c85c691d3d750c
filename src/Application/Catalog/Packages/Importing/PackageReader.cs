using ESchool.Application.Catalog.Packages.Drafts;
using ESchool.Application.Catalog.Packages.Formats;
using ESchool.Application.Catalog.Packages.Formats.Ims;
using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Finds out what a package is, by its content, and reads it.</summary>
internal static class PackageReader
{
    /// <summary>Plans the draft.</summary>
    /// <returns>What the package is.</returns>
    /// <exception cref="PackageRefusedException">It is none that is read, can't be read, or there is nothing in it.</exception>
    public static async Task<PackageKind> ReadAsync(PackageArchive archive, DraftPlan plan, CancellationToken cancellationToken)
    {
        var kind = await PlanAsync(archive, plan, cancellationToken);
        foreach (var entry in archive.Entries.Where(entry => !plan.IsUsed(entry)))
        {
            plan.LeaveOut(VideoFiles.Is(entry.Path) ? ImportedThing.Video : ImportedThing.File, entry.Path, ImportCause.NotReferredTo);
        }

        return kind == PackageKind.School || plan.HasLessons ? kind : throw new PackageRefusedException(ImportRefusal.NothingToImport);
    }

    private static async Task<PackageKind> PlanAsync(PackageArchive archive, DraftPlan plan, CancellationToken cancellationToken)
    {
        if (archive.Find(CourseManifest.FileName) is { } manifest)
        {
            await SchoolPackage.ReadAsync(archive, manifest, plan, cancellationToken);
            return PackageKind.School;
        }

        if (archive.Find(ImsManifest.FileName) is { } xml && ImsManifest.Of(await ManifestXml.ReadAsync(archive, xml, cancellationToken)) is { } ims)
        {
            plan.Use(xml);
            await new ImsPackage(archive, ims, plan).ReadAsync(cancellationToken);
            return ims.Kind;
        }

        throw new PackageRefusedException(ImportRefusal.KindUnknown);
    }
}
