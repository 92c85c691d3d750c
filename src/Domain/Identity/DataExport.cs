namespace ESchool.Domain.Identity;

/// <summary>Where an export stands.</summary>
public enum DataExportState
{
    /// <summary>It is being made.</summary>
    Preparing = 1,

    /// <summary>It can be downloaded.</summary>
    Succeeded = 2,

    /// <summary>Its file was deleted.</summary>
    Expired = 3,
}

/// <summary>A ZIP of everything that is held about a person, made in the background.</summary>
public sealed class DataExport
{
    /// <summary>How long a finished export can be downloaded.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>A request within this time after the last one gets the last export, and makes no other.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    private DataExport() { }

    /// <summary>Asks for an export.</summary>
    /// <param name="userId">Whose data.</param>
    /// <param name="now">The present time.</param>
    public DataExport(Guid userId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = userId;
        State = DataExportState.Preparing;
        RequestedAt = now;
    }

    /// <summary>The export's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose data.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Where it stands.</summary>
    public DataExportState State { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The size of the ZIP in bytes; 0 before it is ready.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>When the file is deleted; null before it is ready.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The object that holds the ZIP.</summary>
    public string ObjectKey => $"exports/{UserId}/{Id}.zip";

    /// <summary>The ZIP lies in storage.</summary>
    public void Finish(long sizeBytes, DateTimeOffset now)
    {
        State = DataExportState.Succeeded;
        SizeBytes = sizeBytes;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>The ZIP was deleted.</summary>
    public void Expire() => State = DataExportState.Expired;
}
