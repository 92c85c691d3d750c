namespace ESchool.Domain.Memberships;

/// <summary>Where a subscription stands: Stripe's states, without those that the school does not use.</summary>
public enum SubscriptionState
{
    /// <summary>Checkout is being prepared or is open, or its first payment is.</summary>
    Pending = 1,

    /// <summary>In its trial.</summary>
    Trialing = 2,

    /// <summary>Paid.</summary>
    Active = 3,

    /// <summary>A renewal was not paid; Stripe tries again.</summary>
    PastDue = 4,

    /// <summary>Stripe has given up on the renewal and keeps the subscription.</summary>
    Unpaid = 5,

    /// <summary>Over.</summary>
    Canceled = 6,

    /// <summary>It never began: checkout was left or closed, or its first payment failed.</summary>
    Expired = 7,

    /// <summary>It never began: Stripe refused to make a page for it.</summary>
    Failed = 8,
}

/// <summary>A subscription as Stripe has it now.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="PlanId">The plan of its price; null when that is none of ours.</param>
/// <param name="PeriodStart">When the running period began.</param>
/// <param name="PeriodEnd">When it ends.</param>
/// <param name="CancelsAtPeriodEnd">True when it is not to be renewed.</param>
/// <param name="EndedAt">When it ended; null while it has not.</param>
public sealed record SubscriptionStanding(
    SubscriptionState State,
    Guid? PlanId,
    DateTimeOffset PeriodStart,
    DateTimeOffset PeriodEnd,
    bool CancelsAtPeriodEnd,
    DateTimeOffset? EndedAt
);

/// <summary>A student's membership. Stripe decides where it stands, and <see cref="Follow"/> mirrors that; what it opens is decided here.</summary>
public sealed class Subscription
{
    /// <summary>A student has one subscription in these states at a time.</summary>
    public static readonly IReadOnlyList<SubscriptionState> OpenStates =
    [
        SubscriptionState.Pending,
        SubscriptionState.Trialing,
        SubscriptionState.Active,
        SubscriptionState.PastDue,
        SubscriptionState.Unpaid,
    ];

    private Subscription() { }

    /// <summary>Begins a subscription.</summary>
    /// <param name="studentId">Who subscribes.</param>
    /// <param name="requestId">The client's id of the wish; unique for a student.</param>
    /// <param name="planId">To what.</param>
    /// <param name="trialDays">For how many days it is free.</param>
    /// <param name="acceptedTerms">The version of the terms of sale that the student accepted; empty when none were shown.</param>
    /// <param name="now">The present time.</param>
    public Subscription(Guid studentId, Guid requestId, Guid planId, int trialDays, string acceptedTerms, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        StudentId = studentId;
        RequestId = requestId;
        PlanId = planId;
        TrialDays = trialDays;
        AcceptedTerms = acceptedTerms;
        State = SubscriptionState.Pending;
        CreatedAt = now;
    }

    /// <summary>The subscription's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who subscribes.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>The client's id of the wish.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>The plan it is paid by now.</summary>
    public Guid PlanId { get; private set; }

    /// <summary>For how many days it is free at first.</summary>
    public int TrialDays { get; private set; }

