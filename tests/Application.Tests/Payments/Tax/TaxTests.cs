using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Ledger.Verification;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Coupons;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Payments.Tax;
using ESchool.Application.StripeEvents;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payments.Tax;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Tests.Payments.Tax;

/// <summary>
/// Tax on a course of EUR 49.00, of which the platform keeps 20 %, for somebody in Germany: 19 %. Three schools on one database: one whose prices are without
/// tax, one whose prices contain it, and one that does not tax. Each test ends with a sound ledger that agrees with Stripe.
/// </summary>
public sealed class TaxTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private TestSchool including = null!;
    private TestSchool untaxed = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(("Tax:Enabled", "true"), ("Receipts:Seller:0", "E-School GmbH, Berlin"));
        including = TestSchool.On(school.Database, ("Tax:Enabled", "true"), ("Tax:Behavior", "Inclusive"));
        untaxed = TestSchool.On(school.Database);
        stripe = new StripeEmulator(school.Database);
        course = await school.PublishedCourseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        var now = school.Clock.GetUtcNow();
        Assert.Empty(
            (
                await school.DoAsync<CompareWithStripe, StripeComparison>(c => c.ExecuteAsync(now.AddHours(-1), now.AddHours(1), CancellationToken.None))
            ).Differences
        );
        stripe.Dispose();
        await untaxed.DisposeAsync();
        await including.DisposeAsync();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task TaxOnTop_IsPaidBesidesThePrice_AndIsNobodysShare()
    {
        var order = await school.BuyAsync(stripe, course: course, country: "DE");
        Assert.Equal((4_900, 931, 5_831), (order.TotalMinorUnits, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal(5_831, Assert.Single(await stripe.ListAsync("charges")).GetProperty("amount").GetInt64());
        Assert.Equal((3_920, 980, 931), await SharesAsync());
        Assert.Equal(
            (-5_632, -199),
            (await school.HeldByAsync(AccountKind.StripeClearing, Guid.Empty), await school.HeldByAsync(AccountKind.StripeFees, Guid.Empty))
        );
    }

    [Fact]
    public async Task TaxInThePrice_ComesOffBeforeAnythingIsShared()
    {
        var order = await including.BuyAsync(stripe, course: course, country: "DE");
        Assert.Equal((4_900, 782, 4_900), (order.TotalMinorUnits, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal(4_900, Assert.Single(await stripe.ListAsync("charges")).GetProperty("amount").GetInt64());
        Assert.Equal((3_295, 823, 782), await SharesAsync());
    }

    [Fact]
    public async Task WhereNothingIsCollected_NothingIsOwed()
    {
        var order = await school.BuyAsync(stripe, course: course, country: "AQ");
        Assert.Equal((TaxBehavior.Exclusive, 0, 4_900), (order.TaxBehavior, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal((3_920, 980, 0), await SharesAsync());
    }

    [Fact]
    public async Task WithoutTheSetting_NothingIsTaxed_AndNobodyIsAskedForAnAddress()
    {
        var order = await untaxed.BuyAsync(stripe, course: course);
        Assert.Equal((null, 0, 4_900), (order.TaxBehavior, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal((3_920, 980, 0), await SharesAsync());
        Assert.Equal(0, await school.ReadAsync(db => db.LedgerAccounts.CountAsync(a => a.Kind == AccountKind.TaxPayable)));
    }

    [Fact]
    public async Task AnOrder_KeepsHowItWasMade_WhateverIsSetWhenItIsPaid()
    {
        var order = await school.BuyAsync(stripe, course: course, country: "DE", isSettled: false);
        await untaxed.SettleAsync(order);
        Assert.Equal(5_831, (await school.OrderAsync(order.Id)).Charged.MinorUnits);
        await untaxed.GiveBackAsync(order);
        Assert.Equal((0, 0, 0), await SharesAsync());
    }

    [Fact]
    public async Task AnInstructorsCoupon_TakesOffBeforeTax()
    {
        var order = await school.BuyAsync(stripe, course: course, country: "DE", coupon: await CouponAsync(2_000));
        Assert.Equal((3_920, 745, 4_665), (order.TotalMinorUnits, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal((3_803, 117, 745), await SharesAsync());
    }

    [Fact]
    public async Task OfAPromotion_TheInstructorEarnsAsWithout_AndTaxIsOfWhatIsPaid()
    {
        var order = await school.BuyAsync(stripe, course: course, country: "DE", coupon: await PromotionAsync(9_000));
        Assert.Equal((490, 93, 583), (order.TotalMinorUnits, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal((3_920, -3_430, 93), await SharesAsync());
        await school.GiveBackAsync(order, 291);
        Assert.Equal((3_920 - 1_956, -3_430 + 1_711, 93 - 46), await SharesAsync());
        await school.GiveBackAsync(order);
        Assert.Equal((0, 0, 0), await SharesAsync());
    }

    [Fact]
    public async Task OfAPromotionOnAPriceWithTax_TheInstructorEarnsOfThePriceWithoutIt()
    {
        var order = await including.BuyAsync(stripe, course: course, country: "DE", coupon: await PromotionAsync(2_000));
        Assert.Equal((3_920, 626, 3_920), (order.TotalMinorUnits, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal((3_294, 0, 626), await SharesAsync());
    }

    [Fact]
    public async Task PartsThatGoBack_TakeTheirPartOfTheTax_InWhateverOrder()
    {
        var (first, second) = (await school.BuyAsync(stripe, course: course, country: "DE"), await school.BuyAsync(stripe, country: "DE"));
        await school.GiveBackAsync(first, 1_633);
        Assert.Equal(
            (3_920 - 1_097, 931 + 931 - 260),
            (await school.HeldByAsync(AccountKind.InstructorHeld, course.Instructor.UserId), (await SharesAsync()).Tax)
        );
        await school.GiveBackAsync(first, 7);
        await school.GiveBackAsync(second, 7);
        await school.GiveBackAsync(second, 1_633);
        Assert.Equal(await school.BalancesAsync(first), await school.BalancesAsync(second));
        Assert.Equal(2 * (931 - 261), (await SharesAsync()).Tax);

        var student = PaidOrders.BuyerOf(first);
        var answer = await school.DoAsync<ExplainRefund, RefundAnswer>(e => e.ExecuteAsync(student, first.Id, CancellationToken.None));
        Assert.Equal(new Money(5_831 - 1_640, "EUR"), answer.Amount);
        await school.GiveBackAsync(first);
        await school.GiveBackAsync(second, 5_831 - 1_640);
        Assert.Equal((OrderState.Refunded, OrderState.Refunded), ((await school.OrderAsync(first.Id)).State, (await school.OrderAsync(second.Id)).State));
        Assert.Equal((0, 0, 0), await SharesAsync());
    }

    [Fact]
    public async Task MoreThanThePrice_ButNoMoreThanWasPaid_CanGoBack()
    {
        var order = await school.BuyAsync(stripe, course: course, country: "DE");
        await Refused.WithAsync(PaymentReasons.RefundTooLarge, () => school.GiveBackAsync(order, 5_832));
        await school.GiveBackAsync(order, 5_831);
        Assert.Equal(OrderState.Refunded, (await school.OrderAsync(order.Id)).State);
    }

    [Theory]
    [InlineData("won", 3_920, 980, 931)]
    [InlineData("lost", 0, 0, 0)]
    public async Task OfADispute_TaxIsOwedUntilItIsLost(string outcome, long share, long revenue, long tax)
    {
        var order = await school.BuyAsync(stripe, course: course, country: "DE");
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await school.SettleDisputeAsync(dispute);
        Assert.Equal((0, 980, 931), await SharesAsync());
        Assert.Equal(3_920, await school.HeldByAsync(AccountKind.InstructorDisputed, course.Instructor.UserId));
        await stripe.CloseDisputeAsync(dispute, outcome);
        await school.SettleDisputeAsync(dispute);
        Assert.Equal((share, revenue, tax), await SharesAsync());
    }

    [Fact]
    public async Task WhatIsFree_IsFreeOfTax()
    {
        var (student, free) = (await school.StudentAsync(), await school.PublishedCourseAsync(price: new Money(0, "EUR")));
        var page = new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/");
        var order = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(student, Guid.NewGuid(), ItemId.Course(free.Id), "", page, CancellationToken.None)
        );
        Assert.Equal((OrderState.Paid, 0, 0), (order.State, order.TaxMinorUnits, order.Charged.MinorUnits));
        Assert.Equal(0, await school.ReadAsync(db => db.LedgerTransactions.CountAsync()));
        Assert.Equal(new Money(0, "EUR"), (await PreviewAsync(school, null, free)).Charged);
    }

    [Theory]
    [InlineData("JPY", "JP", 7_900, 790, 6_320)]
    [InlineData("KWD", "DE", 15_500, 2_950, 12_400)]
    public async Task Tax_IsInTheMinorUnitsOfItsCurrency(string currency, string country, long price, long tax, long share)
    {
        await school.DoAsync<SetPrice>(s =>
            s.ExecuteAsync(course.Instructor, course.Id, etag: null, new Money(4_900, "EUR"), [new Money(price, currency)], CancellationToken.None)
        );
        var order = await school.BuyAsync(stripe, course: course, country: country, currency: currency);
        Assert.Equal((new Money(tax, currency), new Money(price + tax, currency)), (order.Tax, order.Charged));
        Assert.Equal((-share, -tax), (await BalanceAsync(AccountKind.InstructorHeld), await BalanceAsync(AccountKind.TaxPayable)));
        await school.GiveBackAsync(order, 333);
        await school.GiveBackAsync(order);
        Assert.Equal((0, 0), (await BalanceAsync(AccountKind.InstructorHeld), await BalanceAsync(AccountKind.TaxPayable)));

        Task<long> BalanceAsync(AccountKind kind) =>
            school.ReadAsync(db => db.LedgerAccounts.Where(a => a.Kind == kind && a.Currency == currency).Select(a => a.BalanceMinorUnits).SingleAsync());
    }

    [Fact]
    public async Task APreview_TellsTaxWhereTheCountryIsKnown_AndItIsWhatIsPaid()
    {
        var german = await PreviewAsync(school, new TaxPlace("DE", "10115"));
        var order = await school.BuyAsync(stripe, course: course, country: "DE");
        Assert.Equal((order.Tax, order.Charged), (german.Tax, german.Charged));
        Assert.Equal((null, null), Told(await PreviewAsync(school, null)));
        Assert.Equal((0, 4_900), Told(await PreviewAsync(school, new TaxPlace("AQ", ""))));
        Assert.Equal((782, 4_900), Told(await PreviewAsync(including, new TaxPlace("DE", ""))));
        Assert.Equal((null, 4_900), Told(await PreviewAsync(including, null)));
        Assert.Equal((0, 4_900), Told(await PreviewAsync(untaxed, new TaxPlace("DE", ""))));
        await Refused.WithAsync(PaymentReasons.TaxLocationUnknown, () => PreviewAsync(school, new TaxPlace("US", "")));

        static (long?, long?) Told(PricePreview preview) => (preview.Tax?.MinorUnits, preview.Charged?.MinorUnits);
    }

    [Fact]
    public async Task TheSummary_IsWhatWasCollectedLessWhatWasGivenBack()
    {
        var order = await school.BuyAsync(stripe, course: course, country: "DE");
        await school.BuyAsync(stripe, country: "FR");
        await school.GiveBackAsync(order, 1_633);
        var failed = await school.GiveBackAsync(order, 1_000);
        await stripe.FailRefundAsync(failed.StripeRefundId!);
        await school.SettleRefundAsync(failed.StripeRefundId!);
        var today = school.Clock.GetUtcNow().UtcDateTime;
        var month = Assert.Single(await school.DoAsync<GetTaxSummary, IReadOnlyList<TaxMonth>>(g => g.ExecuteAsync(today.Year, CancellationToken.None)));
        Assert.Equal(new TaxMonth(new DateOnly(today.Year, today.Month, 1), new Money(1_911, "EUR"), new Money(260, "EUR")), month);
        Assert.Equal((await SharesAsync()).Tax, month.Owed.MinorUnits);
        Assert.Empty(await school.DoAsync<GetTaxSummary, IReadOnlyList<TaxMonth>>(g => g.ExecuteAsync(today.Year - 1, CancellationToken.None)));
    }

    [Fact]
    public async Task TaxThatIsNotOwedBySales_IsFound()
    {
        await school.BuyAsync(stripe, course: course, country: "DE");
        await ForgeAsync("UPDATE payments.orders SET tax_minor_units = tax_minor_units - 1");
        var findings = (await school.DoAsync<VerifyLedger, LedgerReport>(v => v.ExecuteAsync(CancellationToken.None))).Findings;
        Assert.Contains(findings, f => f == "Tax account holds 931 EUR and sales owe 930.");
        Assert.Contains(findings, f => f.EndsWith("is booked with a tax of 931 EUR, and 930 were tax.", StringComparison.Ordinal));
        await ForgeAsync("UPDATE payments.orders SET tax_minor_units = tax_minor_units + 1");
    }

    private async Task ForgeAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(school.Database.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>What the course's instructor holds, the platform's revenue, and tax that is owed, in EUR.</summary>
    private async Task<(long Held, long Revenue, long Tax)> SharesAsync() =>
        (
            await school.HeldByAsync(AccountKind.InstructorHeld, course.Instructor.UserId),
            await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty),
            await school.HeldByAsync(AccountKind.TaxPayable, Guid.Empty)
        );

    private async Task<PricePreview> PreviewAsync(TestSchool where, TaxPlace? place, PublishedTestCourse? of = null)
    {
        var student = await school.StudentAsync();
        return await where.DoAsync<PreviewPrice, PricePreview>(p =>
            p.ExecuteAsync(student, ItemId.Course((of ?? course).Id), "", "", place, CancellationToken.None)
        );
    }

    private async Task<string> CouponAsync(int basisPoints) =>
        (
            await school.DoAsync<CreateCoupon, Coupon>(c =>
                c.ExecuteAsync(
                    course.Instructor,
                    $"C{Guid.NewGuid():N}",
                    new Discount(basisPoints, null),
                    new CouponTerms(course.Id, null, school.Clock.GetUtcNow(), null, null, 1),
                    CancellationToken.None
                )
            )
        ).Code;

    private async Task<string> PromotionAsync(int basisPoints)
    {
        var admin = await school.AdminAsync();
        return (
            await school.DoAsync<CreatePromotion, Coupon>(c =>
                c.ExecuteAsync(
                    admin,
                    $"P{Guid.NewGuid():N}",
                    new Discount(basisPoints, null),
                    new CouponTerms(null, null, school.Clock.GetUtcNow(), null, null, 1),
                    CancellationToken.None
                )
            )
        ).Code;
    }
}
