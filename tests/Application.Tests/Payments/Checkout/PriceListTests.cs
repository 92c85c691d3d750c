using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>A course at EUR 49.00, JPY 7,900 (no decimals) and KWD 15.500 (three); the platform keeps 20 %.</summary>
public sealed class PriceListTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;
    private Actor student = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        course = await school.PublishedCourseAsync();
        student = await school.StudentAsync();
        await SetAsync(new Money(4_900, "EUR"), new Money(7_900, "JPY"), new Money(15_500, "KWD"));
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Theory]
    [InlineData("", 4_900, "EUR", 3_920)]
    [InlineData("EUR", 4_900, "EUR", 3_920)]
    [InlineData("JPY", 7_900, "JPY", 6_320)]
    [InlineData("KWD", 15_500, "KWD", 12_400)]
    public async Task ACourse_IsPaidInTheCurrencyThatIsChosen_AndBookedInIt(string chosen, long price, string currency, long share)
    {
        var order = await StartAsync(chosen);
        Assert.Equal(new Money(price, currency), order.Total);
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await school.SettleAsync(order);
        Assert.Equal(
            -share,
            await school.ReadAsync(db =>
                db.LedgerAccounts.Where(a => a.OwnerId == course.Instructor.UserId && a.Currency == currency).Select(a => a.BalanceMinorUnits).SingleAsync()
            )
        );
        var charge = Assert.Single(await stripe.ListAsync("charges"));
        Assert.Equal((price, currency.ToLowerInvariant()), (charge.GetProperty("amount").GetInt64(), charge.GetProperty("currency").GetString()));
    }

    [Fact]
    public async Task ACurrencyWithoutAPrice_IsNotOffered()
    {
        await Refused.WithAsync(PaymentReasons.CurrencyNotOffered, () => StartAsync("USD"));
        await Refused.WithAsync(
            PaymentReasons.CurrencyNotOffered,
            () => school.DoAsync<QuotePrice>(q => q.ExecuteAsync(student, ItemId.Course(course.Id), "", "USD", CancellationToken.None))
        );
        Assert.Equal(0, await school.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Theory]
    [InlineData("EUR")]
    [InlineData("USD")]
    [InlineData("JPY")]
    public async Task WhatIsFree_IsFreeInEveryCurrencyOfTheSchool(string currency)
    {
        await SetAsync(new Money(0, "EUR"));
        var quote = await school.DoAsync<QuotePrice, Quote>(q => q.ExecuteAsync(student, ItemId.Course(course.Id), "", currency, CancellationToken.None));
        Assert.Equal(Money.Zero(currency), quote.Total);
        var order = await StartAsync(currency);
        Assert.Equal((Money.Zero(currency), OrderState.Paid), (order.Total, order.State));
    }

    [Fact]
    public async Task WhatIsFree_IsNotOffered_InACurrencyOfOthers()
    {
        await SetAsync(new Money(0, "EUR"));
        await Refused.WithAsync(PaymentReasons.CurrencyNotOffered, () => StartAsync("CHF"));
    }

    [Fact]
    public async Task AnotherCurrency_ClosesTheOldPage()
    {
        var first = await StartAsync("EUR");
        var second = await StartAsync("JPY");
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(OrderState.Expired, (await school.OrderAsync(first.Id)).State);
        Assert.Equal(second.Id, (await StartAsync("")).Id);
    }

    [Fact]
    public async Task ThePriceList_IsReadWithTheCourse_AndReplacedAsAWhole()
    {
        Assert.Equal([new Money(7_900, "JPY"), new Money(15_500, "KWD")], (await ReadAsync()).OtherPrices);
        await SetAsync(new Money(5_900, "EUR"), new Money(6_900, "USD"));
        Assert.Equal([new Money(6_900, "USD")], (await ReadAsync()).OtherPrices);
        await SetAsync(new Money(5_900, "EUR"));
        Assert.Empty((await ReadAsync()).OtherPrices);
    }

    [Fact]
    public async Task PricesThatMakeNoSense_AreRefused()
    {
        await Refused.WithAsync(CatalogReasons.PriceInvalid, () => SetAsync(new Money(4_900, "EUR"), new Money(5_900, "EUR")));
        await Refused.WithAsync(CatalogReasons.PriceInvalid, () => SetAsync(new Money(0, "EUR"), new Money(5_900, "USD")));
        await Refused.WithAsync(CatalogReasons.PriceInvalid, () => SetAsync(new Money(4_900, "EUR"), new Money(0, "USD")));
        await Refused.WithAsync(CatalogReasons.PriceInvalid, () => SetAsync(new Money(4_900, "EUR"), new Money(4_900, "CHF")));
        Assert.Equal(new Money(4_900, "EUR"), (await ReadAsync()).Price);
    }

    private Task SetAsync(Money price, params Money[] others) =>
        school.DoAsync<SetPrice>(s => s.ExecuteAsync(course.Instructor, course.Id, etag: null, price, others, CancellationToken.None));

    private Task<PublishedCourse> ReadAsync() => school.DoAsync<GetCourse, PublishedCourse>(g => g.ExecuteAsync(course.Id, CancellationToken.None));

    private Task<Order> StartAsync(string currency) =>
        school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(
                student,
                Guid.NewGuid(),
                ItemId.Course(course.Id),
                "",
                new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/", Currency: currency),
                CancellationToken.None
            )
        );
}
