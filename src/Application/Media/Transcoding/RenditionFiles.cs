using ESchool.Domain.Media;

namespace ESchool.Application.Media.Transcoding;

/// <summary>Where the files of a processing attempt lie, in the bucket and on disk. An attempt writes only under its own epoch.</summary>
public static class RenditionFiles
{
    /// <summary>The still picture's file name.</summary>
    public const string Poster = "poster.jpg";

    /// <summary>The purpose under which content keys are sealed.</summary>
    public const string KeyPurpose = "media.content_key";

    /// <summary>The folder of an attempt in the bucket.</summary>
    public static string Folder(Guid assetId, int epoch) => $"renditions/{assetId}/{epoch}";

    /// <summary>The file name of a segment, counted from 0, relative to the attempt's folder.</summary>
    public static string Segment(string label, int index) => $"{label}/segment-{index:D5}.ts";

    /// <summary>The key of a published segment.</summary>
    public static string SegmentKey(Asset asset, string label, int index) => $"{Folder(asset.Id, asset.PublishedEpoch)}/{Segment(label, index)}";

    /// <summary>The key of the published still picture.</summary>
    public static string PosterKey(Asset asset) => $"{Folder(asset.Id, asset.PublishedEpoch)}/{Poster}";
}
