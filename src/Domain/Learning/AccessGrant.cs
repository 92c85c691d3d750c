namespace ESchool.Domain.Learning;

/// <summary>What a grant is worth now.</summary>
public enum GrantState
{
    /// <summary>It gives access.</summary>
    Live = 1,

    /// <summary>It gives none while its payment is disputed.</summary>
    Suspended = 2,

    /// <summary>Its payment was given back. It lives again only if giving it back fails.</summary>
    Revoked = 3,

    /// <summary>The time it was paid for is over.</summary>
    Ended = 4,
}

/// <summary>
/// Why a student may learn: one for each payment and course. An enrollment is live while any of its grants is, so that giving one order back never takes away
/// what another has paid for.
/// </summary>
public sealed class AccessGrant
{
    private AccessGrant() { }

    /// <summary>Grants access.</summary>
    /// <param name="enrollmentId">To what.</param>
    /// <param name="source">What paid for it, a resource name such as <c>orders/…</c>; unique for an enrollment.</param>
    /// <param name="now">The present time.</param>
    public AccessGrant(Guid enrollmentId, string source, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        EnrollmentId = enrollmentId;
        Source = source;
        State = GrantState.Live;
        GrantedAt = now;
    }

    /// <summary>The grant's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>To what.</summary>
    public Guid EnrollmentId { get; private set; }

    /// <summary>The source of the grant, a resource name such as <c>orders/…</c>; unique per enrollment.</summary>
    public string Source { get; private set; } = "";

    /// <summary>What it is worth now.</summary>
    public GrantState State { get; private set; }

    /// <summary>When it was granted.</summary>
    public DateTimeOffset GrantedAt { get; private set; }

    /// <summary>When its state changed last; null when it never did.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>True when a membership gives access, and not a purchase of the course.</summary>
    public bool IsMembership => Source.StartsWith("subscriptions/", StringComparison.Ordinal);

    /// <summary>Follows its payment.</summary>
    public void Set(GrantState state, DateTimeOffset now)
    {
        if (State != state)
        {
            State = state;
            ChangedAt = now;
        }
    }
}
