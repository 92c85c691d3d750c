namespace ESchool.Domain.Administration.Moderation;

/// <summary>Where an appeal stands. The contract's <c>Appeal.State</c> has the same numbers.</summary>
public enum AppealState
{
    /// <summary>Waits for an administrator.</summary>
    Open = 1,

    /// <summary>The decision stays.</summary>
    Upheld = 2,

    /// <summary>The decision was wrong; its effect was undone.</summary>
    Reversed = 3,
}

/// <summary>Somebody does not accept a decision: whom it concerns, or who reported what was left as it is. Each can appeal once.</summary>
public sealed class ModerationAppeal
{
    /// <summary>How many characters the words have at most.</summary>
    public const int MaximumLength = 4_000;

    private ModerationAppeal() { }

    /// <summary>Appeals a decision.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="appellantId">Who appeals.</param>
    /// <param name="reported">Whether the appellant has reported what the decision is about.</param>
    /// <param name="words">Why.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>DECISION_NOT_APPEALABLE</c>, <c>APPEAL_TOO_LATE</c>.</exception>
    public ModerationAppeal(ModerationDecision decision, Guid appellantId, bool reported, string words, DateTimeOffset now)
    {
        IsByReporter = decision.PersonId != appellantId;
        if (decision.IsReversed || (decision.Act == ModerationAct.None) != IsByReporter || (IsByReporter && !reported))
        {
            throw new DomainException(
                ModerationReasons.DecisionNotAppealable,
                "{decision} takes nothing from the caller.",
                ("decision", $"decisions/{decision.Id}")
            );
        }

        if (now > decision.AppealUntil)
        {
            throw new DomainException(
                ModerationReasons.AppealTooLate,
                "{decision} could be appealed until {appeal_expire_time}.",
                ("decision", $"decisions/{decision.Id}"),
                ("appeal_expire_time", decision.AppealUntil)
            );
        }

        Id = Guid.CreateVersion7(now);
        (DecisionId, AppellantId, Words, CreatedAt, State) = (decision.Id, appellantId, words.Trim(), now, AppealState.Open);
    }

    /// <summary>The appeal's id; newer ones have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The decision.</summary>
    public Guid DecisionId { get; private set; }

    /// <summary>Who appeals.</summary>
    public Guid AppellantId { get; private set; }

    /// <summary>True when it comes from who reported; false when from whom the decision concerns.</summary>
    public bool IsByReporter { get; private set; }

    /// <summary>Why.</summary>
    public string Words { get; private set; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Where it stands.</summary>
    public AppealState State { get; private set; }

    /// <summary>Who decided on it; null before.</summary>
    public Guid? ReviewerId { get; private set; }

    /// <summary>When; null before.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>What the appellant is told; empty before.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>Decides on it. The same again changes nothing.</summary>
    /// <param name="reviewerId">Who decides.</param>
    /// <param name="isReversed">True when the decision was wrong.</param>
    /// <param name="answer">What the appellant is told.</param>
    /// <param name="now">The present time.</param>
    /// <returns>False when it was decided so before.</returns>
    /// <exception cref="DomainException"><c>APPEAL_DECIDED</c>: otherwise, or by somebody else.</exception>
    public bool Decide(Guid reviewerId, bool isReversed, string answer, DateTimeOffset now)
    {
        var state = isReversed ? AppealState.Reversed : AppealState.Upheld;
        if (State == AppealState.Open)
        {
            (State, ReviewerId, DecidedAt, Answer) = (state, reviewerId, now, answer.Trim());
            return true;
        }

        return (State, ReviewerId, Answer) == (state, reviewerId, answer.Trim())
            ? false
            : throw new DomainException(ModerationReasons.AppealDecided, "{appeal} is {state}.", ("appeal", $"appeals/{Id}"), ("state", State));
    }
}
