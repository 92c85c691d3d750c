namespace ESchool.Domain.Administration.Exports;

/// <summary>What is exported. Stored by number.</summary>
public enum ExportSubject
{
    /// <summary>Accounts.</summary>
    Users = 1,

    /// <summary>Orders, paid or not.</summary>
    Orders = 2,

    /// <summary>What was paid, as the ledger divides it.</summary>
    Sales = 3,

    /// <summary>Enrollments.</summary>
    Enrollments = 4,

    /// <summary>The audit log.</summary>
    AuditEvents = 5,
}

/// <summary>In what a table is written. Stored by number.</summary>
public enum ExportFormat
{
    /// <summary>RFC 4180, UTF-8 with a byte order mark.</summary>
    Csv = 1,

    /// <summary>Apache Parquet.</summary>
    Parquet = 2,

    /// <summary>Office Open XML, as spreadsheets read it.</summary>
    Xlsx = 3,
}

/// <summary>Where an export stands.</summary>
public enum ExportState
{
    /// <summary>It waits for a worker.</summary>
    Queued = 1,

    /// <summary>It is being written.</summary>
    Running = 2,

    /// <summary>The file can be downloaded.</summary>
    Done = 3,

    /// <summary>The school failed with it several times.</summary>
    Failed = 4,

    /// <summary>An administrator gave it up.</summary>
    Canceled = 5,

    /// <summary>The file was deleted.</summary>
    Expired = 6,
}

/// <summary>
/// A table that an administrator takes out as a file: the rows that were made before it was asked for. Every attempt takes the next <see cref="Epoch"/> and
/// writes a file of its own; with the state it is what an attempt must still hold when it saves.
/// </summary>
public sealed class TableExport
{
    /// <summary>How long a file is kept: it holds what people may have asked to be erased since.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private TableExport() { }

    /// <summary>Asks for an export.</summary>
    public TableExport(Guid requesterId, ExportSubject subject, ExportFormat format, ExportFilter filter, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        RequesterId = requesterId;
        Subject = subject;
        Format = format;
        Filter = filter;
        State = ExportState.Queued;
        RequestedAt = now;
    }

    /// <summary>The export's id; newer exports have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The administrator who asked for it.</summary>
    public Guid RequesterId { get; private set; }

    /// <summary>What is exported.</summary>
    public ExportSubject Subject { get; private set; }

    /// <summary>In what.</summary>
    public ExportFormat Format { get; private set; }

    /// <summary>Which rows.</summary>
    public ExportFilter Filter { get; private set; } = ExportFilter.All;

    /// <summary>Where it stands.</summary>
    public ExportState State { get; private set; }

    /// <summary>The number of the latest attempt.</summary>
    public int Epoch { get; private set; }

    /// <summary>How many rows the latest attempt has written.</summary>
    public long Rows { get; private set; }

    /// <summary>How many rows there will be, counted when the latest attempt began; null before.</summary>
    public long? RowsExpected { get; private set; }

    /// <summary>When it was asked for. Rows that were made later are not in it.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The size of the file in bytes; 0 before it is there.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>When the file is deleted; null before it is there.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>True while it waits or is written.</summary>
    public bool IsOpen => State is ExportState.Queued or ExportState.Running;

    /// <summary>Below which prefix the files of all its attempts lie: not among those of its requester, whose own data are other.</summary>
    public string Folder => $"tables/{Id}/";

    /// <summary>The object that the latest attempt writes.</summary>
    public string ObjectKey => $"{Folder}{Epoch}.{Ending}";

    /// <summary>Under which name browsers save it.</summary>
    public string FileName =>
        $"{(Subject == ExportSubject.AuditEvents ? "audit" : Subject.ToString().ToLowerInvariant())}-{RequestedAt.UtcDateTime:yyyyMMdd-HHmmss}.{Ending}";

    private string Ending => Format.ToString().ToLowerInvariant();

    /// <summary>Starts the next attempt, from the first row.</summary>
    public void BeginAttempt()
    {
        Epoch++;
        (State, Rows, RowsExpected) = (ExportState.Running, 0, null);
    }

    /// <summary>The file lies in storage.</summary>
    public void Finish(long rows, long sizeBytes, DateTimeOffset now)
    {
        (State, EndedAt) = (ExportState.Done, now);
        (Rows, RowsExpected, SizeBytes, ExpiresAt) = (rows, rows, sizeBytes, now + Lifetime);
    }

    /// <summary>It failed for the last time.</summary>
    public void Fail(DateTimeOffset now) => (State, EndedAt) = (ExportState.Failed, now);

    /// <summary>Gives it up.</summary>
    /// <returns>False when it was given up before: nothing changes.</returns>
    /// <exception cref="DomainException"><c>EXPORT_STATE_WRONG</c>: it has ended.</exception>
    public bool Cancel(DateTimeOffset now)
    {
        if (State == ExportState.Canceled)
        {
            return false;
        }

        if (!IsOpen)
        {
            throw new DomainException(AdministrationReasons.ExportStateWrong, "The export is {state}.", ("state", State));
        }

        (State, EndedAt) = (ExportState.Canceled, now);
        return true;
    }

    /// <summary>The file was deleted.</summary>
    public void Expire() => State = ExportState.Expired;
}
