using Amazon.S3;
using Amazon.S3.Model;
using ESchool.Domain.Media;

namespace ESchool.Application.Storage;

/// <content>What is too large to hold: read and written as streams.</content>
public sealed partial class ObjectStorage
{
    /// <summary>Reads one version of an object, or a part of it, as a stream. Whoever reads it gets <c>DEPENDENCY_UNAVAILABLE</c> when S3 breaks off.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="versionId">S3's version; empty for the newest.</param>
    /// <param name="range">The first and the last byte; null for the whole.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>Null when there is none.</returns>
    public Task<Stream?> OpenAsync(string bucket, string key, string versionId, (long First, long Last)? range, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var request = new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                VersionId = versionId.Length > 0 ? versionId : null,
                ByteRange = range is { } bytes ? new ByteRange(bytes.First, bytes.Last) : null,
            };
            try
            {
                return (Stream?)new StoredStream(await s3.GetObjectAsync(request, cancellationToken), Unavailable);
            }
            catch (AmazonS3Exception fault) when (fault.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return null;
            }
        });

    /// <summary>Stores a part of a multipart upload.</summary>
    /// <returns>What S3 holds.</returns>
    public Task<HeldPart> UploadPartAsync(
        string bucket,
        string key,
        string multipartId,
        int number,
        ArraySegment<byte> content,
        CancellationToken cancellationToken
    ) =>
        AskAsync(async () =>
        {
            using var stream = new MemoryStream(content.Array!, content.Offset, content.Count, writable: false);
            var answer = await s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = key,
                    UploadId = multipartId,
                    PartNumber = number,
                    PartSize = content.Count,
                    InputStream = stream,
                    UseChunkEncoding = false,
                },
                cancellationToken
            );
            return new HeldPart(content.Count, answer.ETag);
        });

    /// <summary>Deletes every version of an object, where a bucket keeps versions; one that is gone is fine.</summary>
    public Task EraseAsync(string bucket, string key, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var request = new ListVersionsRequest { BucketName = bucket, Prefix = key };
            ListVersionsResponse page;
            do
            {
                page = await s3.ListVersionsAsync(request, cancellationToken);
                foreach (var version in (page.Versions ?? []).Where(v => v.Key == key))
                {
                    await s3.DeleteObjectAsync(
                        new DeleteObjectRequest
                        {
                            BucketName = bucket,
                            Key = key,
                            VersionId = version.VersionId,
                        },
                        cancellationToken
                    );
                }

                (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
            } while (page.IsTruncated == true);
            return true;
        });

    /// <summary>Gives up whatever multipart uploads are open below a prefix; there may be none.</summary>
    public Task AbortMultipartsAsync(string bucket, string prefix, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var open = await s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket, Prefix = prefix }, cancellationToken);
            foreach (var upload in open.MultipartUploads ?? [])
            {
                await AbortMultipartAsync(bucket, upload.Key, upload.UploadId, cancellationToken);
            }

            return true;
        });

    /// <summary>Deletes everything below a prefix, also what a killed process has begun to write.</summary>
    public async Task DeleteAllAsync(string bucket, string prefix, CancellationToken cancellationToken)
    {
        await AbortMultipartsAsync(bucket, prefix, cancellationToken);
        foreach (var key in await ListAsync(bucket, prefix, cancellationToken))
        {
            await DeleteAsync(bucket, key, cancellationToken);
        }
    }
}
