namespace ESchool.Domain.Payments.Coupons;

/// <summary>Who bears a discount.</summary>
public enum DiscountBearer
{
    /// <summary>The instructor: the share is divided from what the student pays.</summary>
    Instructor = 1,

    /// <summary>The platform: the instructor earns as if there were no discount.</summary>
    Platform = 2,
}

/// <summary>What a coupon takes off: a part of the price, or an amount.</summary>
/// <param name="BasisPoints">The part, in 1/100 of a percent; 0 for an amount.</param>
/// <param name="Amount">The amount; null for a part.</param>
public sealed record Discount(int BasisPoints, Money? Amount)
{
    /// <summary>What is taken off a price: never more than the price.</summary>
    /// <param name="price">The price; in the currency of the amount.</param>
    public Money Of(Money price) => Amount is { } amount ? price with { MinorUnits = Math.Min(amount.MinorUnits, price.MinorUnits) } : price.Share(BasisPoints);
}

/// <summary>Where, when and how often a coupon holds.</summary>
/// <param name="CourseId">The only course it holds for; null for all of its instructor's, or all there are.</param>
/// <param name="InstructorId">The only instructor it holds for; null for all.</param>
/// <param name="StartsAt">From when on.</param>
/// <param name="EndsAt">Until when; null for ever.</param>
/// <param name="MaximumRedemptions">How many orders in all; null for any number.</param>
/// <param name="MaximumPerStudent">How many orders of one student.</param>
public sealed record CouponTerms(
    Guid? CourseId,
    Guid? InstructorId,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    int? MaximumRedemptions,
    int MaximumPerStudent
);

/// <summary>Why a coupon does not hold for an order.</summary>
public enum CouponObstacle
{
    /// <summary>It does not hold yet.</summary>
    NotStarted = 1,

    /// <summary>It holds no more.</summary>
    Ended = 2,

    /// <summary>Others have used it up.</summary>
    UsedUp = 3,

    /// <summary>The student has used it.</summary>
    UsedByStudent = 4,

    /// <summary>It takes an amount off that is in another currency than the price.</summary>
    OtherCurrency = 5,

    /// <summary>It takes nothing off: the course is free, or so cheap that no discount is left.</summary>
    NothingOff = 6,
}

/// <summary>
/// A code that takes something off prices. It counts the orders that hold it: reserved with the order, given back when the order comes to nothing.
/// </summary>
public sealed class Coupon
{
    private Coupon() { }

    /// <summary>Makes a coupon.</summary>
    /// <param name="ownerId">Who made it.</param>
    /// <param name="code">What students type in; letters of any case.</param>
    /// <param name="discount">What it takes off.</param>
    /// <param name="terms">Where, when and how often.</param>
    /// <param name="bearer">Who bears it.</param>
    /// <param name="now">The present time.</param>
    public Coupon(Guid ownerId, string code, Discount discount, CouponTerms terms, DiscountBearer bearer, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OwnerId = ownerId;
        Code = Normalize(code);
        BasisPoints = discount.BasisPoints;
        AmountMinorUnits = discount.Amount?.MinorUnits;
        Currency = discount.Amount?.CurrencyCode;
        CourseId = terms.CourseId;
        InstructorId = terms.InstructorId;
        StartsAt = terms.StartsAt;
        EndsAt = terms.EndsAt;
        MaximumRedemptions = terms.MaximumRedemptions;
        MaximumPerStudent = terms.MaximumPerStudent;
        Bearer = bearer;
        CreatedAt = now;
    }

    /// <summary>The coupon's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who made it: an instructor, or an administrator.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>What students type in, in capitals; unique.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The part it takes off, in 1/100 of a percent; 0 for an amount.</summary>
    public int BasisPoints { get; private set; }

    /// <summary>The amount it takes off, in minor units; null for a part.</summary>
    public long? AmountMinorUnits { get; private set; }

