using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Gifts;
using ESchool.Domain.Payments.Tax;

namespace ESchool.Domain.Payments.Checkout;

/// <summary>Where an order stands.</summary>
public enum OrderState
{
    /// <summary>Made; checkout is being prepared or is open.</summary>
    Pending = 1,

    /// <summary>Checkout is finished with a payment method that takes days.</summary>
    Processing = 2,

    /// <summary>Paid.</summary>
    Paid = 3,

    /// <summary>The payment failed for good, or Stripe refused to make a page for it.</summary>
    Failed = 4,

    /// <summary>The checkout page was left until it expired, or was closed.</summary>
    Expired = 5,

    /// <summary>Paid, and given back as a whole.</summary>
    Refunded = 6,
}

/// <summary>
/// The purchase of a course, or of a bundle of them. Its state only moves forward: Pending → Processing → Paid | Failed, Pending → Expired, and between
/// Paid and Refunded as refunds are made, or fail. A payment that Stripe
/// confirms always wins, also over Failed and Expired, because the money was taken.
/// </summary>
public sealed class Order
{
    private readonly List<OrderCourse> courses = [];

    private Order() { }

    /// <summary>Makes an order at today's price and revenue share.</summary>
    /// <param name="studentId">Who buys.</param>
    /// <param name="requestId">The client's id of the purchase; unique for a student.</param>
    /// <param name="offer">What is bought.</param>
    /// <param name="now">The present time.</param>
    public Order(Guid studentId, Guid requestId, Offer offer, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        StudentId = studentId;
        RequestId = requestId;
        CourseId = offer.CourseId;
        InstructorId = offer.InstructorId;
        Title = offer.Title;
        ListMinorUnits = offer.Quote.List.MinorUnits;
        TotalMinorUnits = offer.Quote.Total.MinorUnits;
        Currency = offer.Quote.List.CurrencyCode;
        CouponId = offer.Quote.Coupon?.Id;
        CouponCode = offer.Quote.Coupon?.Code;
        DiscountBearer = offer.Quote.Coupon?.Bearer;
        PlatformFeeBasisPoints = offer.Quote.PlatformFeeBasisPoints;
        AcceptedTerms = offer.AcceptedTerms;
        State = OrderState.Pending;
        CreatedAt = now;
        Gift = offer.Gift is { } card ? new Gift(Id, card) : null;
        IsGift = Gift is not null;
        TaxBehavior = offer.TaxBehavior;
        BundleId = offer.Bundle?.BundleId;
        UtmSource = offer.TrafficSource.Source;
        UtmMedium = offer.TrafficSource.Medium;
        UtmCampaign = offer.TrafficSource.Campaign;
        ReferralCode = offer.TrafficSource.ReferralCode;
        courses.AddRange((offer.Bundle?.Courses ?? []).Select((course, i) => new OrderCourse(Id, course, i + 1)));
    }

    /// <summary>Makes the order that a payment of a membership is: it is paid before it is made, and nobody in particular earns by it.</summary>
    /// <param name="studentId">The member.</param>
    /// <param name="title">What was paid for, in words.</param>
    /// <param name="charge">Stripe's charge, null when it was paid outside Stripe or with credit alone; with what was paid and what of it was tax.</param>
    /// <param name="platformFeeBasisPoints">The platform's part of it.</param>
    /// <param name="acceptedTerms">The version of the terms of sale that the member accepted.</param>
    /// <param name="now">The present time.</param>
    public static Order OfMembership(
        Guid studentId,
        string title,
        (string? Id, Money Paid, Money Tax) charge,
        int platformFeeBasisPoints,
        string acceptedTerms,
        DateTimeOffset now
    )
    {
        var id = Guid.CreateVersion7(now);
        return new Order
        {
            Id = id,
            StudentId = studentId,
            RequestId = id,
            Title = title,
            ListMinorUnits = charge.Paid.MinorUnits,
            TotalMinorUnits = charge.Paid.MinorUnits,
            TaxBehavior = charge.Tax.MinorUnits > 0 ? Payments.Tax.TaxBehavior.Inclusive : null,
            TaxMinorUnits = charge.Tax.MinorUnits,
            Currency = charge.Paid.CurrencyCode,
            PlatformFeeBasisPoints = platformFeeBasisPoints,
            AcceptedTerms = acceptedTerms,
            State = OrderState.Paid,
            StripeChargeId = charge.Id,
            CreatedAt = now,
            PaidAt = now,
        };
    }

