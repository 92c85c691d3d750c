using ESchool.Application;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Domain.Catalog.Covers;
using Microsoft.Extensions.Options;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog.Covers;

/// <summary>Where the pictures of covers are. The addresses work for everybody and do not expire, so public pages that are kept may hold them.</summary>
internal sealed class CoverAddresses(IOptions<PublicOptions> addresses)
{
    public const string Prefix = "pictures";

    public Wire.Cover? ToWire(CourseCover? cover) =>
        cover is null
            ? null
            : new Wire.Cover { Pictures = { cover.Widths.SelectMany(width => CoverFormat.All.Select(format => ToWire(cover.Id, width, format))) } };

    private Wire.Picture ToWire(Guid coverId, int width, CoverFormat format) =>
        new()
        {
            Width = width,
            Height = CourseCover.HeightOf(width),
            ContentType = format.ContentType,
            Uri = new Uri(addresses.Value.ApiUrl, $"{Prefix}/{coverId}/{width}.{format.Extension}").ToString(),
        };
}
