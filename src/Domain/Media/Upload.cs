namespace ESchool.Domain.Media;

/// <summary>Where an upload stands.</summary>
public enum UploadState
{
    /// <summary>Parts may be signed and sent.</summary>
    Open = 1,

    /// <summary>The object was assembled and checked.</summary>
    Completed = 2,

    /// <summary>Given up.</summary>
    Aborted = 3,
}

/// <summary>Why an upload takes no more parts.</summary>
public enum UploadObstacle
{
    /// <summary>It was completed.</summary>
    Completed = 1,

    /// <summary>It was aborted.</summary>
    Aborted = 2,

    /// <summary>No part was signed for too long.</summary>
    Expired = 3,
}

/// <summary>An S3 multipart upload. Every part but the last has the same size; each is signed for its exact bytes.</summary>
public sealed class Upload
{
    /// <summary>How long an upload stays open after it was begun, or after the last part was signed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly List<UploadPart> parts = [];

    private Upload() { }

    /// <summary>Opens an upload.</summary>
    /// <param name="asset">The asset it fills.</param>
    /// <param name="multipartId">S3's upload id.</param>
    /// <param name="partSizeBytes">Size of every part but the last.</param>
    /// <param name="now">The present time.</param>
    public Upload(Asset asset, string multipartId, long partSizeBytes, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AssetId = asset.Id;
        OwnerId = asset.UploaderId;
        SizeBytes = asset.SizeBytes;
        MultipartId = multipartId;
        PartSizeBytes = partSizeBytes;
        State = UploadState.Open;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>Opens an upload of a package of a course, which fills no asset.</summary>
    /// <param name="id">The upload's id.</param>
    /// <param name="ownerId">Who uploads.</param>
    /// <param name="sizeBytes">The whole file's size.</param>
    /// <param name="multipartId">S3's upload id.</param>
    /// <param name="now">The present time.</param>
    public Upload(Guid id, Guid ownerId, long sizeBytes, string multipartId, DateTimeOffset now)
    {
        Id = id;
        OwnerId = ownerId;
        SizeBytes = sizeBytes;
        MultipartId = multipartId;
        PartSizeBytes = PartSizeFor(sizeBytes);
        State = UploadState.Open;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>The upload's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The asset it fills; null for a package.</summary>
    public Guid? AssetId { get; private set; }

    /// <summary>Who uploads.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>S3's upload id.</summary>
    public string MultipartId { get; private set; } = "";

    /// <summary>The whole file's size in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Size of every part but the last, in bytes.</summary>
    public long PartSizeBytes { get; private set; }

    /// <summary>Where it stands.</summary>
    public UploadState State { get; private set; }

    /// <summary>When it is given up by itself.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Where a package lies, in the bucket of documents.</summary>
    public string PackageKey => PackageKeyOf(OwnerId, Id);

    /// <summary>Below which prefix the packages of a user lie.</summary>
    public static string PackagesOf(Guid ownerId) => $"packages/{ownerId}/";

    /// <summary>Where the package of an upload lies.</summary>
    public static string PackageKeyOf(Guid ownerId, Guid uploadId) => $"{PackagesOf(ownerId)}{uploadId}.zip";

    /// <summary>The parts that were signed, by number.</summary>
    public IReadOnlyList<UploadPart> Parts => parts;

    /// <summary>How many parts there are.</summary>
    public int PartCount => (int)((SizeBytes + PartSizeBytes - 1) / PartSizeBytes);

    /// <summary>
    /// The part size for a file: S3 allows 10000 parts of 5 MiB to 5 GiB. Parts have 8 MiB, and more only for files beyond 78 GiB, so that a broken connection
    /// costs little.
    /// </summary>
    public static long PartSizeFor(long sizeBytes)
    {
        const long MiB = 1024 * 1024;
        var needed = (sizeBytes + 9_999) / 10_000;
        return Math.Max(8 * MiB, (needed + MiB - 1) / MiB * MiB);
    }

    /// <summary>The exact size of a part, in bytes.</summary>
    public long SizeOfPart(int partNumber) => partNumber < PartCount ? PartSizeBytes : SizeBytes - (PartSizeBytes * (PartCount - 1));

    /// <summary>Notes a part that is about to be signed; signing it again replaces it. While parts are sent, the upload does not expire.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_STATE_WRONG</c>, <c>PART_INVALID</c>.</exception>
    public UploadPart Sign(int partNumber, byte[] md5, DateTimeOffset now)
    {
        RequireOpen(now);
        if (partNumber < 1 || partNumber > PartCount)
        {
            throw new DomainException(
                MediaReasons.PartInvalid,
                "Part {part_number} is not between 1 and {part_count}.",
                ("part_number", partNumber),
                ("part_count", PartCount)
            );
        }

        var part = parts.SingleOrDefault(p => p.PartNumber == partNumber);
        if (part is null)
        {
            part = new UploadPart(Id, partNumber);
            parts.Add(part);
        }

        part.Replace(md5, SizeOfPart(partNumber));
        ExpiresAt = now + Lifetime;
        return part;
    }

    /// <summary>Refuses unless parts may still be sent.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_STATE_WRONG</c>.</exception>
    public void RequireOpen(DateTimeOffset now)
    {
        if (State != UploadState.Open || now >= ExpiresAt)
        {
            var obstacle = State switch
            {
                UploadState.Completed => UploadObstacle.Completed,
                UploadState.Aborted => UploadObstacle.Aborted,
                _ => UploadObstacle.Expired,
            };
            throw new DomainException(MediaReasons.UploadStateWrong, "The upload takes no parts any more: {obstacle}.", ("obstacle", obstacle));
        }
    }

    /// <summary>Compares what S3 holds with what was signed.</summary>
    /// <param name="held">What S3 lists: size and ETag (hex MD5) by part number.</param>
    /// <exception cref="DomainException"><c>UPLOAD_INCOMPLETE</c> with every missing or differing part.</exception>
    public void RequireComplete(IReadOnlyDictionary<int, HeldPart> held)
    {
        var violations = Enumerable
            .Range(1, PartCount)
            .Select(number => (number, problem: Problem(number, held)))
            .Where(row => row.problem is not null)
            .Select(row => new Violation($"uploads/{Id}/parts/{row.number}", row.problem!))
            .ToList();
        if (violations.Count > 0)
        {
            throw new DomainException(
                MediaReasons.UploadIncomplete,
                "{parts} of {part_count} parts are missing or differ from what was signed.",
                ("parts", violations.Count),
                ("part_count", PartCount)
            )
            {
                Violations = violations,
            };
        }
    }

    /// <summary>Records that the object was put together.</summary>
    public void Complete() => State = UploadState.Completed;

    /// <summary>Gives the upload up. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_STATE_WRONG</c>: it was completed.</exception>
    public void Abort()
    {
        if (State == UploadState.Completed)
        {
            throw new DomainException(
                MediaReasons.UploadStateWrong,
                "The upload cannot be aborted any more: {obstacle}.",
                ("obstacle", UploadObstacle.Completed)
            );
        }

        State = UploadState.Aborted;
    }

    /// <summary>True when S3 holds this part as it was signed.</summary>
    public bool Matches(int partNumber, HeldPart held) =>
        parts.SingleOrDefault(p => p.PartNumber == partNumber) is { } signed
        && held.SizeBytes == signed.SizeBytes
        && string.Equals(held.ETag.Trim('"'), Convert.ToHexString(signed.Md5), StringComparison.OrdinalIgnoreCase);

    private string? Problem(int number, IReadOnlyDictionary<int, HeldPart> held) =>
        !held.TryGetValue(number, out var part) ? "The part is missing."
        : !Matches(number, part) ? "The part is not what was signed."
        : null;
}

/// <summary>A part that S3 holds.</summary>
/// <param name="SizeBytes">Its size.</param>
/// <param name="ETag">Its ETag: the hex MD5 of its bytes, perhaps in quotes.</param>
public sealed record HeldPart(long SizeBytes, string ETag);

/// <summary>A part that was signed.</summary>
public sealed class UploadPart
{
    private UploadPart() { }

    internal UploadPart(Guid uploadId, int partNumber)
    {
        UploadId = uploadId;
        PartNumber = partNumber;
    }

    /// <summary>The upload.</summary>
    public Guid UploadId { get; private set; }

    /// <summary>Counted from 1.</summary>
    public int PartNumber { get; private set; }

    /// <summary>The MD5 of its bytes.</summary>
    public byte[] Md5 { get; private set; } = [];

    /// <summary>Its exact size in bytes.</summary>
    public long SizeBytes { get; private set; }

    internal void Replace(byte[] md5, long sizeBytes)
    {
        Md5 = md5;
        SizeBytes = sizeBytes;
    }
}
