using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Application.Catalog.Packages.Formats;
using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain.Catalog;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Packages.Exporting;

/// <summary>What was written.</summary>
/// <param name="SizeBytes">The size of the file.</param>
/// <param name="MissingVideos">How many videos of the course have no file.</param>
public sealed record WrittenFile(long SizeBytes, int MissingVideos);

/// <summary>
/// Writes a course into a ZIP at S3, while it reads its videos from there: what is held in memory is one part of the upload. Nothing about a person is in it:
/// no ids, and not the names that files had on somebody's machine.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CourseFileWriter(SchoolDbContext db, ObjectStorage storage, CoverFiles covers, TimeProvider clock)
{
    /// <summary>More than the manifest, the cover and the directory of a ZIP ever have.</summary>
    private const long Margin = 64L * 1024 * 1024;

    /// <summary>What was uploaded whole, and is no attack.</summary>
    private static readonly AssetState[] Uploaded = [AssetState.Uploaded, AssetState.Probing, AssetState.Transcoding, AssetState.Ready, AssetState.Failed];

    /// <summary>Writes it.</summary>
    /// <param name="course">The draft, with sections and lessons.</param>
    /// <param name="key">Where to, in the bucket of documents.</param>
    /// <param name="report">Is told how much is done, in percent; false stops it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<WrittenFile> WriteAsync(Course course, string key, Func<int, Task<bool>> report, CancellationToken cancellationToken)
    {
        var videos = await VideosAsync(course, cancellationToken);
        var total = videos.Sum(v => v.SizeBytes);
        var progress = new PackageProgress(total, report, clock);
        await using var file = await MultipartStream.BeginAsync(storage, storage.DocumentsBucket, key, "application/zip", total + Margin, cancellationToken);
        var media = new Dictionary<Guid, ManifestMedia>();
        await using (var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            foreach (var video in videos)
            {
                if (await WriteVideoAsync(zip, video, media.Count + 1, progress, cancellationToken) is { } written)
                {
                    media.Add(video.Id, written);
                }
            }

            var cover = await WriteCoverAsync(zip, course, cancellationToken);
            var manifest = ManifestWriter.Write(course, cover, media, clock.GetUtcNow());

            // The last entry: only now it is known what the others are.
            await using var entry = await zip.CreateEntry(CourseManifest.FileName).OpenAsync(cancellationToken);
            await entry.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(manifest, CourseManifest.Json), cancellationToken);
        }

        await file.CompleteAsync(cancellationToken);
        return new WrittenFile(file.Position, Wanted(course).Count - media.Count);
    }

    private async Task<IReadOnlyList<Asset>> VideosAsync(Course course, CancellationToken cancellationToken)
    {
        var wanted = Wanted(course);
        var assets = await db
            .Assets.AsNoTracking()
            .Where(a => wanted.Contains(a.Id) && a.OwnerId == course.InstructorId && Uploaded.Contains(a.State))
            .ToDictionaryAsync(a => a.Id, cancellationToken);
        return [.. wanted.Where(assets.ContainsKey).Select(id => assets[id])];
    }

    /// <summary>The videos in the order in which the course shows them, each once.</summary>
    private static IReadOnlyList<Guid> Wanted(Course course) =>
        [.. course.Sections.SelectMany(s => s.Lessons).Select(l => l.AssetId).Prepend(course.Text.PromotionalVideo).OfType<Guid>().Distinct()];

    private async Task<ManifestMedia?> WriteVideoAsync(ZipArchive zip, Asset video, int number, PackageProgress progress, CancellationToken cancellationToken)
    {
        await using var source = await storage.OpenAsync(storage.MediaBucket, video.SourceKey, video.SourceVersionId, range: null, cancellationToken);
        if (source is null)
        {
            return null;
        }

        var path = $"media/{number}{VideoFiles.EndingOf(video.FileName)}";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        // Videos are compressed already.
        await using var entry = await zip.CreateEntry(path, CompressionLevel.NoCompression).OpenAsync(cancellationToken);
        await progress.CopyAsync(source, entry, cancellationToken, bytes => hash.AppendData(bytes));
        var type = new Media.Uploading.UploadFile(path, video.SizeBytes, video.ContentType).StoredType;
        return new ManifestMedia($"{number}", path, type, video.SizeBytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private async Task<string?> WriteCoverAsync(ZipArchive zip, Course course, CancellationToken cancellationToken)
    {
        if (course.Cover is not { } cover || await covers.ReadAsync(cover.Id, cover.Width, CoverFormat.Jpeg, cancellationToken) is not { } picture)
        {
            return null;
        }

        const string path = "cover.jpg";
        await using var entry = await zip.CreateEntry(path, CompressionLevel.NoCompression).OpenAsync(cancellationToken);
        await entry.WriteAsync(picture, cancellationToken);
        return path;
    }
}
