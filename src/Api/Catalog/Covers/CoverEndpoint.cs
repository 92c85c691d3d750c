using System.Globalization;
using ESchool.Api.Calls.Rates;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Domain;
using Microsoft.Net.Http.Headers;

namespace ESchool.Api.Catalog.Covers;

/// <summary>
/// The pictures of covers, for everybody: for pages of the frontend, and for whoever shows a link to a course. A picture never changes, so browsers and CDNs
/// keep it for a year, and come here once.
/// </summary>
internal static class CoverEndpoint
{
    private const string Forever = "public, max-age=31536000, immutable";

    private const string Pattern = $"/{CoverAddresses.Prefix}/{{cover:guid}}/{{width:int:range(1,9999)}}.{{extension}}";

    public static void MapCoverPictures(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(Pattern, [HttpMethods.Get, HttpMethods.Head], ShowAsync).LimitReads();

    private static async Task<IResult> ShowAsync(
        Guid cover,
        int width,
        string extension,
        CoverFiles files,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var format = CoverFormat.All.FirstOrDefault(known => known.Extension == extension);
            // One spelling: every other would be kept for a year too.
            var isSpelt = request.Path.Value == string.Create(CultureInfo.InvariantCulture, $"/{CoverAddresses.Prefix}/{cover}/{width}.{extension}");
            if (format is null || !isSpelt || await files.ReadAsync(cover, width, format, cancellationToken) is not { } picture)
            {
                return Results.NotFound();
            }

            response.Headers.CacheControl = Forever;

            // Pages of other origins show it.
            response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{cover}-{width}-{extension}\""));
            return Results.Bytes(picture, format.ContentType, entityTag: tag);
        }
        catch (DomainException refusal)
        {
            return Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: refusal.Reason.Code);
        }
    }
}
