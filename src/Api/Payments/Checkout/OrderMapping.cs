using ESchool.Api.Calls.Wire;
using ESchool.Api.Memberships;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Tax;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain.Payments.Refunds;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments;

internal static class PaymentMapping
{
    public static Wire.Order ToWire(this Domain.Payments.Checkout.Order order) => new()
    {
        Name = $"orders/{order.Id}",
        Course = order.CourseId is { } course ? $"courses/{course}" : "",
        Bundle = order.BundleId is { } bundle ? $"bundles/{bundle}" : "",
        Courses = { CoursesOf(order) },
        CourseTitle = order.Title,
        Total = order.Total.ToWire(),
        State = (Wire.Order.Types.State)order.State,
        Enrollment = EnrollmentOf(order),
        CreateTime = order.CreatedAt.ToWire(),
        PayTime = order.PaidAt.ToWire(),
        Refunded = order.Refunded.ToWire(),
        ListPrice = order.List.ToWire(),
        CouponCode = order.CouponCode ?? "",
        AcceptedTerms = order.AcceptedTerms,
        Tax = order.PaidAt is null ? null : order.Tax.ToWire(),
        Charged = order.PaidAt is null ? null : order.Charged.ToWire(),
        FailureMessage = order.FailureMessage,
        Gift = order.Gift is { } gift ? new Wire.Order.Types.Gift { RecipientEmail = gift.RecipientEmail, Message = gift.Message, RedeemTime = gift.RedeemedAt.ToWire() } : null,
    };

    public static PreviewPriceResponse ToWire(this PricePreview preview) => new()
    {
        ListPrice = preview.Quote.List.ToWire(),
        Discount = preview.Quote.Off.ToWire(),
        Total = preview.Quote.Total.ToWire(),
        Tax = preview.Tax?.ToWire(),
        Charged = preview.Charged?.ToWire(),
    };

    public static Wire.Coupon ToWire(this Domain.Payments.Coupons.Coupon coupon) => new()
    {
        Name = $"coupons/{coupon.Id}",
        Code = coupon.Code,
        PercentOffBasisPoints = coupon.BasisPoints,
        AmountOff = coupon.Discount.Amount?.ToWire(),
        Course = coupon.CourseId is { } course ? $"courses/{course}" : "",
        Instructor = coupon.InstructorId is { } instructor ? $"users/{instructor}" : "",
        Bearer = (Wire.Coupon.Types.Bearer)coupon.Bearer,
        StartTime = coupon.StartsAt.ToWire(),
        EndTime = coupon.EndsAt.ToWire(),
        MaximumRedemptions = coupon.MaximumRedemptions ?? 0,
        MaximumPerStudent = coupon.MaximumPerStudent,
        Redemptions = coupon.Redemptions,
        DisableTime = coupon.DisabledAt.ToWire(),
    };

    public static Wire.Refund ToWire(this Domain.Payments.Refunds.Refund refund) => new()
    {
        Name = $"refunds/{refund.Id}",
        Order = $"orders/{refund.OrderId}",
        Amount = refund.Amount.ToWire(),
        State = (Wire.Refund.Types.State)refund.State,
        Reason = refund.Reason,
        FailureMessage = refund.FailureMessage,
        RequestTime = refund.RequestedAt.ToWire(),
        FinishTime = refund.FinishedAt.ToWire(),
    };

    public static ExplainRefundResponse ToWire(this RefundAnswer answer) => new()
    {
        Refundable = answer.Obstacle is null,
        Obstacle = (ExplainRefundResponse.Types.Obstacle)(answer.Obstacle ?? 0),
        Explanation = answer.Explanation,
        Amount = answer.Amount.ToWire(),
        WindowEndTime = answer.Until.ToWire(),
        ConsumedBasisPoints = answer.ConsumedBasisPoints,
        MaximumConsumedBasisPoints = answer.MaximumConsumedBasisPoints,
    };

