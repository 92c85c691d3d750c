using ESchool.Api.Calls.Wire;
using ESchool.Application.Storage;
using ESchool.Domain.Media;
using Google.Protobuf.WellKnownTypes;
using Wire = ESchool.Contracts.Media.V1;

namespace ESchool.Api.Media;

internal static class MediaMapping
{
    public static Wire.Upload ToWire(this Upload upload) =>
        new()
        {
            Name = $"uploads/{upload.Id}",
            Asset = $"assets/{upload.AssetId}",
            PartSizeBytes = upload.PartSizeBytes,
            PartCount = upload.PartCount,
            ExpireTime = upload.ExpiresAt.ToWire(),
        };

    public static Wire.SignUploadPartsResponse.Types.SignedPart ToWire(this SignedPut put, UploadPart part) =>
        new()
        {
            PartNumber = part.PartNumber,
            Url = put.Url,
            Headers = { put.Headers.ToDictionary() },
            SizeBytes = part.SizeBytes,
            ExpireTime = put.ExpiresAt.ToWire(),
        };

    public static Wire.Asset ToWire(this Asset asset) =>
        new()
        {
            Name = $"assets/{asset.Id}",
            FileName = asset.FileName,
            State = (Wire.Asset.Types.State)asset.State,
            SizeBytes = asset.SizeBytes,
            VideoDuration = asset.DurationMilliseconds is { } length ? Duration.FromTimeSpan(TimeSpan.FromMilliseconds(length)) : null,
            TranscodePercent = asset.TranscodePercent,
            Renditions =
            {
                asset
                    .Renditions.OrderByDescending(r => r.Height)
                    .Select(r => new Wire.Rendition
                    {
                        Width = r.Width,
                        Height = r.Height,
                        BandwidthBps = r.Bandwidth,
                    }),
            },
            FailureMessage = asset.FailureMessage,
            Attempts = asset.Epoch,
            CreateTime = asset.CreatedAt.ToWire(),
        };
}
