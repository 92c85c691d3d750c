using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Storage;

/// <summary>A part's signed address.</summary>
/// <param name="Url">Where to PUT it.</param>
/// <param name="Headers">The headers that were signed and must be sent exactly.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record SignedPut(string Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt);

/// <summary>A form that uploads one object.</summary>
/// <param name="Url">Where to POST it.</param>
/// <param name="Fields">Its fields, to be sent as they are, before the file.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record SignedPost(string Url, IReadOnlyDictionary<string, string> Fields, DateTimeOffset ExpiresAt);

/// <summary>How an object begins.</summary>
/// <param name="Bytes">Its first bytes; fewer than asked for when it is shorter.</param>
/// <param name="SizeBytes">The size of the whole.</param>
public sealed record ObjectBeginning(byte[] Bytes, long SizeBytes);

/// <summary>The S3 server. Every address it signs is for one key and one verb and lives for minutes.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed partial class ObjectStorage(
    IAmazonS3 s3,
    IOptions<S3Options> options,
    IOptions<PublicOptions> addresses,
    TimeProvider clock,
    ILogger<ObjectStorage> logger
)
{
    private static readonly TimeSpan UploadLifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PostLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Where browsers put documents before they are looked at; what lies there for a day is deleted.</summary>
    public const string Arrivals = "arrivals/";

    /// <summary>Where files lie, by user, that are made to be downloaded at once and can be made again; what lies there for a day is deleted.</summary>
    public const string Departures = "departures/";

    /// <summary>The bucket of uploads and renditions.</summary>
    public string MediaBucket => options.Value.MediaBucket;

    /// <summary>The bucket of documents.</summary>
    public string DocumentsBucket => options.Value.DocumentsBucket;

    /// <summary>Makes the client for the settings.</summary>
    public static IAmazonS3 Connect(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            AuthenticationRegion = options.Region,
            Timeout = TimeSpan.FromSeconds(30),
            MaxErrorRetry = 2,

            // The newer default adds CRC trailers that S3 servers other than AWS do not all understand.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.ServiceUrl.Length > 0)
        {
            config.ServiceURL = options.ServiceUrl;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        return new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    /// <summary>Makes the buckets with versioning and CORS. Doing it again changes nothing.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var bucket in new[] { MediaBucket, DocumentsBucket })
        {
            try
            {
                await s3.PutBucketAsync(new PutBucketRequest { BucketName = bucket }, cancellationToken);
            }
            catch (AmazonS3Exception fault) when (fault.ErrorCode is "BucketAlreadyOwnedByYou" or "BucketAlreadyExists")
            {
                // Made before.
            }
        }

        await ForgetAfterADayAsync(cancellationToken);
        await s3.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = MediaBucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            },
            cancellationToken
        );
        await AllowBrowsersAsync(MediaBucket, ["GET", "PUT"], cancellationToken);
        await AllowBrowsersAsync(DocumentsBucket, ["GET", "POST", "PUT"], cancellationToken);
    }

    /// <summary>
    /// S3 itself forgets what was uploaded and never asked for, and what was made to be downloaded: everything below these prefixes after a day.
    /// </summary>
    private Task ForgetAfterADayAsync(CancellationToken cancellationToken) =>
        s3.PutLifecycleConfigurationAsync(
            new PutLifecycleConfigurationRequest
            {
                BucketName = DocumentsBucket,
                Configuration = new LifecycleConfiguration { Rules = [.. new[] { Arrivals, Departures }.Select(AfterADay)] },
            },
            cancellationToken
        );

    private static LifecycleRule AfterADay(string prefix) =>
        new()
        {
            Id = prefix.TrimEnd('/'),
            Status = LifecycleRuleStatus.Enabled,
            Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } },
            Expiration = new LifecycleRuleExpiration { Days = 1 },
        };

    /// <summary>Starts a multipart upload.</summary>
    /// <returns>S3's upload id.</returns>
    public Task<string> StartMultipartAsync(string bucket, string key, string contentType, CancellationToken cancellationToken) =>
        AskAsync(async () =>
            (
                await s3.InitiateMultipartUploadAsync(
                    new InitiateMultipartUploadRequest
                    {
                        BucketName = bucket,
                        Key = key,
                        ContentType = contentType,
                    },
                    cancellationToken
                )
            ).UploadId
        );

    /// <summary>Signs the PUT of one part: exact key, number, size and MD5. S3 refuses anything else.</summary>
    public SignedPut SignPart(string bucket, string key, string multipartId, UploadPart part)
    {
        var expiresAt = clock.GetUtcNow() + UploadLifetime;
        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket,
            Key = key,
            Verb = HttpVerb.PUT,
            UploadId = multipartId,
            PartNumber = part.PartNumber,
            Expires = expiresAt.UtcDateTime,
            Protocol = Protocol,
        };
        request.Headers.ContentMD5 = Convert.ToBase64String(part.Md5);
        request.Headers.ContentLength = part.SizeBytes;

        // Content-Length is signed too, but every HTTP client sets that by itself.
        var headers = new Dictionary<string, string> { ["Content-MD5"] = request.Headers.ContentMD5 };
        return new SignedPut(s3.GetPreSignedURL(request), headers, expiresAt);
    }

    /// <summary>Signs the PUT of one document: exact key, type, size and MD5. S3 refuses anything else.</summary>
    public SignedPut SignDocument(string key, string contentType, long sizeBytes, byte[] md5)
    {
        var expiresAt = clock.GetUtcNow() + UploadLifetime;
        var request = new GetPreSignedUrlRequest
        {
            BucketName = DocumentsBucket,
            Key = key,
            Verb = HttpVerb.PUT,
            Expires = expiresAt.UtcDateTime,
            ContentType = contentType,
            Protocol = Protocol,
        };
        request.Headers.ContentMD5 = Convert.ToBase64String(md5);
        request.Headers.ContentLength = sizeBytes;
        var headers = new Dictionary<string, string> { ["Content-MD5"] = request.Headers.ContentMD5, ["Content-Type"] = contentType };
        return new SignedPut(s3.GetPreSignedURL(request), headers, expiresAt);
    }

    /// <summary>Signs a form (a POST policy) that uploads one document: exact key, exact type, bounded size. S3 refuses anything else.</summary>
    public async Task<SignedPost> SignPostAsync(string key, string contentType, long maximumBytes, CancellationToken cancellationToken)
    {
        var expiresAt = clock.GetUtcNow() + PostLifetime;
        var signed = await AskAsync(() =>
            s3.CreatePresignedPostAsync(
                new CreatePresignedPostRequest
                {
                    BucketName = DocumentsBucket,
                    Key = key,
                    Expires = expiresAt.UtcDateTime,
                    Fields = new Dictionary<string, string> { ["Content-Type"] = contentType },
                    Conditions = [S3PostCondition.ExactMatch("Content-Type", contentType), S3PostCondition.ContentLengthRange(1, maximumBytes)],
                }
            )
        );
        cancellationToken.ThrowIfCancellationRequested();
        return new SignedPost(signed.Url, signed.Fields, expiresAt);
    }

    /// <summary>Lists the parts S3 holds of an upload.</summary>
    public Task<IReadOnlyDictionary<int, HeldPart>> ListPartsAsync(string bucket, string key, string multipartId, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var held = new Dictionary<int, HeldPart>();
            string? marker = null;
            bool truncated;
            do
            {
                var page = await s3.ListPartsAsync(
                    new ListPartsRequest
                    {
                        BucketName = bucket,
                        Key = key,
                        UploadId = multipartId,
                        PartNumberMarker = marker,
                    },
                    cancellationToken
                );
                foreach (var part in page.Parts ?? [])
                {
                    held[part.PartNumber ?? 0] = new HeldPart(part.Size ?? 0, part.ETag);
                }

                truncated = page.IsTruncated ?? false;
                marker = page.NextPartNumberMarker?.ToString();
            } while (truncated);
            return (IReadOnlyDictionary<int, HeldPart>)held;
        });

    /// <summary>Puts an upload's parts together.</summary>
    public Task CompleteMultipartAsync(
        string bucket,
        string key,
        string multipartId,
        IReadOnlyDictionary<int, HeldPart> parts,
        CancellationToken cancellationToken
    ) =>
        AskAsync(async () =>
        {
            var request = new CompleteMultipartUploadRequest
            {
                BucketName = bucket,
                Key = key,
                UploadId = multipartId,
            };
            request.AddPartETags(parts.OrderBy(p => p.Key).Select(p => new PartETag(p.Key, p.Value.ETag)));
            await s3.CompleteMultipartUploadAsync(request, cancellationToken);
            return true;
        });

    /// <summary>Gives a multipart upload up; one that is gone is fine.</summary>
    public Task AbortMultipartAsync(string bucket, string key, string multipartId, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            try
            {
                await s3.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest
                    {
                        BucketName = bucket,
                        Key = key,
                        UploadId = multipartId,
                    },
                    cancellationToken
                );
            }
            catch (AmazonS3Exception fault) when (fault.ErrorCode == "NoSuchUpload")
            {
                // Aborted before.
            }

            return true;
        });

    /// <summary>Reads size and version of the newest version of an object.</summary>
    /// <returns>Null when there is none.</returns>
    public Task<(long SizeBytes, string VersionId)?> FindAsync(string bucket, string key, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            try
            {
                var head = await s3.GetObjectMetadataAsync(bucket, key, cancellationToken);
                return ((long, string)?)(head.ContentLength, head.VersionId ?? "");
            }
            catch (AmazonS3Exception fault) when (fault.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return null;
            }
        });

    /// <summary>Reads how an object begins, and how large it is.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null when there is none.</returns>
    public Task<ObjectBeginning?> ReadBeginningAsync(string bucket, string key, int count, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            try
            {
                using var response = await s3.GetObjectAsync(
                    new GetObjectRequest
                    {
                        BucketName = bucket,
                        Key = key,
                        ByteRange = new ByteRange(0, count - 1),
                    },
                    cancellationToken
                );
                var bytes = new byte[count];
                var read = await response.ResponseStream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancellationToken);

                // "bytes 0-15/4711": the last number is the size of the whole.
                var size = response.ContentRange is { Length: > 0 } range ? long.Parse(range[(range.LastIndexOf('/') + 1)..]) : response.ContentLength;
                return new ObjectBeginning(bytes[..read], size);
            }
            catch (AmazonS3Exception fault)
                when (fault.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return null;
            }
        });

    /// <summary>Reads a small object of ours whole.</summary>
    /// <returns>Null when there is none.</returns>
    public Task<byte[]?> ReadAsync(string bucket, string key, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            try
            {
                using var response = await s3.GetObjectAsync(bucket, key, cancellationToken);
                using var content = new MemoryStream();
                await response.ResponseStream.CopyToAsync(content, cancellationToken);
                return content.ToArray();
            }
            catch (AmazonS3Exception fault) when (fault.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return null;
            }
        });

    /// <summary>Copies an object within the bucket of documents.</summary>
    /// <param name="from">Its key.</param>
    /// <param name="to">The copy's key.</param>
    /// <param name="contentType">The copy's type.</param>
    /// <param name="cancellationToken">Stops before it is asked for.</param>
    /// <returns>False when there is none.</returns>
    public Task<bool> CopyDocumentAsync(string from, string to, string contentType, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var request = new CopyObjectRequest
            {
                SourceBucket = DocumentsBucket,
                SourceKey = from,
                DestinationBucket = DocumentsBucket,
                DestinationKey = to,
                MetadataDirective = S3MetadataDirective.REPLACE,
                ContentType = contentType,
            };
            try
            {
                await s3.CopyObjectAsync(request, cancellationToken);
                return true;
            }
            catch (AmazonS3Exception fault) when (fault.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return false;
            }
        });

    /// <summary>Downloads one version of an object, which is there, into a file.</summary>
    public async Task DownloadAsync(string bucket, string key, string versionId, string path, CancellationToken cancellationToken)
    {
        if (!await TryDownloadAsync(bucket, key, versionId, path, cancellationToken))
        {
            throw Unavailable();
        }
    }

    /// <summary>Downloads one version of an object into a file.</summary>
    /// <returns>False when there is none.</returns>
    public Task<bool> TryDownloadAsync(string bucket, string key, string versionId, string path, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var request = new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                VersionId = versionId.Length > 0 ? versionId : null,
            };
            try
            {
                using var response = await s3.GetObjectAsync(request, cancellationToken);
                await using var file = File.Create(path);
                await response.ResponseStream.CopyToAsync(file, cancellationToken);
                return true;
            }
            catch (AmazonS3Exception fault) when (fault.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return false;
            }
        });

    /// <summary>Stores a file; S3 checks its MD5.</summary>
    public Task UploadFileAsync(string bucket, string key, string path, string contentType, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            await using var file = File.OpenRead(path);
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    InputStream = file,
                    ContentType = contentType,
                    AutoCloseStream = false,
                    UseChunkEncoding = false,
                },
                cancellationToken
            );
            return true;
        });

    /// <summary>Stores bytes.</summary>
    public Task UploadAsync(string bucket, string key, byte[] content, string contentType, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            using var stream = new MemoryStream(content);
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    InputStream = stream,
                    ContentType = contentType,
                    UseChunkEncoding = false,
                },
                cancellationToken
            );
            return true;
        });

    /// <summary>Signs the GET of one object.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="lifetime">How long the address works.</param>
    /// <param name="downloadName">The file name browsers save it under; null to show it.</param>
    public (string Url, DateTimeOffset ExpiresAt) SignGet(string bucket, string key, TimeSpan lifetime, string? downloadName = null)
    {
        var expiresAt = clock.GetUtcNow() + lifetime;
        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket,
            Key = key,
            Verb = HttpVerb.GET,
            Expires = expiresAt.UtcDateTime,
            Protocol = Protocol,
        };
        if (downloadName is not null)
        {
            request.ResponseHeaderOverrides.ContentDisposition = $"attachment; filename=\"{downloadName}\"";
        }

        return (s3.GetPreSignedURL(request), expiresAt);
    }

    /// <summary>Deletes an object; one that is gone is fine.</summary>
    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            await s3.DeleteObjectAsync(bucket, key, cancellationToken);
            return true;
        });

    /// <summary>Lists the keys under a prefix.</summary>
    public Task<IReadOnlyList<string>> ListAsync(string bucket, string prefix, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var keys = new List<string>();
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
            do
            {
                var page = await s3.ListObjectsV2Async(request, cancellationToken);
                keys.AddRange((page.S3Objects ?? []).Select(o => o.Key));
                request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
            } while (request.ContinuationToken is not null);
            return (IReadOnlyList<string>)keys;
        });

    private Task AllowBrowsersAsync(string bucket, List<string> methods, CancellationToken cancellationToken) =>
        s3.PutCORSConfigurationAsync(
            new PutCORSConfigurationRequest
            {
                BucketName = bucket,
                Configuration = new CORSConfiguration
                {
                    Rules =
                    [
                        Allow([.. options.Value.AllowedOrigins.Append(addresses.Value.WebOrigin).Distinct()], methods),
                        .. bucket == MediaBucket ? [Allow(["*"], ["GET"])] : Array.Empty<CORSRule>(),
                    ],
                },
            },
            cancellationToken
        );

    /// <summary>
    /// After a redirect from the Api, browsers call a page's origin "null". Any origin may therefore read videos, with an address that was signed for it:
    /// nothing else opens the bucket, and browsers send no cookies to it.
    /// </summary>
    private static CORSRule Allow(List<string> origins, List<string> methods) =>
        new()
        {
            AllowedOrigins = origins,
            AllowedMethods = methods,
            AllowedHeaders = ["*"],
            ExposeHeaders = ["ETag"],
            MaxAgeSeconds = 3600,
        };

    private Protocol Protocol => options.Value.ServiceUrl.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? Protocol.HTTP : Protocol.HTTPS;

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault)
            when ((fault is AmazonServiceException or HttpRequestException or IOException or TimeoutException) && !DiskFullException.Is(fault))
        {
            logger.LogWarning("The object storage does not answer as it should: {Fault}", fault.Message);
            throw Unavailable();
        }
    }

    private static DomainException Unavailable() =>
        new(CallReasons.DependencyUnavailable, "The object storage does not answer at the moment; try again.", ("dependency", "s3"))
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };
}
