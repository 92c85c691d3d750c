namespace ESchool.Domain.Payments;

/// <summary>Reasons of the payments feature.</summary>
public static class PaymentReasons
{
    /// <summary>There is no such order, or it is somebody else's.</summary>
    public static readonly Reason OrderNotFound = new(ReasonKind.NotFound, "ORDER_NOT_FOUND");

    /// <summary>The caller has a live enrollment in the course, or in every course of the bundle.</summary>
    public static readonly Reason AlreadyEnrolled = new(ReasonKind.Exists, "ALREADY_ENROLLED");

    /// <summary>There is no such refund, or it is of somebody else's order.</summary>
    public static readonly Reason RefundNotFound = new(ReasonKind.NotFound, "REFUND_NOT_FOUND");

    /// <summary>There is no such dispute.</summary>
    public static readonly Reason DisputeNotFound = new(ReasonKind.NotFound, "DISPUTE_NOT_FOUND");

    /// <summary>The order can't be refunded; the metadata say why.</summary>
    public static readonly Reason NotRefundable = new(ReasonKind.State, "NOT_REFUNDABLE");

    /// <summary>More than is left of the payment.</summary>
    public static readonly Reason RefundTooLarge = new(ReasonKind.State, "REFUND_TOO_LARGE");

    /// <summary>There is no such coupon, or not for this course, or it is disabled.</summary>
    public static readonly Reason CouponNotFound = new(ReasonKind.NotFound, "COUPON_NOT_FOUND");

    /// <summary>The coupon does not hold here and now; the metadata say why.</summary>
    public static readonly Reason CouponNotApplicable = new(ReasonKind.State, "COUPON_NOT_APPLICABLE");

    /// <summary>The coupon makes no sense.</summary>
    public static readonly Reason CouponInvalid = new(ReasonKind.Invalid, "COUPON_INVALID");

    /// <summary>Another coupon has the code.</summary>
    public static readonly Reason CouponCodeTaken = new(ReasonKind.Exists, "COUPON_CODE_TAKEN");

    /// <summary>An order of the course is being paid.</summary>
    public static readonly Reason OrderOpen = new(ReasonKind.State, "ORDER_OPEN");

    /// <summary>The order is not open: it was paid, or is being paid.</summary>
    public static readonly Reason OrderNotOpen = new(ReasonKind.State, "ORDER_NOT_OPEN");

    /// <summary>Stripe refused to make a checkout page. The order or the membership has failed; another call makes a new one.</summary>
    public static readonly Reason CheckoutRefused = new(ReasonKind.State, "CHECKOUT_REFUSED");

    /// <summary>The course or the bundle has no price in the currency.</summary>
    public static readonly Reason CurrencyNotOffered = new(ReasonKind.State, "CURRENCY_NOT_OFFERED");

    /// <summary>Where tax is due can't be told from the country and postal code.</summary>
    public static readonly Reason TaxLocationUnknown = new(ReasonKind.Invalid, "TAX_LOCATION_UNKNOWN");

    /// <summary>The bundle was withdrawn, or a course of it is not on sale; the metadata say which.</summary>
    public static readonly Reason BundleNotOnSale = new(ReasonKind.State, "BUNDLE_NOT_ON_SALE");

    /// <summary>The order is not paid.</summary>
    public static readonly Reason OrderNotPaid = new(ReasonKind.State, "ORDER_NOT_PAID");

    /// <summary>There is no gift with this code.</summary>
    public static readonly Reason GiftNotFound = new(ReasonKind.NotFound, "GIFT_NOT_FOUND");

    /// <summary>The gift was redeemed.</summary>
    public static readonly Reason GiftRedeemed = new(ReasonKind.State, "GIFT_REDEEMED");

    /// <summary>The gift is not paid, was given back, or its payment is disputed.</summary>
    public static readonly Reason GiftNotRedeemable = new(ReasonKind.State, "GIFT_NOT_REDEEMABLE");

    /// <summary>Only what costs something can be given.</summary>
    public static readonly Reason GiftIsFree = new(ReasonKind.State, "GIFT_IS_FREE");

    /// <summary>No such event of Stripe is stored.</summary>
    public static readonly Reason StripeEventNotFound = new(ReasonKind.NotFound, "STRIPE_EVENT_NOT_FOUND");

    /// <summary>Stripe takes no evidence for the dispute any more.</summary>
    public static readonly Reason EvidenceNotTaken = new(ReasonKind.State, "EVIDENCE_NOT_TAKEN");

    /// <summary>There is no such plan on sale.</summary>
    public static readonly Reason PlanNotFound = new(ReasonKind.NotFound, "PLAN_NOT_FOUND");

    /// <summary>The caller never had a membership.</summary>
    public static readonly Reason SubscriptionNotFound = new(ReasonKind.NotFound, "SUBSCRIPTION_NOT_FOUND");

    /// <summary>The caller has a membership, or one is being paid.</summary>
    public static readonly Reason AlreadySubscribed = new(ReasonKind.Exists, "ALREADY_SUBSCRIBED");

    /// <summary>The caller has no membership that opens courses now.</summary>
    public static readonly Reason SubscriptionNotActive = new(ReasonKind.State, "SUBSCRIPTION_NOT_ACTIVE");

    /// <summary>The course is not a part of memberships.</summary>
    public static readonly Reason CourseNotOffered = new(ReasonKind.State, "COURSE_NOT_OFFERED");

    /// <summary>The bank declined the payment.</summary>
    public static readonly Reason PaymentDeclined = new(ReasonKind.State, "PAYMENT_DECLINED");

    /// <summary>Instructors can't buy their own courses.</summary>
    public static readonly Reason OwnCourse = new(ReasonKind.State, "OWN_COURSE");
}