    /// <summary>The order's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who buys.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>The client's id of the purchase.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>The course that is bought; null when it is not one course.</summary>
    public Guid? CourseId { get; private set; }

    /// <summary>The bundle that is bought; null when it is none.</summary>
    public Guid? BundleId { get; private set; }

    /// <summary>The courses of the bundle, as they were sold; empty when it is none, or when they were not loaded.</summary>
    public IReadOnlyList<OrderCourse> Courses => courses;

    /// <summary>The resource name of what is bought.</summary>
    public string ItemName => BundleId is { } bundle ? $"bundles/{bundle}" : $"courses/{CourseId}";

    /// <summary>Who earns by the sale; null when that is not one instructor.</summary>
    public Guid? InstructorId { get; private set; }

    /// <summary>What was bought, in words: its title when it was ordered.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The price without a discount, in minor units.</summary>
    public long ListMinorUnits { get; private set; }

    /// <summary>The coupon it holds; null without one.</summary>
    public Guid? CouponId { get; private set; }

    /// <summary>The coupon's code; null without one.</summary>
    public string? CouponCode { get; private set; }

    /// <summary>Who bears the discount; null without one.</summary>
    public DiscountBearer? DiscountBearer { get; private set; }

    /// <summary>What it costs, in minor units: the price less its discount. Tax that is not in the price comes on top.</summary>
    public long TotalMinorUnits { get; private set; }

    /// <summary>How Stripe was asked to tax it; null when it was not.</summary>
    public TaxBehavior? TaxBehavior { get; private set; }

    /// <summary>What of the payment was tax, as Stripe worked it out, in minor units; zero before it was paid.</summary>
    public long TaxMinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The platform's fee when it was ordered; a later change does not touch this sale or its reversal.</summary>
    public int PlatformFeeBasisPoints { get; private set; }

    /// <summary>The version of the terms of sale that the student accepted when it was made; empty when none were shown. Evidence in a dispute.</summary>
    public string AcceptedTerms { get; private set; } = "";

    /// <summary>Who sent the buyer; empty when it is not known, as for the following.</summary>
    public string UtmSource { get; private set; } = "";

    /// <summary>How they were sent.</summary>
    public string UtmMedium { get; private set; } = "";

    /// <summary>For what they were sent.</summary>
    public string UtmCampaign { get; private set; } = "";

    /// <summary>Whose link brought them.</summary>
    public string ReferralCode { get; private set; } = "";

