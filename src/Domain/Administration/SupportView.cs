namespace ESchool.Domain.Administration;

/// <summary>
/// One of the staff sees, for some minutes, what a user sees, and can change nothing. It hangs on the session of the one who sees: it ends with it.
/// </summary>
public sealed class SupportView
{
    /// <summary>How long it lasts. It can't be prolonged; another one can be started, for another reason.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How many characters a reason has at most.</summary>
    public const int MaximumReasonLength = 500;

    private SupportView() { }

    /// <summary>Starts one.</summary>
    /// <param name="staffId">Who sees.</param>
    /// <param name="sessionId">In which of their sessions.</param>
    /// <param name="userId">What whom sees.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The present time.</param>
    public SupportView(Guid staffId, Guid sessionId, Guid userId, string reason, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        StaffId = staffId;
        SessionId = sessionId;
        UserId = userId;
        Reason = reason.Trim();
        StartedAt = now;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>The view's id; newer ones have greater ones. The token carries it.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who sees.</summary>
    public Guid StaffId { get; private set; }

    /// <summary>In which of their sessions.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>What whom sees.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was ended before; null otherwise.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How many calls were made in it.</summary>
    public int Calls { get; private set; }

    /// <summary>How many were refused because they could have changed something, or shown more than a view shows.</summary>
    public int RefusedCalls { get; private set; }

    /// <summary>When the last call was made; null before the first.</summary>
    public DateTimeOffset? LastCallAt { get; private set; }

    /// <summary>True while its token works.</summary>
    public bool IsOpen(DateTimeOffset now) => EndedAt is null && ExpiresAt > now;

    /// <summary>Ends it.</summary>
    /// <returns>False when it had ended: nothing changes.</returns>
    public bool End(DateTimeOffset now)
    {
        if (!IsOpen(now))
        {
            return false;
        }

        EndedAt = now;
        return true;
    }
}
