using ESchool.Application.Identity;

namespace ESchool.Api.Identity;

/// <summary>The public keys of access tokens, for others who check them (RFC 7517).</summary>
internal static class SigningKeysEndpoint
{
    public static void MapSigningKeys(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/.well-known/jwks.json",
            (HttpContext context, SigningKeys keys) =>
            {
                // Shorter than the time between the publication of a key and its first use.
                context.Response.Headers.CacheControl = "public, max-age=300";
                return Results.Json(new { keys = keys.Published });
            }
        );
}
