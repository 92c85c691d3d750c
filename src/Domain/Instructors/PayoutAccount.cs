namespace ESchool.Domain.Instructors;

/// <summary>The Stripe connected account an instructor is paid through, as Stripe last reported it.</summary>
public sealed class PayoutAccount
{
    private PayoutAccount() { }

    /// <summary>Remembers a newly made connected account.</summary>
    /// <param name="instructorId">Whose it is.</param>
    /// <param name="stripeAccountId">Stripe's id, <c>acct_…</c>.</param>
    /// <param name="now">The present time.</param>
    public PayoutAccount(Guid instructorId, string stripeAccountId, DateTimeOffset now)
    {
        InstructorId = instructorId;
        StripeAccountId = stripeAccountId;
        UpdatedAt = now;
    }

    /// <summary>Whose it is; an instructor has one.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>Stripe's id, <c>acct_…</c>; unique.</summary>
    public string StripeAccountId { get; private set; } = "";

    /// <summary>Where the instructor is paid, ISO 3166-1 alpha-2; for good. Empty where it was not asked.</summary>
    public string Country { get; private set; } = "";

    /// <summary>True when Stripe has everything it asked for.</summary>
    public bool DetailsSubmitted { get; private set; }

    /// <summary>True when transfers to it succeed.</summary>
    public bool PayoutsEnabled { get; private set; }

    /// <summary>When Stripe was last asked.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Mirrors what Stripe reports now.</summary>
    public void Mirror(bool detailsSubmitted, bool payoutsEnabled, DateTimeOffset now)
    {
        DetailsSubmitted = detailsSubmitted;
        PayoutsEnabled = payoutsEnabled;
        UpdatedAt = now;
    }
}
