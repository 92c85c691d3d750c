using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media;

/// <summary>Reads the caller's own asset.</summary>
public sealed class GetAsset(SchoolDbContext db)
{
    /// <summary>Reads it with its renditions.</summary>
    /// <exception cref="DomainException"><c>ASSET_NOT_FOUND</c>.</exception>
    public async Task<Asset> ExecuteAsync(Actor actor, Guid assetId, CancellationToken cancellationToken) =>
        await db.Assets.AsNoTracking().SingleOrDefaultAsync(a => a.Id == assetId && a.OwnerId == actor.UserId, cancellationToken)
        ?? throw new DomainException(MediaReasons.AssetNotFound, "{asset} does not exist.", ("asset", $"assets/{assetId}"));
}
