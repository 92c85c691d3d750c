using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Bundles;

/// <summary>Reads a bundle as the public sees it, also one that was withdrawn.</summary>
public sealed class GetBundle(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>BUNDLE_NOT_FOUND</c>.</exception>
    public async Task<OfferedBundle> ExecuteAsync(Guid bundleId, CancellationToken cancellationToken)
    {
        var bundle =
            await db.Bundles.AsNoTracking().Include(b => b.Courses).SingleOrDefaultAsync(b => b.Id == bundleId, cancellationToken) ?? throw NotFound(bundleId);
        return (await OfferedBundle.ReadAsync(db, [bundle], cancellationToken))[0];
    }

    /// <summary>The refusal for a bundle that is not there, or not the caller's to change.</summary>
    internal static DomainException NotFound(Guid bundleId) =>
        new(CatalogReasons.BundleNotFound, "{bundle} does not exist.", ("bundle", $"bundles/{bundleId}"));
}
