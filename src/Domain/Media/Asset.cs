namespace ESchool.Domain.Media;

/// <summary>Where an asset's processing stands.</summary>
public enum AssetState
{
    /// <summary>The upload is open.</summary>
    Initiated = 1,

    /// <summary>All bytes are there.</summary>
    Uploaded = 2,

    /// <summary>Its format is being looked at.</summary>
    Probing = 3,

    /// <summary>Its renditions are being made.</summary>
    Transcoding = 4,

    /// <summary>Can be played.</summary>
    Ready = 5,

    /// <summary>Could not be processed.</summary>
    Failed = 6,

    /// <summary>Refused as not being a safe video file.</summary>
    Quarantined = 7,

    /// <summary>The upload was given up.</summary>
    Aborted = 8,
}

/// <summary>Whose an asset is.</summary>
/// <param name="OwnerId">The instructor.</param>
/// <param name="UploaderId">Who uploads it.</param>
/// <param name="CourseId">The course it is for; null for none.</param>
public sealed record AssetOwner(Guid OwnerId, Guid UploaderId, Guid? CourseId)
{
    /// <summary>An instructor who uploads for themselves.</summary>
    public static AssetOwner Alone(Guid userId) => new(userId, userId, null);
}

/// <summary>
/// An uploaded video and what was made of it. Every processing attempt takes the next <see cref="Epoch"/> and may publish only while it is
/// still the latest: a worker that was thought dead and comes back is late and is ignored.
/// </summary>
public sealed class Asset
{
    private readonly List<Rendition> renditions = [];

    private Asset() { }

    /// <summary>Makes an asset whose upload is open.</summary>
    public Asset(AssetOwner owner, string fileName, string contentType, long sizeBytes, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (OwnerId, UploaderId, CourseId) = owner;
        FileName = fileName;
        ContentType = contentType;
        SizeBytes = sizeBytes;
        State = AssetState.Initiated;
        CreatedAt = now;
    }

    /// <summary>The asset's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The instructor whose it is.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>Who uploads it, and is told how its processing goes: its owner, or an editor of the owner's course.</summary>
    public Guid UploaderId { get; private set; }

    /// <summary>The course it was uploaded for, whose editors may use it; null when none was named.</summary>
    public Guid? CourseId { get; private set; }

    /// <summary>The file's name on the uploader's machine, for showing only.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>The media type the uploader declared; the probe decides what it really is.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>The file's exact size in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Where its processing stands.</summary>
    public AssetState State { get; private set; }

    /// <summary>S3's version of the very object that was checked; only that version is ever processed.</summary>
    public string SourceVersionId { get; private set; } = "";

    /// <summary>The number of the latest processing attempt.</summary>
    public int Epoch { get; private set; }

    /// <summary>The attempt whose output is published; its files lie under it. 0 before READY.</summary>
    public int PublishedEpoch { get; private set; }

    /// <summary>How far transcoding is, 0 to 100.</summary>
    public int TranscodePercent { get; private set; }

    /// <summary>The length in whole seconds, rounded down but at least 1, as probed; null before.</summary>
    public int? DurationSeconds { get; private set; }

    /// <summary>The length in milliseconds, as probed; null before.</summary>
    public long? DurationMilliseconds { get; private set; }

    /// <summary>Why it failed or was refused, for the instructor.</summary>
    public string FailureMessage { get; private set; } = "";

    /// <summary>When the upload was started.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The AES-128 key of its segments, encrypted under the school's master key; empty before READY.</summary>
    public byte[] WrappedContentKey { get; private set; } = [];

    /// <summary>What can be played, the best first; empty before READY.</summary>
    public IReadOnlyList<Rendition> Renditions => renditions;

    /// <summary>Where the uploaded file lies.</summary>
    public string SourceKey => $"sources/{OwnerId}/{Id}";

    /// <summary>Records that all bytes are there.</summary>
    /// <param name="versionId">S3's version of the object that was checked.</param>
    /// <exception cref="DomainException"><c>ASSET_STATE_WRONG</c>.</exception>
    public void FinishUpload(string versionId)
    {
        Require(AssetState.Initiated);
        State = AssetState.Uploaded;
        SourceVersionId = versionId;
    }

