namespace ESchool.Domain.Catalog.Packages;

/// <summary>Where an export of a course stands.</summary>
public enum CourseExportState
{
    /// <summary>The file is being written.</summary>
    Preparing = 1,

    /// <summary>The file can be downloaded.</summary>
    Succeeded = 2,

    /// <summary>It failed several times.</summary>
    Failed = 3,

    /// <summary>The file was deleted.</summary>
    Expired = 4,
}

/// <summary>
/// A course as one file. Every attempt takes the next <see cref="Epoch"/> and writes a file of its own, so that an attempt that was thought dead and comes back
/// changes nothing.
/// </summary>
public sealed class CourseExport
{
    /// <summary>How long the file can be downloaded.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private CourseExport() { }

    /// <summary>Asks for one.</summary>
    public CourseExport(Guid instructorId, Guid courseId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        InstructorId = instructorId;
        CourseId = courseId;
        State = CourseExportState.Preparing;
        RequestedAt = now;
    }

    /// <summary>The export's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is: the owner of the course.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Where it stands.</summary>
    public CourseExportState State { get; private set; }

    /// <summary>The number of the latest attempt.</summary>
    public int Epoch { get; private set; }

    /// <summary>How much is written, 0 to 100.</summary>
    public int Percent { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The size of the file in bytes; 0 before it is ready.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>How many videos of the course have no file that could be written, so that their lessons are exported without one.</summary>
    public int MissingVideos { get; private set; }

    /// <summary>When the file is deleted; null before it is ready.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Below which prefix the files of all its attempts lie.</summary>
    public string Folder => $"{FolderOf(InstructorId)}{Id}/";

    /// <summary>The object that the latest attempt writes.</summary>
    public string ObjectKey => $"{Folder}{Epoch}.zip";

    /// <summary>Below which prefix an instructor's exports lie.</summary>
    public static string FolderOf(Guid instructorId) => $"exports/{instructorId}/courses/";

    /// <summary>Starts the next attempt.</summary>
    public void BeginAttempt()
    {
        Epoch++;
        Percent = 0;
    }

    /// <summary>The file lies in storage.</summary>
    public void Finish(long sizeBytes, int missingVideos, DateTimeOffset now)
    {
        State = CourseExportState.Succeeded;
        (SizeBytes, MissingVideos, Percent) = (sizeBytes, missingVideos, 100);
        ExpiresAt = now + Lifetime;
    }

    /// <summary>It failed for the last time.</summary>
    public void Fail() => (State, Percent) = (CourseExportState.Failed, 0);

    /// <summary>The file was deleted.</summary>
    public void Expire() => State = CourseExportState.Expired;
}
