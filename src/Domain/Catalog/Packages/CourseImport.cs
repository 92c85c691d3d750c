namespace ESchool.Domain.Catalog.Packages;

/// <summary>Where an import stands.</summary>
public enum CourseImportState
{
    /// <summary>The package is here and waits for a worker.</summary>
    Uploaded = 1,

    /// <summary>It is being read.</summary>
    Running = 2,

    /// <summary>There is a new draft.</summary>
    Done = 3,

    /// <summary>The package can't be imported.</summary>
    Refused = 4,

    /// <summary>The school failed with it several times.</summary>
    Failed = 5,

    /// <summary>The instructor gave it up.</summary>
    Canceled = 6,
}

/// <summary>What a package is, by its content.</summary>
public enum PackageKind
{
    /// <summary>An export of a school like this one.</summary>
    School = 1,

    /// <summary>IMS Common Cartridge, 1.1 to 1.3.</summary>
    CommonCartridge = 2,

    /// <summary>SCORM 1.2.</summary>
    Scorm12 = 3,

    /// <summary>SCORM 2004.</summary>
    Scorm2004 = 4,
}

/// <summary>
/// A package that becomes a new draft. Every attempt takes the next <see cref="Epoch"/>, which with the state is what it must still hold when it saves. The
/// draft appears whole, in the transaction that ends the import.
/// </summary>
public sealed class CourseImport
{
    private CourseImport() { }

    /// <summary>Asks for an import of what was uploaded.</summary>
    public CourseImport(Guid instructorId, Guid uploadId, long sizeBytes, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        InstructorId = instructorId;
        UploadId = uploadId;
        SizeBytes = sizeBytes;
        State = CourseImportState.Uploaded;
        RequestedAt = now;
    }

    /// <summary>The import's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who gets the draft.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The upload of the package; each becomes one import.</summary>
    public Guid UploadId { get; private set; }

    /// <summary>The package's size in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Where it stands.</summary>
    public CourseImportState State { get; private set; }

    /// <summary>The number of the latest attempt.</summary>
    public int Epoch { get; private set; }

    /// <summary>How much of it is read, 0 to 100.</summary>
    public int Percent { get; private set; }

    /// <summary>What the package is; null before it was looked at, and when it is none.</summary>
    public PackageKind? Kind { get; private set; }

    /// <summary>Why it was refused; null otherwise.</summary>
    public ImportRefusal? Refusal { get; private set; }

    /// <summary>What in the package it was refused for, such as the path of an entry; empty otherwise.</summary>
    public string RefusedFor { get; private set; } = "";

    /// <summary>The new draft; null before it is done.</summary>
    public Guid? CourseId { get; private set; }

    /// <summary>What became of everything in the package; empty before it is done.</summary>
    public ImportReport Report { get; private set; } = ImportReport.Empty;

    /// <summary>The videos that an attempt has stored or is storing; they belong to nothing until the draft is there.</summary>
    public string[] LooseFiles { get; private set; } = [];

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>True when nothing happens any more.</summary>
    public bool IsEnded => State is not (CourseImportState.Uploaded or CourseImportState.Running);

    /// <summary>Starts the next attempt, from the beginning.</summary>
    public void BeginAttempt()
    {
        Epoch++;
        (State, Percent, Kind) = (CourseImportState.Running, 0, null);
    }

    /// <summary>Forgets what was left of earlier attempts, which is deleted.</summary>
    public void ForgetLooseFiles() => LooseFiles = [];

    /// <summary>Notes what the package is, and which files will be stored before the draft is there.</summary>
    public void Plan(PackageKind kind, IEnumerable<string> files) => (Kind, LooseFiles) = (kind, [.. files]);

    /// <summary>There is a new draft, to which all stored files belong.</summary>
    public void Finish(Guid courseId, PackageKind kind, ImportReport report, DateTimeOffset now)
    {
        End(CourseImportState.Done, now);
        (CourseId, Kind, Report, Percent, LooseFiles) = (courseId, kind, report, 100, []);
    }

    /// <summary>The package can't be imported.</summary>
    public void Refuse(ImportRefusal refusal, string refusedFor, DateTimeOffset now)
    {
        End(CourseImportState.Refused, now);
        (Refusal, RefusedFor) = (refusal, refusedFor);
    }

    /// <summary>The school failed with it for the last time.</summary>
    public void Fail(DateTimeOffset now) => End(CourseImportState.Failed, now);

    /// <summary>Gives it up. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>IMPORT_STATE_WRONG</c>: it has ended.</exception>
    public void Cancel(DateTimeOffset now)
    {
        if (State == CourseImportState.Canceled)
        {
            return;
        }

        if (IsEnded)
        {
            throw new DomainException(CatalogReasons.ImportStateWrong, "The import is {state}.", ("state", State));
        }

        End(CourseImportState.Canceled, now);
    }

    private void End(CourseImportState state, DateTimeOffset now) => (State, EndedAt) = (state, now);
}