    /// <summary>The version of the terms of sale that the student accepted when it was begun; empty when none were shown. Evidence in a dispute.</summary>
    public string AcceptedTerms { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public SubscriptionState State { get; private set; }

    /// <summary>Stripe's checkout session, <c>cs_…</c>; null before it was made. Unique.</summary>
    public string? StripeSessionId { get; private set; }

    /// <summary>Stripe's page to subscribe at; null before it was made.</summary>
    public string? CheckoutUrl { get; private set; }

    /// <summary>Why it failed, in Stripe's words; empty when it did not.</summary>
    public string FailureMessage { get; private set; } = "";

    /// <summary>Stripe's subscription, <c>sub_…</c>; null before checkout was finished. Unique.</summary>
    public string? StripeSubscriptionId { get; private set; }

    /// <summary>When the running period began; null before the first.</summary>
    public DateTimeOffset? PeriodStart { get; private set; }

    /// <summary>When the running period ends; null before the first.</summary>
    public DateTimeOffset? PeriodEnd { get; private set; }

    /// <summary>True when it is not to be renewed.</summary>
    public bool CancelsAtPeriodEnd { get; private set; }

    /// <summary>Until when it opens the catalogue, unless Stripe has other news by then; null when it does not.</summary>
    public DateTimeOffset? AccessUntil { get; private set; }

    /// <summary>True while its grants are worth something, as they were changed last.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Counts how often Stripe was followed, so that older news never overwrite newer ones.</summary>
    public int Revision { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What grants of the running period name as their source; null before the first period.</summary>
    public string? GrantSource => PeriodStart is { } start ? GrantSourceOf(Id, start) : null;

    /// <summary>What grants of a period name as their source.</summary>
    public static string GrantSourceOf(Guid subscriptionId, DateTimeOffset periodStart) =>
        $"subscriptions/{subscriptionId}/periods/{periodStart.ToUnixTimeSeconds()}";

    /// <summary>Remembers the checkout session. Doing it again with the same one changes nothing.</summary>
    public void AttachCheckout(string sessionId, string url)
    {
        if (StripeSessionId is not null && StripeSessionId != sessionId)
        {
            throw new InvalidOperationException($"Subscription {Id} has session {StripeSessionId} and was given {sessionId}.");
        }

        StripeSessionId = sessionId;
        CheckoutUrl = url;
    }

    /// <summary>True while nobody has finished its checkout.</summary>
    public bool HasNotBegun => State == SubscriptionState.Pending && StripeSubscriptionId is null;

    /// <summary>Checkout was left until it expired, or was closed.</summary>
    public void Expire(DateTimeOffset now)
    {
        if (HasNotBegun)
        {
            State = SubscriptionState.Expired;
            EndedAt = now;
        }
    }

    /// <summary>Stripe refused to make a page for it.</summary>
    /// <param name="message">Why, in Stripe's words.</param>
    /// <param name="now">The present time.</param>
    public void Fail(string message, DateTimeOffset now)
    {
        if (HasNotBegun)
        {
            State = SubscriptionState.Failed;
            FailureMessage = message;
            EndedAt = now;
        }
    }

    /// <summary>Mirrors what Stripe says.</summary>
    /// <param name="stripeSubscriptionId">Stripe's subscription.</param>
    /// <param name="standing">What it says.</param>
    /// <param name="grace">For how long a renewal may be unpaid, or unheard of, before access ends.</param>
    /// <exception cref="InvalidOperationException">It has another subscription at Stripe.</exception>
    public void Follow(string stripeSubscriptionId, SubscriptionStanding standing, TimeSpan grace)
    {
        if (StripeSubscriptionId is not null && StripeSubscriptionId != stripeSubscriptionId)
        {
            throw new InvalidOperationException($"Subscription {Id} is {StripeSubscriptionId} at Stripe, and {stripeSubscriptionId} claims to be it.");
        }

        StripeSubscriptionId = stripeSubscriptionId;
        (State, PlanId, CancelsAtPeriodEnd, EndedAt) = (standing.State, standing.PlanId ?? PlanId, standing.CancelsAtPeriodEnd, standing.EndedAt);
        if (State != SubscriptionState.Pending)
        {
            (PeriodStart, PeriodEnd) = (standing.PeriodStart, standing.PeriodEnd);
        }

        // A renewal that is paid is heard of a while after the period began, and one that is not gets the same time.
        AccessUntil = State switch
        {
            SubscriptionState.Trialing or SubscriptionState.Active => standing.PeriodEnd + (CancelsAtPeriodEnd ? TimeSpan.Zero : grace),
            SubscriptionState.PastDue => standing.PeriodStart + grace,
            _ => null,
        };
        Revision++;
    }

    /// <summary>Decides whether it opens the catalogue now.</summary>
    public bool Open(DateTimeOffset now) => IsOpen = AccessUntil > now;
}