    /// <summary>The country of the address that was given at checkout, an ISO 3166-1 code; empty when none was, and before the payment.</summary>
    public string BuyerCountry { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public OrderState State { get; private set; }

    /// <summary>Stripe's checkout session, <c>cs_…</c>; null before it was made. Unique.</summary>
    public string? StripeSessionId { get; private set; }

    /// <summary>Stripe's page to pay at; null before it was made.</summary>
    public string? CheckoutUrl { get; private set; }

    /// <summary>Why it failed, in Stripe's words; empty when it did not, or when Stripe gave no reason.</summary>
    public string FailureMessage { get; private set; } = "";

    /// <summary>Stripe's charge, <c>ch_…</c>; null before it was paid. Unique.</summary>
    public string? StripeChargeId { get; private set; }

    /// <summary>True when it was bought for somebody else.</summary>
    public bool IsGift { get; private set; }

    /// <summary>Who is to get it; null when it is no gift, or was not loaded.</summary>
    public Gift? Gift { get; private set; }

    /// <summary>The enrollment it made; null before it was paid, for a gift before it was redeemed, and for a bundle, whose courses have one each.</summary>
    public Guid? EnrollmentId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the payment arrived; null before.</summary>
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>What was given back of it, in minor units.</summary>
    public long RefundedMinorUnits { get; private set; }

    /// <summary>What Stripe has withdrawn of it for disputes that are open, in minor units.</summary>
    public long DisputedMinorUnits { get; private set; }

    /// <summary>What was lost of it in disputes, in minor units.</summary>
    public long LostMinorUnits { get; private set; }

    /// <summary>Where the buyer came from.</summary>
    public TrafficSource TrafficSource => new(UtmSource, UtmMedium, UtmCampaign, ReferralCode);

    /// <summary>What it costs: the price less its discount.</summary>
    public Money Total => new(TotalMinorUnits, Currency);

    /// <summary>The price without a discount.</summary>
    public Money List => new(ListMinorUnits, Currency);

    /// <summary>What of the payment was tax.</summary>
    public Money Tax => new(TaxMinorUnits, Currency);

    /// <summary>What was paid, with tax. Before the payment it is what it costs.</summary>
    public Money Charged => ChargedWith(Tax);

    /// <summary>What was paid, without tax: what instructor and platform share.</summary>
    public Money Net => Charged - Tax;

    /// <summary>
    /// What the instructor's share is divided from, always without tax: what was paid, or the price, when the platform bears the discount. Of a price that
    /// contains its tax, the same part is tax as of what was paid.
    /// </summary>
    public Money ShareBase =>
        DiscountBearer != Payments.Coupons.DiscountBearer.Platform ? Net
        : TaxBehavior != Payments.Tax.TaxBehavior.Inclusive ? List
        : List with { MinorUnits = (long)((Int128)ListMinorUnits * Net.MinorUnits / Charged.MinorUnits) };

    /// <summary>True unless it came to nothing: it holds its coupon.</summary>
    public bool IsAlive => State is not (OrderState.Failed or OrderState.Expired);

    /// <summary>True when it is a payment of a membership, and not a sale of one instructor's.</summary>
    public bool IsMembership => InstructorId is null;

    /// <summary>What was given back of it.</summary>
    public Money Refunded => new(RefundedMinorUnits, Currency);

    /// <summary>Remembers the checkout session. Doing it again with the same one changes nothing.</summary>
    public void AttachCheckout(string sessionId, string url)
    {
        if (StripeSessionId is not null && StripeSessionId != sessionId)
        {
            throw new InvalidOperationException($"Order {Id} has session {StripeSessionId} and was given {sessionId}.");
        }

        StripeSessionId = sessionId;
        CheckoutUrl = url;
    }

    /// <summary>Checkout is finished, the money takes days.</summary>
    public void Process()
    {
        if (State == OrderState.Pending)
        {
            State = OrderState.Processing;
        }
    }

    /// <summary>The payment failed for good, or Stripe refused to make a page for it.</summary>
    /// <param name="message">Why, in Stripe's words; empty when it gave no reason.</param>
    public void Fail(string message = "")
    {
        if (State is OrderState.Pending or OrderState.Processing)
        {
            State = OrderState.Failed;
            FailureMessage = message;
        }
    }

    /// <summary>True when it was refused by Stripe before it had a page.</summary>
    public bool WasRefused => State == OrderState.Failed && StripeSessionId is null;

    /// <summary>True while it can be paid.</summary>
    public bool IsOpen => State is OrderState.Pending or OrderState.Processing;

    /// <summary>The checkout page expired, or was closed before it was finished.</summary>
    public void Expire()
    {
        if (State == OrderState.Pending)
        {
            State = OrderState.Expired;
        }
    }

    /// <summary>What is charged when so much is tax.</summary>
    /// <exception cref="InvalidOperationException">Stripe taxed what it was not asked to, or more than is paid: a bug, never input.</exception>
    public Money ChargedWith(Money tax)
    {
        var charged = TaxBehavior == Payments.Tax.TaxBehavior.Exclusive ? Total + tax : Total;
        return tax.MinorUnits >= 0 && tax.MinorUnits <= charged.MinorUnits && (tax.MinorUnits == 0 || TaxBehavior is not null)
            ? charged
            : throw new InvalidOperationException($"Of order {Id}, which is {Total}, {tax} can't be tax.");
    }

    /// <summary>The money arrived.</summary>
    /// <param name="enrollmentId">The enrollment that was made for it; null for a gift and a bundle.</param>
    /// <param name="stripeChargeId">Stripe's charge; null for a free course.</param>
    /// <param name="now">The present time.</param>
    /// <param name="tax">What of it was tax; null for nothing.</param>
    /// <param name="buyerCountry">The country of the buyer's address; empty when it is not known.</param>
    /// <returns>False when it was paid before.</returns>
    public bool Pay(Guid? enrollmentId, string? stripeChargeId, DateTimeOffset now, Money? tax = null, string buyerCountry = "")
    {
        if (PaidAt is not null)
        {
            return false;
        }

        State = OrderState.Paid;
        EnrollmentId = enrollmentId;
        StripeChargeId = stripeChargeId;
        TaxMinorUnits = tax?.MinorUnits ?? 0;
        BuyerCountry = buyerCountry;
        PaidAt = now;
        return true;
    }

    /// <summary>A gift was redeemed.</summary>
    /// <param name="enrollmentId">The enrollment that was made for whom it was meant.</param>
    /// <exception cref="DomainException"><c>GIFT_NOT_REDEEMABLE</c>.</exception>
    public void HandOver(Guid enrollmentId)
    {
        RequireRedeemable();
        EnrollmentId = enrollmentId;
    }

    /// <summary>Refuses unless it is a gift whose money is there.</summary>
    /// <exception cref="DomainException"><c>GIFT_NOT_REDEEMABLE</c>.</exception>
    public void RequireRedeemable()
    {
        if (!IsGift || State != OrderState.Paid || DisputedMinorUnits > 0 || LostMinorUnits > 0)
        {
            throw new DomainException(PaymentReasons.GiftNotRedeemable, "The gift is not paid, was given back, or its payment is disputed.");
        }
    }

    /// <summary>Its reversed amounts.</summary>
    public SaleStanding Standing => new(RefundedMinorUnits, DisputedMinorUnits, LostMinorUnits);

    /// <summary>What could still be given back, in minor units.</summary>
    public long LeftMinorUnits => PaidAt is null ? 0 : Math.Max(0, Charged.MinorUnits - RefundedMinorUnits - DisputedMinorUnits - LostMinorUnits);

    /// <summary>Follows a refund or a dispute.</summary>
    public void Follow(SaleStanding standing)
    {
        (RefundedMinorUnits, DisputedMinorUnits, LostMinorUnits) = (standing.Refunded, standing.Disputed, standing.Lost);
        State = RefundedMinorUnits >= Charged.MinorUnits ? OrderState.Refunded : OrderState.Paid;
    }
}

/// <summary>What an order is made from.</summary>
/// <param name="CourseId">The course; null for a bundle.</param>
/// <param name="InstructorId">Who earns.</param>
/// <param name="Title">What it is called: the title of what is bought.</param>
/// <param name="Quote">Today's price, discount and fee.</param>
/// <param name="AcceptedTerms">The version of the terms of sale that the student accepted; empty when none were shown.</param>
/// <param name="Gift">Who is to get it; null for who buys.</param>
/// <param name="TaxBehavior">How Stripe is asked to tax it; null when it is not.</param>
public sealed record Offer(
    Guid? CourseId,
    Guid InstructorId,
    string Title,
    Quote Quote,
    string AcceptedTerms = "",
    GiftCard? Gift = null,
    TaxBehavior? TaxBehavior = null
)
{
    /// <summary>The bundle; null for a course.</summary>
    public SoldBundle? Bundle { get; init; }

    /// <summary>Where the buyer came from.</summary>
    public TrafficSource TrafficSource { get; init; } = TrafficSource.Unknown;
}
