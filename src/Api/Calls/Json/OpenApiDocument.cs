using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ESchool.Api.Calls.Rates;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi.Writers;
using Swashbuckle.AspNetCore.Swagger;

namespace ESchool.Api.Calls.Json;

/// <summary>The description of the rpcs that have a path, for generators of clients. It is made of the contract, once.</summary>
internal static class OpenApiDocument
{
    public const string Path = "/openapi/v1.json";
    public const string Version = "v1";

    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes)
    {
        var made = new Lazy<(byte[] Json, string Etag)>(() => Make(routes.ServiceProvider));
        routes
            .MapGet(
                Path,
                (HttpContext context) =>
                {
                    var (json, etag) = made.Value;
                    context.Response.Headers.CacheControl = "public, max-age=3600";
                    return Results.Bytes(json, "application/json; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(etag));
                }
            )
            .LimitReads();
    }

    private static (byte[] Json, string Etag) Make(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        var document = scope.ServiceProvider.GetRequiredService<ISwaggerProvider>().GetSwagger(Version);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV3(new OpenApiJsonWriter(text));
        var json = Encoding.UTF8.GetBytes(text.ToString());
        return (json, $"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}\"");
    }
}