    /// <summary>ISO 4217 code of the amount; null for a part.</summary>
    public string? Currency { get; private set; }

    /// <summary>The only course it holds for; null for all of its instructor's, or all there are.</summary>
    public Guid? CourseId { get; private set; }

    /// <summary>The only instructor it holds for; null for all.</summary>
    public Guid? InstructorId { get; private set; }

    /// <summary>From when on it holds.</summary>
    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>Until when it holds; null for ever.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>How many orders in all may hold it; null for any number.</summary>
    public int? MaximumRedemptions { get; private set; }

    /// <summary>How many orders of one student may hold it.</summary>
    public int MaximumPerStudent { get; private set; }

    /// <summary>Who bears the discount.</summary>
    public DiscountBearer Bearer { get; private set; }

    /// <summary>How many orders hold it now.</summary>
    public int Redemptions { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was disabled; null while it holds.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>What it takes off.</summary>
    public Discount Discount => new(BasisPoints, AmountMinorUnits is { } amount ? new Money(amount, Currency!) : null);

    /// <summary>A code as it is kept.</summary>
    public static string Normalize(string code) => code.Trim().ToUpperInvariant();

    /// <summary>Whether it is meant for a course at all, or for a bundle. Whoever asks for another learns nothing of it.</summary>
    /// <param name="courseId">The course; null for a bundle, for which coupons of one course do not hold.</param>
    /// <param name="instructorId">The instructor.</param>
    public bool IsFor(Guid? courseId, Guid instructorId) =>
        DisabledAt is null && (CourseId is null || CourseId == courseId) && (InstructorId is null || InstructorId == instructorId);

    /// <summary>
    /// What it takes off a price, or why it takes nothing. What is left is nothing, or at least the minimum; a discount the platform bears leaves the minimum.
    /// </summary>
    /// <param name="price">The price.</param>
    /// <param name="minimum">The least that can be charged: what the school sells for, and what Stripe charges.</param>
    /// <param name="usedByStudent">How many orders of the student hold it.</param>
    /// <param name="now">The present time.</param>
    /// <param name="released">How many of its redemptions do not count, because the student's open pages hold them.</param>
    /// <returns>The discount, and the obstacle when there is one.</returns>
    public (Money Off, CouponObstacle? Obstacle) Apply(Money price, Money minimum, int usedByStudent, DateTimeOffset now, int released = 0)
    {
        var nothing = Money.Zero(price.CurrencyCode);
        if (ObstacleOf(price, usedByStudent, released, now) is { } obstacle)
        {
            return (nothing, obstacle);
        }

        // In the student's favor, down to what can be charged.
        var left = (price - Discount.Of(price)).Movable();
        if ((left.MinorUnits > 0 || Bearer == DiscountBearer.Platform) && left.MinorUnits < minimum.MinorUnits)
        {
            left = minimum;
        }

        return left.MinorUnits < price.MinorUnits ? (price - left, null) : (nothing, CouponObstacle.NothingOff);
    }

    /// <summary>An order holds it.</summary>
    public void Reserve() => Redemptions++;

    /// <summary>An order that held it came to nothing.</summary>
    public void Release() => Redemptions--;

    /// <summary>No further order may hold it; orders that do keep it.</summary>
    public void Disable(DateTimeOffset now) => DisabledAt ??= now;

    private CouponObstacle? ObstacleOf(Money price, int usedByStudent, int released, DateTimeOffset now) =>
        now < StartsAt ? CouponObstacle.NotStarted
        : now >= EndsAt ? CouponObstacle.Ended
        : Redemptions - released >= MaximumRedemptions ? CouponObstacle.UsedUp
        : usedByStudent >= MaximumPerStudent ? CouponObstacle.UsedByStudent
        : Currency is not null && Currency != price.CurrencyCode ? CouponObstacle.OtherCurrency
        : price.MinorUnits == 0 ? CouponObstacle.NothingOff
        : null;
}
