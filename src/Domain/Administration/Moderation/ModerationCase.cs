namespace ESchool.Domain.Administration.Moderation;

/// <summary>Where a case stands.</summary>
public enum CaseState
{
    /// <summary>Waits for a decision.</summary>
    Open = 1,

    /// <summary>Was decided.</summary>
    Resolved = 2,
}

/// <summary>How the school came to know of something.</summary>
public enum CaseOrigin
{
    /// <summary>A user reported it.</summary>
    Report = 1,

    /// <summary>Staff found it themselves.</summary>
    Staff = 2,
}

/// <summary>
/// Everything that is reported of one thing, until it is decided; one is open for each thing. Whoever works on it claims it, so that two do not decide the same.
/// </summary>
public sealed class ModerationCase
{
    /// <summary>So long a claim lasts; claiming again renews it.</summary>
    public static readonly TimeSpan ClaimLifetime = TimeSpan.FromMinutes(30);

    private ModerationCase() { }

    /// <summary>Opens a case.</summary>
    /// <param name="target">What it is about.</param>
    /// <param name="personId">Whose that is.</param>
    /// <param name="origin">How the school came to know.</param>
    /// <param name="now">The present time.</param>
    public ModerationCase(ModerationTarget target, Guid personId, CaseOrigin origin, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (Target, Kind, PersonId, Origin) = (target.Name, target.Kind, personId, origin);
        (State, OpenedAt) = (CaseState.Open, now);
    }

    /// <summary>The case's id; newer cases have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The resource name of what it is about.</summary>
    public string Target { get; private set; } = "";

    /// <summary>What kind of thing that is.</summary>
    public TargetKind Kind { get; private set; }

    /// <summary>Whose it is: the owner of a course, the author of a review, the sender of a message, or the user.</summary>
    public Guid PersonId { get; private set; }

    /// <summary>How the school came to know.</summary>
    public CaseOrigin Origin { get; private set; }

    /// <summary>Where it stands.</summary>
    public CaseState State { get; private set; }

    /// <summary>Since when it waits: when it was opened, or opened again.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When it was decided last; null before.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>How many reports there are.</summary>
    public int ReportCount { get; private set; }

    /// <summary>Who claimed it last; null when nobody did, or let it go.</summary>
    public Guid? ClaimedBy { get; private set; }

    /// <summary>When the claim ends; null without one.</summary>
    public DateTimeOffset? ClaimExpiresAt { get; private set; }

    /// <summary>Counts one more report.</summary>
    public void CountReport() => ReportCount++;

    /// <summary>Who holds it at a time; null when nobody does.</summary>
    public Guid? HolderAt(DateTimeOffset now) => ClaimExpiresAt > now ? ClaimedBy : null;

    /// <summary>Somebody takes the case to decide it, or keeps it for longer.</summary>
    /// <param name="reviewerId">Who.</param>
    /// <param name="takesOver">True when it may be taken from somebody who holds it.</param>
    /// <param name="now">The present time.</param>
    /// <returns>From whom it was taken; null when nobody else held it.</returns>
    /// <exception cref="DomainException"><c>CASE_RESOLVED</c>, <c>CASE_CLAIMED</c>.</exception>
    public Guid? Claim(Guid reviewerId, bool takesOver, DateTimeOffset now)
    {
        RequireOpen();
        var holder = HolderAt(now) is { } other && other != reviewerId ? other : (Guid?)null;
        if (holder is not null && !takesOver)
        {
            throw new DomainException(
                ModerationReasons.CaseClaimed,
                "{holder} works on {case} until {claim_expire_time}.",
                ("case", $"cases/{Id}"),
                ("holder", $"users/{holder}"),
                ("claim_expire_time", ClaimExpiresAt!.Value)
            );
        }

        (ClaimedBy, ClaimExpiresAt) = (reviewerId, now + ClaimLifetime);
        return holder;
    }

    /// <summary>Its holder lets it go. Of a case that somebody else holds, or nobody, it changes nothing.</summary>
    /// <returns>True when it was let go.</returns>
    public bool Release(Guid reviewerId)
    {
        if (State != CaseState.Open || ClaimedBy != reviewerId)
        {
            return false;
        }

        (ClaimedBy, ClaimExpiresAt) = (null, null);
        return true;
    }

    /// <summary>Refuses a decision of somebody who does not hold the case.</summary>
    /// <exception cref="DomainException"><c>CASE_RESOLVED</c>, <c>CASE_CLAIMED</c>, <c>CASE_NOT_CLAIMED</c>.</exception>
    public void RequireHeldBy(Guid reviewerId, DateTimeOffset now)
    {
        RequireOpen();
        if (HolderAt(now) is null)
        {
            throw new DomainException(ModerationReasons.CaseNotClaimed, "Claim {case} before deciding it.", ("case", $"cases/{Id}"));
        }

        Claim(reviewerId, takesOver: false, now);
    }

    /// <summary>It is decided.</summary>
    /// <exception cref="DomainException"><c>CASE_RESOLVED</c>.</exception>
    public void Resolve(DateTimeOffset now)
    {
        RequireOpen();
        (State, ResolvedAt, ClaimedBy, ClaimExpiresAt) = (CaseState.Resolved, now, null, null);
    }

    /// <summary>It waits for another decision: an appeal reversed the one there was.</summary>
    public void Reopen(DateTimeOffset now) => (State, OpenedAt) = (CaseState.Open, now);

    private void RequireOpen()
    {
        if (State != CaseState.Open)
        {
            throw new DomainException(ModerationReasons.CaseResolved, "{case} was decided.", ("case", $"cases/{Id}"));
        }
    }
}
