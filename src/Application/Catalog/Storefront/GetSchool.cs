using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Application.Media;
using ESchool.Application.Settings;
using ESchool.Domain.Catalog;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>What a frontend needs to know before anybody signs in.</summary>
/// <param name="Prices">The currencies, and between which prices courses are sold.</param>
/// <param name="Categories">What courses may be about.</param>
/// <param name="GoogleSignIn">Whether people can sign in with Google.</param>
/// <param name="MaximumUploadBytes">The largest video that can be uploaded.</param>
/// <param name="Live">What administrators have set.</param>
public sealed record School(PriceLimits Prices, IReadOnlyList<string> Categories, bool GoogleSignIn, long MaximumUploadBytes, SettingsSnapshot Live);

/// <summary>Reads what is the same for everybody.</summary>
public sealed class GetSchool(IOptions<CatalogOptions> catalog, IOptions<GoogleOptions> google, IOptions<MediaOptions> media, LiveSettings settings)
{
    /// <summary>Reads the settings.</summary>
    public async Task<School> ExecuteAsync(CancellationToken cancellationToken) =>
        new(
            catalog.Value.Limits,
            catalog.Value.ListCategories(),
            google.Value.IsEnabled,
            media.Value.MaximumUploadBytes,
            await settings.ReadAsync(cancellationToken)
        );
}
