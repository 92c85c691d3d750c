using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media;

/// <summary>Reads an asset of the caller's, or of a course they work on.</summary>
public sealed class GetAsset(SchoolDbContext db)
{
    /// <summary>Reads it with its renditions.</summary>
    /// <exception cref="DomainException"><c>ASSET_NOT_FOUND</c>.</exception>
    public async Task<Asset> ExecuteAsync(Actor actor, Guid assetId, CancellationToken cancellationToken) =>
        await OwnAssets.Of(db, actor, AuthorRole.Assistant).AsNoTracking().SingleOrDefaultAsync(a => a.Id == assetId, cancellationToken)
        ?? throw new DomainException(MediaReasons.AssetNotFound, "{asset} does not exist.", ("asset", $"assets/{assetId}"));
}
