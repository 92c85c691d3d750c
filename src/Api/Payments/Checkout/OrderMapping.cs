using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Quotes;
using ESchool.Contracts.Payments.V1;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Checkout;

internal static class OrderMapping
{
    public static Wire.Order ToWire(this Domain.Payments.Checkout.Order order) =>
        new()
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
            Gift = order.Gift is { } gift
                ? new Wire.Order.Types.Gift
                {
                    RecipientEmail = gift.RecipientEmail,
                    Message = gift.Message,
                    RedeemTime = gift.RedeemedAt.ToWire(),
                }
                : null,
        };

    public static Domain.Payments.Checkout.TrafficSource ToDomain(this Wire.TrafficSource? source) =>
        source is null
            ? Domain.Payments.Checkout.TrafficSource.Unknown
            : new Domain.Payments.Checkout.TrafficSource(source.UtmSource, source.UtmMedium, source.UtmCampaign, source.ReferralCode);

    public static Wire.TrafficSource? ToWire(this Domain.Payments.Checkout.TrafficSource source) =>
        source == Domain.Payments.Checkout.TrafficSource.Unknown
            ? null
            : new Wire.TrafficSource
            {
                UtmSource = source.Source,
                UtmMedium = source.Medium,
                UtmCampaign = source.Campaign,
                ReferralCode = source.ReferralCode,
            };

    public static PreviewPriceResponse ToWire(this PricePreview preview) =>
        new()
        {
            ListPrice = preview.Quote.List.ToWire(),
            Discount = preview.Quote.Off.ToWire(),
            Total = preview.Quote.Total.ToWire(),
            Tax = preview.Tax?.ToWire(),
            Charged = preview.Charged?.ToWire(),
        };

    /// <summary>The enrollment of an order of a course. Whoever gave it away learns nothing of it.</summary>
    private static string EnrollmentOf(Domain.Payments.Checkout.Order order) => order.EnrollmentId is { } id && !order.IsGift ? $"enrollments/{id}" : "";

    private static IEnumerable<Wire.Order.Types.OrderedCourse> CoursesOf(Domain.Payments.Checkout.Order order) =>
        order.CourseId is { } courseId
            ?
            [
                new Wire.Order.Types.OrderedCourse
                {
                    Course = $"courses/{courseId}",
                    Title = order.Title,
                    Enrollment = EnrollmentOf(order),
                },
            ]
            : order
                .Courses.OrderBy(c => c.Position)
                .Select(c => new Wire.Order.Types.OrderedCourse
                {
                    Course = $"courses/{c.CourseId}",
                    Title = c.Title,
                    Enrollment = c.EnrollmentId is { } id ? $"enrollments/{id}" : "",
                });
}