    public static Wire.Dispute ToWire(this Domain.Payments.Disputes.Dispute dispute) => new()
    {
        Name = $"disputes/{dispute.Id}",
        Order = $"orders/{dispute.OrderId}",
        StripeDispute = dispute.StripeDisputeId,
        Amount = dispute.Amount.ToWire(),
        Reason = dispute.Reason,
        State = (Wire.Dispute.Types.State)dispute.State,
        EvidenceDueTime = dispute.EvidenceDueAt.ToWire(),
        CreateTime = dispute.NotedAt.ToWire(),
        FinishTime = dispute.FinishedAt.ToWire(),
        EvidenceSubmitTime = dispute.EvidenceSubmittedAt.ToWire(),
    };

    public static Wire.DisputeEvidence ToWire(this Application.Payments.Disputes.DisputeEvidence evidence) => new()
    {
        Dispute = evidence.Dispute.ToWire(),
        Order = evidence.Order.ToWire(),
        CustomerName = evidence.CustomerName,
        CustomerEmail = evidence.CustomerEmail,
        RegisterTime = evidence.RegisteredAt.ToWire(),
        ConsumedBasisPoints = evidence.ConsumedBasisPoints,
        Sessions =
        {
            evidence.Sessions.Select(s => new Wire.DisputeEvidence.Types.Session { CreateTime = s.CreatedAt.ToWire(), LastUseTime = s.LastUsedAt.ToWire(), Network = s.Network, UserAgent = s.UserAgent }),
        },
        Lessons = { evidence.Lessons.Select(ToWire) },
    };

    public static Wire.RevenueTerms ToWire(this AgreedFees agreed) => new()
    {
        Name = $"users/{agreed.InstructorId}/revenueTerms",
        Fees = new Wire.FeeSchedule
        {
            SaleBasisPoints = agreed.Fees.Sale,
            InstructorCouponBasisPoints = agreed.Fees.InstructorCoupon,
            PromotionBasisPoints = agreed.Fees.Promotion,
        },
        AgreeTime = agreed.AgreedAt.ToWire(),
    };

    public static GetTaxSummaryResponse.Types.Row ToWire(this TaxMonth month) => new()
    {
        Month = month.Month.Month,
        Collected = month.Collected.ToWire(),
        GivenBack = month.GivenBack.ToWire(),
        Owed = month.Owed.ToWire(),
    };

    public static Wire.StripeEvent ToWire(this Domain.StripeEvents.StripeEvent stripeEvent) => new()
    {
        Id = stripeEvent.Id,
        Type = stripeEvent.Type,
        Object = stripeEvent.ObjectId,
        ReceiveTime = stripeEvent.ReceivedAt.ToWire(),
        HandleTime = stripeEvent.HandledAt.ToWire(),
    };

    /// <summary>The enrollment of an order of a course. Whoever gave it away learns nothing of it.</summary>
    private static string EnrollmentOf(Domain.Payments.Checkout.Order order) => order.EnrollmentId is { } id && !order.IsGift ? $"enrollments/{id}" : "";

    private static IEnumerable<Wire.Order.Types.OrderedCourse> CoursesOf(Domain.Payments.Checkout.Order order) => order.CourseId is { } courseId
        ? [new Wire.Order.Types.OrderedCourse { Course = $"courses/{courseId}", Title = order.Title, Enrollment = EnrollmentOf(order) }]
        : order.Courses.OrderBy(c => c.Position).Select(c => new Wire.Order.Types.OrderedCourse
        {
            Course = $"courses/{c.CourseId}",
            Title = c.Title,
            Enrollment = c.EnrollmentId is { } id ? $"enrollments/{id}" : "",
        });

    private static Wire.DisputeEvidence.Types.WatchReceipt ToWire(WatchReceipt receipt) => new()
    {
        CourseTitle = receipt.CourseTitle,
        Title = receipt.Title,
        OpenTime = receipt.OpenedAt.ToWire(),
        CompleteTime = receipt.CompletedAt.ToWire(),
        WatchedSeconds = receipt.WatchedSeconds,
        Reports = receipt.Reports,
    };
}
