namespace ESchool.Domain.Administration.Merging;

/// <summary>Where a merge stands. The contract's <c>AccountMerge.State</c> has the same numbers.</summary>
public enum AccountMergeState
{
    /// <summary>It can be confirmed.</summary>
    Prepared = 1,

    /// <summary>The accounts are one.</summary>
    Confirmed = 2,

    /// <summary>An administrator gave it up.</summary>
    Canceled = 3,

    /// <summary>Nobody confirmed it in time. Never stored: it follows from the clock.</summary>
    Expired = 4,
}

/// <summary>Two accounts of one person that are to become one: first it is found out what that would do, then it is done.</summary>
public sealed class AccountMerge
{
    /// <summary>For so long it can be confirmed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private AccountMerge() { }

    /// <summary>Prepares a merge.</summary>
    /// <param name="sourceId">The account that goes.</param>
    /// <param name="targetId">The account that stays.</param>
    /// <param name="reason">Why.</param>
    /// <param name="plan">What it would do now.</param>
    /// <param name="preparedBy">Which administrator.</param>
    /// <param name="now">The present time.</param>
    public AccountMerge(Guid sourceId, Guid targetId, string reason, MergePlan plan, Guid preparedBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (SourceId, TargetId, Reason, Plan, PreparedBy, PreparedAt) = (sourceId, targetId, reason.Trim(), plan, preparedBy, now);
        Etag = plan.Fingerprint;
        ExpiresAt = now + Lifetime;
        State = AccountMergeState.Prepared;
    }

    /// <summary>The merge's id; newer ones have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The account that goes.</summary>
    public Guid SourceId { get; private set; }

    /// <summary>The account that stays.</summary>
    public Guid TargetId { get; private set; }

    /// <summary>Why, in the words of who prepared it.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>What it would have done when it was prepared.</summary>
    public MergePlan Plan { get; private set; } = new([], [], []);

    /// <summary>The plan's fingerprint.</summary>
    public string Etag { get; private set; } = "";

    /// <summary>Where it stands, as it is stored.</summary>
    public AccountMergeState State { get; private set; }

    /// <summary>Which administrator prepared it.</summary>
    public Guid PreparedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset PreparedAt { get; private set; }

    /// <summary>Until when it can be confirmed.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Which administrator confirmed it, or gave it up; null before.</summary>
    public Guid? EndedBy { get; private set; }

    /// <summary>When; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Where it stands at a time.</summary>
    public AccountMergeState StateAt(DateTimeOffset now) => State == AccountMergeState.Prepared && ExpiresAt <= now ? AccountMergeState.Expired : State;

    /// <summary>Refuses what cannot be confirmed.</summary>
    /// <param name="etag">The etag of the plan that was read.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>ACCOUNT_MERGE_STATE_WRONG</c>, <c>ETAG_STALE</c>.</exception>
    public void RequireConfirmable(string etag, DateTimeOffset now)
    {
        RequirePrepared(now);
        if (etag != Etag)
        {
            throw new DomainException(CallReasons.EtagStale, "The etag is of another plan; read the merge again.");
        }
    }

    /// <summary>The accounts are one. The time is as exact as it is stored: whoever confirms it again gets the same answer.</summary>
    public void Confirm(Guid confirmedBy, DateTimeOffset now) =>
        (State, EndedBy, EndedAt) = (AccountMergeState.Confirmed, confirmedBy, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)));

    /// <summary>Gives it up.</summary>
    /// <returns>False when it was given up before: nothing changes.</returns>
    /// <exception cref="DomainException"><c>ACCOUNT_MERGE_STATE_WRONG</c>: it was confirmed, or is too old to be.</exception>
    public bool Cancel(Guid canceledBy, DateTimeOffset now)
    {
        if (State == AccountMergeState.Canceled)
        {
            return false;
        }

        RequirePrepared(now);
        (State, EndedBy, EndedAt) = (AccountMergeState.Canceled, canceledBy, now);
        return true;
    }

    private void RequirePrepared(DateTimeOffset now)
    {
        if (StateAt(now) is var state and not AccountMergeState.Prepared)
        {
            throw new DomainException(AdministrationReasons.AccountMergeStateWrong, "The merge is {state}; prepare another one.", ("state", state));
        }
    }
}
