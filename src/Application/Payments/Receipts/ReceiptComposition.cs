using System.Globalization;
using ESchool.Application.Typesetting;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Application.Payments.Receipts;

/// <summary>What a receipt shows.</summary>
/// <param name="Order">What was paid.</param>
/// <param name="Name">Who paid.</param>
/// <param name="Email">The payer's address.</param>
/// <param name="Seller">The seller's name, address and tax number, a line each.</param>
internal sealed record Receipt(Order Order, string Name, string Email, IReadOnlyList<string> Seller);

/// <summary>Sets a receipt on a page.</summary>
internal sealed class ReceiptComposition(DocumentPages pages)
{
    public void Compose(Receipt receipt)
    {
        var order = receipt.Order;
        pages.Head("Receipt", receipt.Name, receipt.Email);
        Id("Order", order.Id.ToString());
        Fact("Paid on", $"{order.PaidAt!.Value.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC");
        if (order.StripeChargeId is { } charge)
        {
            Id("Payment", charge);
        }

        pages.Y += 12;
        Amount(order.IsGift ? $"{order.Title} (gift)" : order.Title, order.List, TextStyle.Plain);
        foreach (var course in order.Courses.OrderBy(c => c.Position))
        {
            pages.Place(course.Title, TextStyle.Plain, 10, DocumentPages.Left + 12, DocumentPages.Quiet, DocumentPages.Right - DocumentPages.Left - 162);
            pages.Y += 15;
        }

        if (order.CouponCode is { } code)
        {
            Amount($"Coupon {code}", order.Total - order.List, TextStyle.Plain);
        }

        if (order.TaxBehavior is not null)
        {
            Amount("Net", order.Net, TextStyle.Plain);
            Amount("Tax", order.Tax, TextStyle.Plain);
        }

        Amount("Paid", order.Charged, TextStyle.Figures);
        if (order.RefundedMinorUnits > 0)
        {
            Amount("Given back", Money.Zero(order.Currency) - order.Refunded, TextStyle.Plain);
            Amount("Kept", order.Charged - order.Refunded, TextStyle.Figures);
        }

        pages.Y += 24;
        foreach (var line in receipt.Seller)
        {
            pages.Place(line, TextStyle.Plain, 9.5f, DocumentPages.Left, DocumentPages.Quiet);
            pages.Y += 13;
        }

        pages.Foot((_, _) => "The order as it stands on the day on which this receipt was made.");
    }

    private void Fact(string name, string text) => Fact(name, text, TextStyle.Plain);

    /// <summary>Without ligatures: an id is copied out of the file, and some readers lose the ff of a UUID.</summary>
    private void Id(string name, string id) => Fact(name, id, TextStyle.Address);

    private void Fact(string name, string text, TextStyle style)
    {
        pages.Place(name, TextStyle.Plain, 10, DocumentPages.Left, DocumentPages.Quiet);
        pages.Place(text, style, 10, DocumentPages.Left + 80, DocumentPages.Ink);
        pages.Y += 15;
    }

    private void Amount(string name, Money amount, TextStyle style)
    {
        pages.Place(name, style, 11, DocumentPages.Left, DocumentPages.Ink, DocumentPages.Right - DocumentPages.Left - 150);
        pages.PlaceRight(amount.ToString(), style, 11, DocumentPages.Right, DocumentPages.Ink);
        pages.Y += 20;
    }
}
