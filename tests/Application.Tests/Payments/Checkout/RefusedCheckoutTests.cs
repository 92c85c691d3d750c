using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Memberships.Plans;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Coupons;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Tests.Memberships;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Refunds;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>Stripe does not charge every amount, and may refuse a page for other reasons: nobody is locked out by that.</summary>
public sealed class RefusedCheckoutTests : IAsyncLifetime
{
    private static readonly object Refusal = new
    {
        type = "fail",
        status = 400,
        error = new { type = "invalid_request_error", message = "Stripe does not like it." },
    };

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
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Theory]
    [InlineData(1, "JPY", "minimum", "50 JPY")]
    [InlineData(49, "JPY", "minimum", "50 JPY")]
    [InlineData(100_000_000, "KWD", "maximum", "99999.990 KWD")]
    [InlineData(5_125, "KWD", "step", "0.010 KWD")]
    public async Task AnAmountThatStripeRefuses_IsNoPrice_NeitherOfACourseNorOfABundleNorOfAPlan(long minorUnits, string currency, string bound, string value)
    {
        var (price, other) = (new Money(minorUnits, currency), await school.PublishedCourseAsync(instructor: course.Instructor));
        var admin = await school.AdminAsync();
        await RefusedAsync(() => school.DoAsync<SetPrice>(s => s.ExecuteAsync(course.Instructor, course.Id, etag: null, price, [], CancellationToken.None)));
        await RefusedAsync(() =>
            school.DoAsync<CreateBundle>(c => c.ExecuteAsync(course.Instructor, "Both", [course.Id, other.Id], [price], CancellationToken.None))
        );
        await RefusedAsync(() => school.DoAsync<CreatePlan>(c => c.ExecuteAsync(admin, "All", PlanInterval.Month, price, 0, CancellationToken.None)));

        async Task RefusedAsync(Func<Task> act) => Assert.Equal(value, (await Refused.WithAsync(CatalogReasons.PriceInvalid, act)).Metadata[bound].ToString());
    }

    [Theory]
    [InlineData(100, "JPY", 6_000, 50)]
    [InlineData(7_800, "JPY", 9_990, 50)]
    [InlineData(15_500, "KWD", 333, 14_980)]
    public async Task WhatACouponLeaves_IsPaid(long price, string currency, int basisPoints, long left)
    {
        var cheap = await school.PublishedCourseAsync(price: new Money(price, currency));
        var coupon = await CouponAsync(cheap, basisPoints);
        var order = await school.BuyAsync(stripe, student, cheap, coupon: coupon);
        Assert.Equal((left, OrderState.Paid), (order.TotalMinorUnits, order.State));
    }

    [Fact]
    public async Task ACouponThatLeavesLessThanCanBeCharged_DoesNotHold()
    {
        var cheap = await school.PublishedCourseAsync(price: new Money(50, "JPY"));
        var coupon = await CouponAsync(cheap, 6_000);
        var refusal = await Refused.WithAsync(PaymentReasons.CouponNotApplicable, () => StartAsync(cheap, coupon));
        Assert.Equal((CouponObstacle.NothingOff, new Money(50, "JPY")), (refusal.Metadata["obstacle"], refusal.Metadata["minimum"]));
    }

    [Fact]
    public async Task AnOrderThatStripeRefuses_FailsWithTheReason_FreesItsCoupon_AndTheNextCallMakesANewOne()
    {
        var coupon = await CouponAsync(course, 1_000);
        var requestId = Guid.NewGuid();
        await stripe.DisturbAsync("POST", "/v1/checkout/sessions", Refusal);
        var refusal = await Refused.WithAsync(PaymentReasons.CheckoutRefused, () => StartAsync(course, coupon, requestId));
        Assert.Equal("Stripe does not like it.", refusal.Metadata["message"]);
        var failed = await school.OrderAsync(Guid.Parse(((string)refusal.Metadata["order"])["orders/".Length..]));
        Assert.Equal((OrderState.Failed, "Stripe does not like it."), (failed.State, failed.FailureMessage));
        Assert.Equal(0, await school.ReadAsync(db => db.Coupons.Where(c => c.Code == coupon).Select(c => c.Redemptions).SingleAsync()));
        await Refused.WithAsync(PaymentReasons.CheckoutRefused, () => StartAsync(course, coupon, requestId));
        var order = await StartAsync(course, coupon);
        Assert.NotEqual(failed.Id, order.Id);
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
    }

    [Fact]
    public async Task StripeNotAnswering_EndsNoOrder()
    {
        await stripe.DisturbAsync(
            "POST",
            "/v1/checkout/sessions",
            new
            {
                type = "fail",
                status = 503,
                error = new { type = "api_error", message = "Later." },
            }
        );
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => StartAsync(course));
        await stripe.DisturbAsync(
            "POST",
            "/v1/checkout/sessions",
            new
            {
                type = "fail",
                status = 429,
                error = new { type = "invalid_request_error", message = "Slower." },
            }
        );
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => StartAsync(course));
        Assert.Equal(OrderState.Pending, (await StartAsync(course)).State);
        Assert.Equal(1, await school.ReadAsync(db => db.Orders.CountAsync(o => o.StudentId == student.UserId)));
    }

    [Theory]
    [InlineData("/v1/checkout/sessions")]
    [InlineData("/v1/prices")]
    public async Task ASubscriptionThatStripeRefuses_FailsWithTheReason_AndTheNextCallMakesANewOne(string path)
    {
        var plan = await school.PlanAsync();
        await stripe.DisturbAsync("POST", path, Refusal);
        var refusal = await Refused.WithAsync(PaymentReasons.CheckoutRefused, () => SubscribeAsync(plan));
        Assert.Equal("Stripe does not like it.", refusal.Metadata["message"]);
        var failed = await school.DoAsync<GetSubscription, SubscriptionView>(g => g.ExecuteAsync(student, CancellationToken.None));
        Assert.Equal((SubscriptionState.Failed, "Stripe does not like it."), (failed.Subscription.State, failed.Subscription.FailureMessage));
        var next = await SubscribeAsync(await school.PlanAsync());
        Assert.NotEqual(failed.Subscription.Id, next.Id);
        Assert.NotNull(next.CheckoutUrl);
    }

    [Fact]
    public async Task ASubscriptionWithoutAPage_IsCanceledAtOnce_AndDoesNotKeepAnotherFromBeginning()
    {
        var plan = await school.PlanAsync();
        await stripe.DisturbAsync("POST", "/v1/checkout/sessions", new { type = "drop_before" });
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => SubscribeAsync(plan));
        var canceled = await school.DoAsync<CancelSubscription, SubscriptionView>(c => c.ExecuteAsync(student, CancellationToken.None));
        Assert.Equal(SubscriptionState.Expired, canceled.Subscription.State);
        Assert.NotNull((await SubscribeAsync(await school.PlanAsync())).CheckoutUrl);
    }

    [Fact]
    public async Task ACanceledOrder_CanNotBePaid_AndFreesItsCoupon()
    {
        var coupon = await CouponAsync(course, 1_000);
        var order = await StartAsync(course, coupon);
        Assert.Equal(OrderState.Expired, (await CancelAsync(student, order)).State);
        Assert.Equal(OrderState.Expired, (await CancelAsync(student, order)).State);
        Assert.Equal(410, await stripe.PayAsync(order.CheckoutUrl!));
        Assert.Equal(0, await school.ReadAsync(db => db.Coupons.Where(c => c.Code == coupon).Select(c => c.Redemptions).SingleAsync()));
        Assert.NotEqual(order.Id, (await StartAsync(course, coupon)).Id);
    }

    [Fact]
    public async Task AnOrderWithoutAPage_IsCanceledToo_APaidOneAndSomebodyElsesAreNot()
    {
        await stripe.DisturbAsync("POST", "/v1/checkout/sessions", new { type = "drop_before" });
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => StartAsync(course));
        var open = await school.ReadAsync(db => db.Orders.SingleAsync(o => o.StudentId == student.UserId));
        var stranger = await school.StudentAsync();
        await Refused.WithAsync(PaymentReasons.OrderNotFound, () => CancelAsync(stranger, open));
        Assert.Equal(OrderState.Expired, (await CancelAsync(student, open)).State);
        var paid = await school.BuyAsync(stripe, student, course);
        var refusal = await Refused.WithAsync(PaymentReasons.OrderNotOpen, () => CancelAsync(student, paid));
        Assert.Equal(OrderState.Paid, refusal.Metadata["state"]);
    }

    [Fact]
    public async Task AnOrderThatIsPaidWhileItIsCanceled_IsPaid()
    {
        var order = await StartAsync(course);
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await Refused.WithAsync(PaymentReasons.OrderNotOpen, () => CancelAsync(student, order));
        Assert.Equal(OrderState.Paid, (await school.OrderAsync(order.Id)).State);
    }

    [Fact]
    public async Task ACouponThatAnAbandonedPageHolds_IsUsableInTheNextCheckoutAtOnce()
    {
        var other = await school.PublishedCourseAsync(instructor: course.Instructor);
        var coupon = await CouponAsync(null, 1_000, maximum: 1);
        var abandoned = await StartAsync(course, coupon);
        var quote = await school.DoAsync<QuotePrice, Quote>(q => q.ExecuteAsync(student, ItemId.Course(other.Id), coupon, "", CancellationToken.None));
        Assert.Equal(4_410, quote.Total.MinorUnits);
        var next = await StartAsync(other, coupon);
        Assert.Equal(4_410, next.TotalMinorUnits);
        Assert.Equal(OrderState.Expired, (await school.OrderAsync(abandoned.Id)).State);
        Assert.Equal(410, await stripe.PayAsync(abandoned.CheckoutUrl!));
        var stranger = await school.StudentAsync();
        var refusal = await Refused.WithAsync(
            PaymentReasons.CouponNotApplicable,
            () => school.DoAsync<StartCheckout>(s => s.ExecuteAsync(stranger, Guid.NewGuid(), ItemId.Course(course.Id), coupon, Page(), CancellationToken.None))
        );
        Assert.Equal(CouponObstacle.UsedUp, refusal.Metadata["obstacle"]);
        Assert.Equal(303, await stripe.PayAsync(next.CheckoutUrl!));
        await school.SettleAsync(next);
        Assert.Equal(
            CouponObstacle.UsedUp,
            (await Refused.WithAsync(PaymentReasons.CouponNotApplicable, () => StartAsync(course, coupon))).Metadata["obstacle"]
        );
    }

    [Theory]
    [InlineData("drop_after")]
    [InlineData("drop_before")]
    public async Task ALostAnswerOfCheckout_IsGoneOnWith_WhateverAddressComesNext(string loss)
    {
        await stripe.DisturbAsync("POST", "/v1/checkout/sessions", new { type = loss });
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => StartAsync(course, page: Page("first")));
        var order = await StartAsync(course, page: Page("second"));
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await school.SettleAsync(order);
        Assert.Equal(OrderState.Paid, (await school.OrderAsync(order.Id)).State);
        Assert.Equal(1, await school.ReadAsync(db => db.Orders.CountAsync(o => o.StudentId == student.UserId)));
    }

    [Fact]
    public async Task ALostAnswerOfStartSubscription_IsGoneOnWith_WhateverAddressComesNext()
    {
        var plan = await school.PlanAsync();
        await stripe.DisturbAsync("POST", "/v1/checkout/sessions", new { type = "drop_after" });
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => SubscribeAsync(plan, Page("first")));
        var subscription = await SubscribeAsync(plan, Page("second"));
        Assert.Equal(303, await stripe.PayAsync(subscription.CheckoutUrl!));
        await school.HearAllAsync();
        Assert.Equal(
            SubscriptionState.Active,
            (await school.DoAsync<GetSubscription, SubscriptionView>(g => g.ExecuteAsync(student, CancellationToken.None))).Subscription.State
        );
    }

    [Fact]
    public async Task ARefundInThreeDecimals_IsWhatStripeCanGiveBack()
    {
        var order = await school.BuyAsync(stripe, student, await school.PublishedCourseAsync(price: new Money(15_500, "KWD")));
        Assert.Equal((1_000, RefundState.Succeeded), ((await school.GiveBackAsync(order, 1_001)) is var refund ? (refund.MinorUnits, refund.State) : default));
        await Refused.WithAsync(PaymentReasons.RefundTooLarge, () => school.GiveBackAsync(order, 9));
    }

    private static CheckoutPage Page(string place = "thanks") => new($"https://eschool.test/{place}", "https://eschool.test/");

    private Task<Order> StartAsync(PublishedTestCourse what, string coupon = "", Guid? requestId = null, CheckoutPage? page = null) =>
        school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(student, requestId ?? Guid.NewGuid(), ItemId.Course(what.Id), coupon, page ?? Page(), CancellationToken.None)
        );

    private Task<Subscription> SubscribeAsync(Plan plan, CheckoutPage? page = null) =>
        school.DoAsync<StartSubscription, Subscription>(s => s.ExecuteAsync(student, Guid.NewGuid(), plan.Id, page ?? Page(), CancellationToken.None));

    private Task<Order> CancelAsync(Actor who, Order order) => school.DoAsync<CancelOrder, Order>(c => c.ExecuteAsync(who, order.Id, CancellationToken.None));

    private async Task<string> CouponAsync(PublishedTestCourse? only, int basisPoints, int? maximum = null)
    {
        var terms = new CouponTerms(only?.Id, null, school.Clock.GetUtcNow(), null, maximum, MaximumPerStudent: 1);
        var coupon = await school.DoAsync<CreateCoupon, Coupon>(c =>
            c.ExecuteAsync((only ?? course).Instructor, $"C{Guid.NewGuid():N}"[..20], new Discount(basisPoints, null), terms, CancellationToken.None)
        );
        return coupon.Code;
    }
}
