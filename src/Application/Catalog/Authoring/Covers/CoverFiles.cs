using System.Security.Cryptography;
using ESchool.Application.Storage;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>Where covers lie in the bucket of documents: as they were uploaded, and as they are shown.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class CoverFiles(ObjectStorage storage)
{
    /// <summary>Signs the upload of a cover.</summary>
    public SignedPut Sign(Cover cover, string contentType) => storage.SignDocument(UploadKeyOf(cover), contentType, cover.SizeBytes, cover.Md5);

    /// <summary>Puts a picture where uploads arrive, that did not come from a browser, for a draft that is being made.</summary>
    /// <returns>The cover that it may become; it is not saved.</returns>
    public async Task<Cover> AddUploadAsync(Course course, byte[] picture, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cover = new Cover(course.InstructorId, course.Id, new CoverFile("", picture.Length, MD5.HashData(picture)), now);
        await storage.UploadAsync(storage.DocumentsBucket, UploadKeyOf(cover), picture, "application/octet-stream", cancellationToken);
        return cover;
    }

    /// <summary>Whether the upload has arrived.</summary>
    public async Task<bool> IsUploadedAsync(Cover cover, CancellationToken cancellationToken) =>
        (await storage.FindAsync(storage.DocumentsBucket, UploadKeyOf(cover), cancellationToken))?.SizeBytes == cover.SizeBytes;

    /// <summary>Reads the upload; null when there is none of its size.</summary>
    public async Task<byte[]?> ReadUploadAsync(Cover cover, CancellationToken cancellationToken) =>
        // No more than was signed, whatever lies there.
        await storage.ReadBeginningAsync(storage.DocumentsBucket, UploadKeyOf(cover), (int)cover.SizeBytes, cancellationToken) is { } upload
        && upload.SizeBytes == cover.SizeBytes
            ? upload.Bytes
            : null;

    /// <summary>Deletes the upload; one that is gone is fine.</summary>
    public Task DeleteUploadAsync(Cover cover, CancellationToken cancellationToken) =>
        storage.DeleteAsync(storage.DocumentsBucket, UploadKeyOf(cover), cancellationToken);

    /// <summary>Stores a picture.</summary>
    public Task SaveAsync(Guid coverId, CoverPicture picture, CancellationToken cancellationToken) =>
        storage.UploadAsync(
            storage.DocumentsBucket,
            KeyOf(coverId, picture.Width, picture.Format),
            picture.Bytes,
            picture.Format.ContentType,
            cancellationToken
        );

    /// <summary>Reads a picture; null when there is none.</summary>
    public Task<byte[]?> ReadAsync(Guid coverId, int width, CoverFormat format, CancellationToken cancellationToken) =>
        storage.ReadAsync(storage.DocumentsBucket, KeyOf(coverId, width, format), cancellationToken);

    /// <summary>The keys of everything that was made of a cover, also by a run that was killed.</summary>
    public Task<IReadOnlyList<string>> ListAsync(Guid coverId, CancellationToken cancellationToken) =>
        storage.ListAsync(storage.DocumentsBucket, Cover.FolderOf(coverId), cancellationToken);

    private static string UploadKeyOf(Cover cover) => $"{ObjectStorage.Arrivals}{Cover.UploadsOf(cover.InstructorId)}{cover.Id}";

    private static string KeyOf(Guid coverId, int width, CoverFormat format) => $"{Cover.FolderOf(coverId)}{width}.{format.Extension}";
}
