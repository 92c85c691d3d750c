using ESchool.Api.Calls.Wire;
using ESchool.Api.Payments.Checkout;
using ESchool.Application.Payments.Sales;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Sales;

internal static class SalesMapping
{
    public static Wire.SalesLine ToWire(this SalesLine line) =>
        new()
        {
            Value = line.Value,
            Title = line.Title,
            SaleCount = line.Figures.Sales,
            ListAmount = line.Figures.List.ToWire(),
            PaidAmount = line.Figures.Paid.ToWire(),
            EarnedAmount = line.Figures.Earned.ToWire(),
            RefundCount = line.Figures.Refunds,
            LostDisputeCount = line.Figures.LostDisputes,
            TakenBackAmount = line.Figures.TakenBack.ToWire(),
            MembershipAmount = line.Figures.Memberships.ToWire(),
            NetAmount = line.Figures.Net.ToWire(),
        };

    public static Wire.Sale ToWire(this SaleView sale) =>
        new()
        {
            Order = $"orders/{sale.Order.Id}",
            Course = sale.Order.CourseId is { } course ? $"courses/{course}" : "",
            Bundle = sale.Order.BundleId is { } bundle ? $"bundles/{bundle}" : "",
            Title = sale.Order.Title,
            PayTime = sale.Order.PaidAt.ToWire(),
            ListPrice = sale.Order.List.ToWire(),
            CouponCode = sale.Order.CouponCode ?? "",
            Paid = sale.Order.Net.ToWire(),
            Share = sale.Share.ToWire(),
            TakenBack = sale.TakenBack.ToWire(),
            Gift = sale.Order.IsGift,
            CountryCode = sale.Order.BuyerCountry,
            TrafficSource = sale.Order.TrafficSource.ToWire(),
        };
}