    /// <summary>Records that the upload was given up. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>ASSET_STATE_WRONG</c>.</exception>
    public void AbortUpload()
    {
        Require(AssetState.Initiated, AssetState.Aborted);
        State = AssetState.Aborted;
    }

    /// <summary>Starts the next processing attempt.</summary>
    /// <returns>The attempt's epoch.</returns>
    /// <exception cref="DomainException"><c>ASSET_STATE_WRONG</c>: nothing to process, or processed already.</exception>
    public int BeginAttempt()
    {
        Require(AssetState.Uploaded, AssetState.Probing, AssetState.Transcoding);
        State = AssetState.Probing;
        TranscodePercent = 0;
        FailureMessage = "";
        return ++Epoch;
    }

    /// <summary>Sends a failed asset to processing again.</summary>
    /// <exception cref="DomainException"><c>ASSET_STATE_WRONG</c>.</exception>
    public void Retry()
    {
        Require(AssetState.Failed);
        State = AssetState.Uploaded;
        FailureMessage = "";
    }

    /// <summary>Records what the probe found. Only the attempt that holds the latest epoch may.</summary>
    public void BeginTranscoding(long durationMilliseconds)
    {
        Require(AssetState.Probing);
        State = AssetState.Transcoding;
        DurationMilliseconds = durationMilliseconds;
        DurationSeconds = (int)Math.Max(1, durationMilliseconds / 1000);
    }

    /// <summary>Publishes the whole output of the latest attempt.</summary>
    public void Publish(IEnumerable<Rendition> made, byte[] wrappedContentKey)
    {
        Require(AssetState.Transcoding);
        State = AssetState.Ready;
        PublishedEpoch = Epoch;
        TranscodePercent = 100;
        WrappedContentKey = wrappedContentKey;
        renditions.Clear();
        renditions.AddRange(made);
    }

    /// <summary>Records that the latest attempt failed for good.</summary>
    public void Fail(string message)
    {
        Require(AssetState.Uploaded, AssetState.Probing, AssetState.Transcoding);
        State = AssetState.Failed;
        FailureMessage = message;
    }

    /// <summary>Refuses the file as not being a safe video.</summary>
    public void Quarantine(string message)
    {
        Require(AssetState.Probing, AssetState.Transcoding);
        State = AssetState.Quarantined;
        FailureMessage = message;
    }

    private void Require(params AssetState[] allowed)
    {
        if (!allowed.Contains(State))
        {
            throw new DomainException(MediaReasons.AssetStateWrong, "The asset is {state}.", ("state", State));
        }
    }
}

/// <summary>One quality of a video, as an HLS variant stream.</summary>
public sealed class Rendition
{
    private Rendition() { }

    /// <summary>Describes a finished rendition.</summary>
    /// <param name="label">Its folder's name, such as <c>720p</c>.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="bandwidth">Peak bits per second, sound included (HLS <c>BANDWIDTH</c>).</param>
    /// <param name="codecs">RFC 6381 codecs (HLS <c>CODECS</c>).</param>
    /// <param name="segmentMilliseconds">The length of each segment, in order.</param>
    public Rendition(string label, int width, int height, int bandwidth, string codecs, IReadOnlyList<int> segmentMilliseconds)
    {
        Label = label;
        Width = width;
        Height = height;
        Bandwidth = bandwidth;
        Codecs = codecs;
        SegmentMilliseconds = [.. segmentMilliseconds];
    }

    /// <summary>Its folder's name, such as <c>720p</c>.</summary>
    public string Label { get; private set; } = "";

    /// <summary>Pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Peak bits per second, sound included.</summary>
    public int Bandwidth { get; private set; }

    /// <summary>RFC 6381 codecs.</summary>
    public string Codecs { get; private set; } = "";

    /// <summary>The length of each segment in milliseconds, in order.</summary>
    public int[] SegmentMilliseconds { get; private set; } = [];
}
