using ESchool.Domain.Catalog;

namespace ESchool.Domain.Administration.Moderation;

/// <summary>What was decided to do. The contract's <c>Act</c> has the same numbers.</summary>
public enum ModerationAct
{
    /// <summary>Nothing: it may stay as it is.</summary>
    None = 1,

    /// <summary>It is not shown any more: a course is off sale, a review or message is hidden, a profile is without name, picture and words.</summary>
    Hide = 2,

    /// <summary>It may stay; whose it is was warned.</summary>
    Warn = 3,

    /// <summary>A course is suspended, or the account of a user.</summary>
    Suspend = 4,
}

/// <summary>By what a decision is justified. The contract's <c>Ground</c> has the same numbers.</summary>
public enum DecisionGround
{
    /// <summary>It is against the law.</summary>
    Law = 1,

    /// <summary>It is against the school's terms.</summary>
    Terms = 2,
}

/// <summary>What reviewers decide.</summary>
/// <param name="Act">What is done.</param>
/// <param name="Scope">How far the suspension of a course goes; null for everything else.</param>
/// <param name="Ground">By what it is justified; null when nothing is done.</param>
/// <param name="Clause">Which law, or which clause of the terms.</param>
/// <param name="Facts">What it is about, in words for whom it concerns. They name no reporter.</param>
/// <param name="IsUnfounded">True when the reports were manifestly unfounded; only when nothing is done.</param>
public sealed record Ruling(ModerationAct Act, SuspensionScope? Scope, DecisionGround? Ground, string Clause, string Facts, bool IsUnfounded = false)
{
    /// <summary>Which law or clause, without spaces around it.</summary>
    public string Clause { get; } = Clause.Trim();

    /// <summary>What it is about, without spaces around it.</summary>
    public string Facts { get; } = Facts.Trim();

    /// <summary>True when something is taken from somebody, or they are warned: then they are told why.</summary>
    public bool Concerns => Act != ModerationAct.None;

    /// <summary>True when something is restricted until the decision is lifted.</summary>
    public bool Restricts => Act is ModerationAct.Hide or ModerationAct.Suspend;

    /// <summary>Refuses what cannot be done to a target.</summary>
    /// <exception cref="DomainException"><c>ACT_NOT_ALLOWED</c>.</exception>
    public void RequireFitting(TargetKind kind)
    {
        var canSuspend = kind is TargetKind.Course or TargetKind.Profile;
        if (Act == ModerationAct.Suspend && !canSuspend)
        {
            throw new DomainException(
                ModerationReasons.ActNotAllowed,
                "{act} is not possible for a {kind}: open a case about the user.",
                ("act", Act),
                ("kind", kind)
            );
        }

        if (Act == ModerationAct.Suspend && (kind == TargetKind.Course) != (Scope is not null))
        {
            throw new DomainException(
                ModerationReasons.ActNotAllowed,
                "{act} has a scope for a course, and for nothing else; this is a {kind}.",
                ("act", Act),
                ("kind", kind)
            );
        }
    }
}

/// <summary>
/// A decision on a case: the statement of reasons for whom it concerns. It is never changed; a restriction ends when it is lifted.
/// </summary>
public sealed class ModerationDecision
{
    /// <summary>For so long it can be appealed.</summary>
    public const int AppealMonths = 6;

    private ModerationDecision() { }

    /// <summary>Decides a case.</summary>
    /// <param name="decided">The case.</param>
    /// <param name="ruling">What is decided.</param>
    /// <param name="hadEffect">False when what is restricted was so already.</param>
    /// <param name="reviewerId">Who decides.</param>
    /// <param name="now">The present time.</param>
    public ModerationDecision(ModerationCase decided, Ruling ruling, bool hadEffect, Guid reviewerId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        (CaseId, Target, Kind, PersonId, Origin) = (decided.Id, decided.Target, decided.Kind, decided.PersonId, decided.Origin);
        (Act, Scope, Ground, Clause, Facts) = (ruling.Act, ruling.Scope, ruling.Ground, ruling.Clause, ruling.Facts);
        (IsUnfounded, HadEffect, ReviewerId, DecidedAt) = (ruling.IsUnfounded, hadEffect, reviewerId, now);
        WaitedSince = decided.OpenedAt;
        AppealUntil = now.AddMonths(AppealMonths);
    }

    /// <summary>The decision's id; newer ones have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The case.</summary>
    public Guid CaseId { get; private set; }

    /// <summary>The resource name of what it is about.</summary>
    public string Target { get; private set; } = "";

    /// <summary>What kind of thing that is.</summary>
    public TargetKind Kind { get; private set; }

    /// <summary>Whom it concerns.</summary>
    public Guid PersonId { get; private set; }

    /// <summary>How the school came to know.</summary>
    public CaseOrigin Origin { get; private set; }

    /// <summary>What is done.</summary>
    public ModerationAct Act { get; private set; }

    /// <summary>How far the suspension of a course goes; null for everything else.</summary>
    public SuspensionScope? Scope { get; private set; }

    /// <summary>By what it is justified; null when nothing is done.</summary>
    public DecisionGround? Ground { get; private set; }

    /// <summary>Which law, or which clause of the terms.</summary>
    public string Clause { get; private set; } = "";

    /// <summary>What it is about, in words for whom it concerns.</summary>
    public string Facts { get; private set; } = "";

    /// <summary>True when the reports were manifestly unfounded.</summary>
    public bool IsUnfounded { get; private set; }

    /// <summary>False when what it restricts was restricted already, otherwise than by a decision: lifting it leaves that as it is.</summary>
    public bool HadEffect { get; private set; }

    /// <summary>Who decided.</summary>
    public Guid ReviewerId { get; private set; }

    /// <summary>Since when the case had waited.</summary>
    public DateTimeOffset WaitedSince { get; private set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset DecidedAt { get; private set; }

    /// <summary>Until when it can be appealed.</summary>
    public DateTimeOffset AppealUntil { get; private set; }

    /// <summary>When its effect ended; null while it lasts.</summary>
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>Who ended it; null while it lasts.</summary>
    public Guid? LiftedBy { get; private set; }

    /// <summary>Why, in words for whom it concerns.</summary>
    public string LiftReason { get; private set; } = "";

    /// <summary>True when it was wrong from the beginning; false when its effect ended otherwise, such as after what was wrong was mended.</summary>
    public bool IsReversed { get; private set; }

    /// <summary>True when something is restricted by it.</summary>
    public bool Restricts => Act is ModerationAct.Hide or ModerationAct.Suspend;

    /// <summary>What was decided.</summary>
    public Ruling Ruling => new(Act, Scope, Ground, Clause, Facts, IsUnfounded);

    /// <summary>Its effect ends. Done again, the first time and reason stay.</summary>
    /// <param name="actorId">Who ends it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="isReversed">True when it was wrong from the beginning.</param>
    /// <param name="now">The present time.</param>
    /// <returns>False when it had ended before.</returns>
    public bool Lift(Guid actorId, string reason, bool isReversed, DateTimeOffset now)
    {
        IsReversed |= isReversed;
        if (LiftedAt is not null)
        {
            return false;
        }

        (LiftedAt, LiftedBy, LiftReason) = (now, actorId, reason.Trim());
        return true;
    }
}
