using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Coupons;
using ESchool.Application.Payments.Quotes;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Coupons;

/// <summary>Coupons on a course of EUR 49.00; Stripe keeps 2.9 % and 30 cents.</summary>
public sealed class CouponTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        course = await school.PublishedCourseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AnInstructorsCoupon_IsBorneByTheInstructor_AtTheFeeForCoupons()
    {
        var coupon = await CouponAsync(2_000);
        var order = await school.BuyAsync(stripe, course: course, coupon: coupon.Code.ToLowerInvariant());
        Assert.Equal((4_900, 3_920, coupon.Code), (order.ListMinorUnits, order.TotalMinorUnits, order.CouponCode));
        Assert.Equal((3_803, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(117, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));
        Assert.Equal(3_920, Assert.Single(await stripe.ListAsync("charges")).GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task APromotion_IsBorneByThePlatform_AlsoWhenItIsGivenBack()
    {
        var promotion = await PromotionAsync(9_000);
        var order = await school.BuyAsync(stripe, course: course, coupon: promotion.Code);
        Assert.Equal(490, order.TotalMinorUnits);
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(-3_430, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));
        await school.GiveBackAsync(order);
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(0, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));
    }

    [Fact]
    public async Task ThePreview_IsWhatIsPaid_AndReservesNothing()
    {
        var coupon = await CouponAsync(2_500);
        var student = await school.StudentAsync();
        var quote = await school.DoAsync<QuotePrice, Quote>(q => q.ExecuteAsync(student, ItemId.Course(course.Id), coupon.Code, "", CancellationToken.None));
        Assert.Equal((4_900, 1_225, 3_675), (quote.List.MinorUnits, quote.Off.MinorUnits, quote.Total.MinorUnits));
        Assert.Equal(0, await RedemptionsAsync(coupon));
        Assert.Equal(3_675, (await school.BuyAsync(stripe, student, course, coupon: coupon.Code)).TotalMinorUnits);
    }

    [Fact]
    public async Task ACouponForFive_IsHeldByFive_HoweverManyStartAtOnce()
    {
        var coupon = await CouponAsync(2_000, maximum: 5);
        var students = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => school.StudentAsync()));
        var faults = await Task.WhenAll(students.Select(student => Record.ExceptionAsync(() => StartAsync(student, coupon.Code)).AsTask()));
        Assert.Equal(5, faults.Count(fault => fault is null));
        Assert.All(
            faults.Where(fault => fault is not null),
            fault => Assert.Equal(CouponObstacle.UsedUp, Assert.IsType<DomainException>(fault).Metadata["obstacle"])
        );
        Assert.Equal(5, await RedemptionsAsync(coupon));
    }

    [Fact]
    public async Task AnOrderThatExpires_GivesItsCouponBack_AndOnePaidAfterAllTakesItAgain()
    {
        var coupon = await CouponAsync(2_000, maximum: 1);
        var order = await StartAsync(await school.StudentAsync(), coupon.Code);
        await Refused.WithAsync(PaymentReasons.CouponNotApplicable, async () => await StartAsync(await school.StudentAsync(), coupon.Code));
        await stripe.ExpireAsync(order.StripeSessionId!);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.SettleAsync(order)));
        Assert.Equal(0, await RedemptionsAsync(coupon));
        var next = await school.BuyAsync(stripe, course: course, coupon: coupon.Code);
        Assert.Equal(OrderState.Paid, next.State);
        Assert.Equal(1, await RedemptionsAsync(coupon));
    }

    [Fact]
    public async Task AStudentWhoComesBackWithACoupon_GetsAnotherPage_AndTheOldOneIsClosed()
    {
        var student = await school.StudentAsync();
        var (without, coupon) = (await StartAsync(student, ""), await CouponAsync(2_000));
        var with = await StartAsync(student, coupon.Code);
        Assert.NotEqual(without.Id, with.Id);
        Assert.Equal(OrderState.Expired, (await school.OrderAsync(without.Id)).State);
        Assert.Equal(410, await stripe.PayAsync(without.CheckoutUrl!));
        Assert.Equal(303, await stripe.PayAsync(with.CheckoutUrl!));
        var again = await StartAsync(await school.StudentAsync(), coupon.Code);
        Assert.Equal(3_920, again.TotalMinorUnits);
    }

    [Fact]
    public async Task WindowsWithAndWithoutACouponAtOnce_GetWhatTheyAskedFor_OrAreToldThatAnOrderIsOpen()
    {
        var coupon = await CouponAsync(2_000);
        for (var i = 0; i < 5; i++)
        {
            var student = await school.StudentAsync();
            await Task.WhenAll(
                new[] { "", coupon.Code, "", coupon.Code }.Select(async code =>
                {
                    var fault = await Record.ExceptionAsync(async () => Assert.Equal(code, (await StartAsync(student, code)).CouponCode ?? ""));
                    Assert.True(fault is null or DomainException or DbUpdateConcurrencyException, fault?.ToString());
                })
            );
            Assert.True(await school.ReadAsync(db => db.Orders.CountAsync(o => o.StudentId == student.UserId && o.State == OrderState.Pending)) <= 1);
        }

        Assert.Equal(
            await school.ReadAsync(db => db.Orders.CountAsync(o => o.CouponId == coupon.Id && o.State == OrderState.Pending)),
            await RedemptionsAsync(coupon)
        );
    }

    [Fact]
    public async Task AnOrderThatIsBeingPaid_IsNotReplaced()
    {
        var student = await school.StudentAsync();
        var order = await StartAsync(student, "");
        await stripe.PayAsync(order.CheckoutUrl!, method: "sepa_debit");
        var coupon = await CouponAsync(2_000);
        await Refused.WithAsync(PaymentReasons.OrderOpen, () => StartAsync(student, coupon.Code));
        Assert.Equal(0, await RedemptionsAsync(coupon));
    }

    [Fact]
    public async Task ACouponThatTakesEverythingOff_EnrollsWithoutStripe()
    {
        var coupon = await CouponAsync(10_000);
        var order = await StartAsync(await school.StudentAsync(), coupon.Code);
        Assert.Equal((OrderState.Paid, 0), (order.State, order.TotalMinorUnits));
        Assert.Empty(await stripe.ListAsync("checkout/sessions"));
    }

    [Fact]
    public async Task ACouponNobodyMade_ForAnotherCourse_OrDisabled_IsNotFound()
    {
        var (coupon, other) = (await CouponAsync(2_000), await school.PublishedCourseAsync());
        var student = await school.StudentAsync();
        await Refused.WithAsync(PaymentReasons.CouponNotFound, () => QuoteAsync(course, "UNKNOWN"));
        await Refused.WithAsync(PaymentReasons.CouponNotFound, () => QuoteAsync(other, coupon.Code));
        await school.DoAsync<DisableCoupon>(d => d.ExecuteAsync(course.Instructor, coupon.Id, CancellationToken.None));
        await Refused.WithAsync(PaymentReasons.CouponNotFound, () => QuoteAsync(course, coupon.Code));

        Task QuoteAsync(PublishedTestCourse of, string code) =>
            school.DoAsync<QuotePrice>(q => q.ExecuteAsync(student, ItemId.Course(of.Id), code, "", CancellationToken.None));
    }

    [Fact]
    public async Task CouponsForOthersCourses_AndCouponsThatMakeNoSense_AreNotMade()
    {
        var other = await school.PublishedCourseAsync();
        var terms = new CouponTerms(other.Id, null, school.Clock.GetUtcNow(), null, null, 1);
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => MakeAsync(new Discount(1_000, null), terms));
        await Refused.WithAsync(
            PaymentReasons.CouponInvalid,
            () => MakeAsync(new Discount(1_000, null), terms with { CourseId = null, EndsAt = terms.StartsAt })
        );
        await Refused.WithAsync(PaymentReasons.CouponInvalid, () => MakeAsync(new Discount(0, new Money(100, "NOK")), terms with { CourseId = null }));

        Task MakeAsync(Discount discount, CouponTerms of) =>
            school.DoAsync<CreateCoupon>(c => c.ExecuteAsync(course.Instructor, $"{Guid.NewGuid():N}", discount, of, CancellationToken.None));
    }

    private Task<Coupon> CouponAsync(int basisPoints, int? maximum = null) =>
        school.DoAsync<CreateCoupon, Coupon>(c =>
            c.ExecuteAsync(
                course.Instructor,
                $"C{Guid.NewGuid():N}",
                new Discount(basisPoints, null),
                new CouponTerms(course.Id, null, school.Clock.GetUtcNow(), null, maximum, 1),
                CancellationToken.None
            )
        );

    private async Task<Coupon> PromotionAsync(int basisPoints)
    {
        var admin = await school.AdminAsync();
        return await school.DoAsync<CreatePromotion, Coupon>(c =>
            c.ExecuteAsync(
                admin,
                $"P{Guid.NewGuid():N}",
                new Discount(basisPoints, null),
                new CouponTerms(null, null, school.Clock.GetUtcNow(), null, null, 1),
                CancellationToken.None
            )
        );
    }

    private Task<Order> StartAsync(Actor student, string code) =>
        school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(
                student,
                Guid.NewGuid(),
                ItemId.Course(course.Id),
                code,
                new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/"),
                CancellationToken.None
            )
        );

    private Task<int> RedemptionsAsync(Coupon coupon) =>
        school.ReadAsync(db => db.Coupons.Where(c => c.Id == coupon.Id).Select(c => c.Redemptions).SingleAsync());
}
