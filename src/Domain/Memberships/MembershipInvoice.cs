using ESchool.Domain.Payments.Checkout;

namespace ESchool.Domain.Memberships;

/// <summary>What an invoice was paid for.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="StripeInvoiceId">Stripe's invoice, <c>in_…</c>.</param>
/// <param name="ServiceStart">From when on what was paid can be used.</param>
/// <param name="ServiceEnd">Until when.</param>
/// <param name="OpensPeriod">True when it is the payment of a period itself, and not of a change in it.</param>
/// <param name="InstructorBasisPoints">How much of it is divided among instructors.</param>
public sealed record InvoiceTerms(
    Guid SubscriptionId,
    string StripeInvoiceId,
    DateTimeOffset ServiceStart,
    DateTimeOffset ServiceEnd,
    bool OpensPeriod,
    int InstructorBasisPoints
);

/// <summary>
/// A paid invoice of a membership, beside the order that its payment is. What was paid, without tax, is deferred revenue: the months it was paid for take it,
/// one after the other, as they end; a reversal takes it from the last ones.
/// </summary>
public sealed class MembershipInvoice
{
    private readonly List<MembershipMonth> months = [];

    private MembershipInvoice() { }

    /// <summary>Notes a paid invoice, and the months it was paid for.</summary>
    /// <param name="order">The order that its payment is.</param>
    /// <param name="terms">What it was paid for.</param>
    /// <param name="credit">What the member's credit paid besides, without tax, in minor units.</param>
    public MembershipInvoice(Order order, InvoiceTerms terms, long credit = 0)
    {
        var deferred = checked(order.Net.MinorUnits + credit);
        OrderId = order.Id;
        SubscriptionId = terms.SubscriptionId;
        StripeInvoiceId = terms.StripeInvoiceId;
        ServiceStart = terms.ServiceStart;
        OpensPeriod = terms.OpensPeriod;
        InstructorBasisPoints = terms.InstructorBasisPoints;
        CreditMinorUnits = credit;
        DeferredMinorUnits = deferred;
        var days = ServiceDays.Months(DateOnly.FromDateTime(terms.ServiceStart.UtcDateTime), DateOnly.FromDateTime(terms.ServiceEnd.UtcDateTime));
        for (var i = 0; i < days.Count; i++)
        {
            // What the months before have, and this one, is rounded down, so that all of them have all of it.
            var (upTo, before) = ((Int128)deferred * (i + 1) / days.Count, (Int128)deferred * i / days.Count);
            months.Add(new MembershipMonth(order, days[i], (long)(upTo - before)));
        }
    }

    /// <summary>The order that its payment is.</summary>
    public Guid OrderId { get; private set; }

    /// <summary>The subscription.</summary>
    public Guid SubscriptionId { get; private set; }

    /// <summary>Stripe's invoice, <c>in_…</c>; unique.</summary>
    public string StripeInvoiceId { get; private set; } = "";

    /// <summary>From when on what was paid can be used.</summary>
    public DateTimeOffset ServiceStart { get; private set; }

    /// <summary>True when it is the payment of a period itself, and not of a change in it.</summary>
    public bool OpensPeriod { get; private set; }

    /// <summary>How much of it is divided among instructors, in basis points.</summary>
    public int InstructorBasisPoints { get; private set; }

    /// <summary>What the member's credit paid of it, without tax, in minor units; negative when more was paid than was due.</summary>
    public long CreditMinorUnits { get; private set; }

    /// <summary>What is left of it for months to come, in minor units.</summary>
    public long DeferredMinorUnits { get; private set; }

    /// <summary>
    /// What was reversed after its months had taken it; borne by the platform, in minor units. Negative when more reversals were undone than made since then.
    /// </summary>
    public long BorneMinorUnits { get; private set; }

    /// <summary>The months it was paid for.</summary>
    public IReadOnlyList<MembershipMonth> Months => months;

    /// <summary>Takes the money of a month that is over: no more than is left, and for the last month all of it.</summary>
    /// <param name="month">The first month that was not divided.</param>
    /// <param name="isLast">True when no other is left.</param>
    public long Take(MembershipMonth month, bool isLast)
    {
        var taken = isLast ? DeferredMinorUnits : Math.Min(month.MinorUnits, DeferredMinorUnits);
        DeferredMinorUnits -= taken;
        return taken;
    }

    /// <summary>Gives up what is unused, as far as it is there: it becomes the member's credit.</summary>
    /// <returns>How much was there.</returns>
    public long Credit(long minorUnits)
    {
        var unused = Math.Min(minorUnits, DeferredMinorUnits);
        DeferredMinorUnits -= unused;
        return unused;
    }

    /// <summary>Takes a reversal out of what is left, and the rest from the platform; a negative one undoes it.</summary>
    /// <param name="minorUnits">The reversed amount.</param>
    /// <param name="hasMonths">True while a month can still take what is given again.</param>
    /// <returns>How much of it comes out of what is left.</returns>
    public long Reverse(long minorUnits, bool hasMonths)
    {
        var fromDeferred =
            minorUnits >= 0 ? Math.Min(minorUnits, DeferredMinorUnits)
            : hasMonths ? Math.Min(0, minorUnits + Math.Max(0, BorneMinorUnits))
            : 0;
        DeferredMinorUnits -= fromDeferred;
        BorneMinorUnits += minorUnits - fromDeferred;
        return fromDeferred;
    }
}
