namespace ESchool.Domain.Memberships;

/// <summary>How often a membership is paid.</summary>
public enum PlanInterval
{
    /// <summary>Every month.</summary>
    Month = 1,

    /// <summary>Every year.</summary>
    Year = 2,
}

/// <summary>What a plan is to be.</summary>
/// <param name="Name">What members read.</param>
/// <param name="Interval">How often it is paid.</param>
/// <param name="Price">What an interval costs.</param>
/// <param name="TrialDays">For how many days a first membership is free; 0 for none.</param>
/// <param name="InstructorBasisPoints">How much of what members pay is divided among instructors, in basis points.</param>
public sealed record PlanTerms(string Name, PlanInterval Interval, Money Price, int TrialDays, int InstructorBasisPoints);

/// <summary>A membership that is on sale. Its terms never change: another price is another plan.</summary>
public sealed class Plan
{
    private Plan() { }

    /// <summary>Makes a plan.</summary>
    public Plan(PlanTerms terms, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = terms.Name;
        Interval = terms.Interval;
        PriceMinorUnits = terms.Price.MinorUnits;
        Currency = terms.Price.CurrencyCode;
        TrialDays = terms.TrialDays;
        InstructorBasisPoints = terms.InstructorBasisPoints;
        CreatedAt = now;
    }

    /// <summary>The plan's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What members read.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How often it is paid.</summary>
    public PlanInterval Interval { get; private set; }

    /// <summary>What an interval costs, in minor units.</summary>
    public long PriceMinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>For how many days a first membership is free; 0 for none.</summary>
    public int TrialDays { get; private set; }

    /// <summary>How much of what members pay is divided among instructors, in basis points.</summary>
    public int InstructorBasisPoints { get; private set; }

    /// <summary>Stripe's price, <c>price_…</c>; null before anybody subscribed. Unique.</summary>
    public string? StripePriceId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was taken off sale; null while it is on sale. Its members keep it.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>What an interval costs.</summary>
    public Money Price => new(PriceMinorUnits, Currency);

    /// <summary>Remembers Stripe's price. Doing it again changes nothing.</summary>
    public void AttachPrice(string stripePriceId) => StripePriceId ??= stripePriceId;

    /// <summary>Takes it off sale. Doing it again changes nothing.</summary>
    public void Retire(DateTimeOffset now) => RetiredAt ??= now;
}
