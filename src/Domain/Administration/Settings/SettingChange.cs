namespace ESchool.Domain.Administration.Settings;

/// <summary>A change of a setting or of a feature flag. It never changes and is never deleted.</summary>
public sealed class SettingChange
{
    private SettingChange() { }

    /// <summary>Notes a change.</summary>
    /// <param name="subject">What was changed, <c>settings/…</c> or <c>featureFlags/…</c>.</param>
    /// <param name="before">The value before; null for the default, or no flag.</param>
    /// <param name="after">The value since; null for the default, or no flag.</param>
    /// <param name="changedBy">Which administrator.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reverts">The change it takes back; null for none.</param>
    /// <param name="now">The present time.</param>
    public SettingChange(string subject, string? before, string? after, Guid changedBy, string reason, Guid? reverts, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Subject = subject;
        Before = before;
        After = after;
        ChangedBy = changedBy;
        Reason = reason.Trim();
        Reverts = reverts;
        ChangedAt = now;
    }

    /// <summary>The change's id; newer changes have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>What was changed.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The value before; null for the default, or no flag.</summary>
    public string? Before { get; private set; }

    /// <summary>The value since; null for the default, or no flag.</summary>
    public string? After { get; private set; }

    /// <summary>What a flag was for before; null for a setting, for no flag, and for changes from before descriptions were kept.</summary>
    public string? DescriptionBefore { get; init; }

    /// <summary>What a flag is for since; null as for the one before.</summary>
    public string? DescriptionAfter { get; init; }

    /// <summary>Which administrator.</summary>
    public Guid ChangedBy { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The change that it takes back; null for none.</summary>
    public Guid? Reverts { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset ChangedAt { get; private set; }
}
