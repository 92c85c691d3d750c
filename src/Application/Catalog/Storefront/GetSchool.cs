using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Application.Media;
using ESchool.Domain.Catalog;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>What a frontend needs to know before anybody signs in.</summary>
/// <param name="Prices">The currencies, and between which prices courses are sold.</param>
/// <param name="Categories">What courses may be about.</param>
/// <param name="GoogleSignIn">Whether people can sign in with Google.</param>
/// <param name="MaximumUploadBytes">The largest video that can be uploaded.</param>
public sealed record School(PriceLimits Prices, IReadOnlyList<string> Categories, bool GoogleSignIn, long MaximumUploadBytes);

/// <summary>Reads what is the same for everybody.</summary>
public sealed class GetSchool(IOptions<CatalogOptions> catalog, IOptions<GoogleOptions> google, IOptions<MediaOptions> media)
{
    /// <summary>Reads the settings.</summary>
    public Task<School> ExecuteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new School(catalog.Value.Limits, catalog.Value.ListCategories(), google.Value.IsEnabled, media.Value.MaximumUploadBytes));
    }
}
