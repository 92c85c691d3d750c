using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Domain.Tests.Memberships;

/// <summary>The months an invoice pays for, and what goes back of it.</summary>
public sealed class MembershipInvoiceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 14, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-01-31", "2026-02-28", "2026-01-31 2026-02-28")]
    [InlineData("2026-01-31", "2026-04-30", "2026-01-31 2026-02-28 2026-03-31 2026-04-30")]
    [InlineData("2026-01-10", "2026-01-31", "2026-01-10 2026-01-31")]
    [InlineData("2026-01-10", "2026-01-10", "2026-01-10 2026-01-11")]
    [InlineData("2026-01-10", "2026-02-15", "2026-01-10 2026-02-10 2026-02-15")]
    public void AStretchOfDays_IsMonths_OneAfterTheOther(string first, string end, string borders)
    {
        var months = ServiceDays.Months(DateOnly.Parse(first), DateOnly.Parse(end));
        Assert.Equal(borders, string.Join(' ', months.Select(m => m.First.ToString("yyyy-MM-dd")).Append(months[^1].End.ToString("yyyy-MM-dd"))));
        Assert.All(months.Zip(months.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.First));
    }

    [Fact]
    public void AYear_IsTwelveMonths_ThatHaveAllOfIt()
    {
        foreach (var minorUnits in new long[] { 1, 11, 12, 13, 10_001, long.MaxValue / 2 })
        {
            var invoice = InvoiceOver(minorUnits, Start.AddYears(1));
            Assert.Equal((12, minorUnits), (invoice.Months.Count, invoice.Months.Sum(m => m.MinorUnits)));
        }
    }

    [Fact]
    public void WhatGoesBack_ComesOutOfTheLastMonths()
    {
        var invoice = InvoiceOver(1_200, Start.AddYears(1));
        Assert.Equal(1_150, invoice.Reverse(1_150, hasMonths: true));
        Assert.Equal(50, invoice.Take(invoice.Months[0], isLast: false));
        Assert.Equal(0, invoice.Take(invoice.Months[1], isLast: false));
        Assert.Equal(0, invoice.Reverse(50, hasMonths: true));
        Assert.Equal((0, 50), (invoice.DeferredMinorUnits, invoice.BorneMinorUnits));

        // What comes again settles what was borne first; the last month takes what is left.
        Assert.Equal(-1_150, invoice.Reverse(-1_200, hasMonths: true));
        Assert.Equal((1_150, 0), (invoice.DeferredMinorUnits, invoice.BorneMinorUnits));
        Assert.Equal(100, invoice.Take(invoice.Months[2], isLast: false));
        Assert.Equal(1_050, invoice.Take(invoice.Months[3], isLast: true));
        Assert.Equal(0, invoice.Reverse(-100, hasMonths: false));
        Assert.Equal((0, -100), (invoice.DeferredMinorUnits, invoice.BorneMinorUnits));
    }

    private static MembershipInvoice InvoiceOver(long minorUnits, DateTimeOffset end)
    {
        var order = Order.OfMembership(Guid.NewGuid(), "Every course", ("ch_1", new Money(minorUnits, "EUR"), Money.Zero("EUR")), 3_000, "", Start);
        return new MembershipInvoice(order, new InvoiceTerms(Guid.NewGuid(), "in_1", Start, end, OpensPeriod: true, 7_000));
    }
}
