using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Coupons;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Refunds;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Refunds;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>Three courses for EUR 49.00, of which 39.20 are the instructor's.</summary>
public sealed class BundleTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private TestBundle bundle = null!;
    private Actor student = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        bundle = await school.BundleAsync();
        student = await school.StudentAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task ABundle_IsOneSale_AndAnEnrollmentInEachCourse()
    {
        var order = await school.BuyAsync(stripe, bundle, student);
        Assert.Equal((OrderState.Paid, bundle.Id, null, "All about compilers"), (order.State, order.BundleId, order.CourseId, order.Title));
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(980, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
        var read = await school.DoAsync<GetOrder, Order>(g => g.ExecuteAsync(student, order.Id, CancellationToken.None));
        Assert.Equal(bundle.Courses.Select(c => c.Id), read.Courses.OrderBy(c => c.Position).Select(c => c.CourseId));
        Assert.All(read.Courses, course => Assert.Equal("Compilers in an Afternoon", course.Title));
        Assert.Equal(
            await school.ReadAsync(db => db.AccessGrants.Where(g => g.Source == $"orders/{order.Id}").Select(g => g.EnrollmentId).Order().ToListAsync()),
            read.Courses.Select(c => c.EnrollmentId!.Value).Order()
        );
        Assert.Equal(4_900, Assert.Single(await stripe.ListAsync("charges")).GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task APaidBundle_SettledManyTimesAtOnce_IsDeliveredOnce()
    {
        var order = await school.BuyAsync(stripe, bundle, student, isSettled: false);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => school.SettleAsync(order)));
        Assert.Equal(3, await school.ReadAsync(db => db.AccessGrants.CountAsync(g => g.Source == $"orders/{order.Id}")));
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
    }

    [Fact]
    public async Task WhoHasSomeOfTheCourses_MayBuyIt_WhoHasAllMayNot()
    {
        await school.BuyAsync(stripe, student, bundle.Courses[0]);
        await school.BuyAsync(stripe, bundle, student);
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => school.StartAsync(student, bundle));
        await Refused.WithAsync(PaymentReasons.OwnCourse, () => school.StartAsync(bundle.Instructor, bundle));
    }

    [Fact]
    public async Task GivingABundleBack_EndsItsCourses_ButNotWhatAnotherOrderHasPaidFor()
    {
        var single = await school.BuyAsync(stripe, student, bundle.Courses[0]);
        var order = await school.BuyAsync(stripe, bundle, student);
        await school.GiveBackAsync(order);
        Assert.Equal([bundle.Courses[0].Id], await school.LiveCoursesAsync(student.UserId));
        await school.GiveBackAsync(single);
        Assert.Empty(await school.LiveCoursesAsync(student.UserId));
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        await school.BuyAsync(stripe, bundle, student);
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
    }

    [Fact]
    public async Task GivingTheSingleCourseBack_LeavesTheBundleWhole()
    {
        var single = await school.BuyAsync(stripe, student, bundle.Courses[0]);
        await school.BuyAsync(stripe, bundle, student);
        await school.GiveBackAsync(single);
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
    }

    [Fact]
    public async Task APartThatIsGivenBack_LeavesAllCourses()
    {
        var order = await school.BuyAsync(stripe, bundle, student);
        await school.GiveBackAsync(order, 1_633);
        Assert.Equal((2_614, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
    }

    [Fact]
    public async Task ConsumptionIsMeasuredOverAllCourses()
    {
        var order = await school.BuyAsync(stripe, bundle, student);
        await WatchAsync(bundle.Courses[0], 60);
        Assert.Equal((null, 2_000), await AskAsync(order));
        await WatchAsync(bundle.Courses[1], 31);
        Assert.Equal((RefundObstacle.ConsumedTooMuch, 3_033), await AskAsync(order));
        await Refused.WithAsync(PaymentReasons.NotRefundable, () => school.GiveBackAsync(order));
    }

    [Fact]
    public async Task AWithdrawnBundle_IsNotSold_AndWhatWasSoldOrIsBeingPaidStays()
    {
        var sold = await school.BuyAsync(stripe, bundle);
        var open = await school.StartAsync(student, bundle);
        await Refused.WithAsync(
            CatalogReasons.BundleNotFound,
            () => school.DoAsync<WithdrawBundle>(w => w.ExecuteAsync(student, bundle.Id, CancellationToken.None))
        );
        await school.DoAsync<WithdrawBundle>(w => w.ExecuteAsync(bundle.Instructor, bundle.Id, CancellationToken.None));
        await Refused.WithAsync(PaymentReasons.BundleNotOnSale, async () => await school.StartAsync(await school.StudentAsync(), bundle));
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(sold.StudentId));
        Assert.Equal(303, await stripe.PayAsync(open.CheckoutUrl!));
        await school.SettleAsync(open);
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
        Assert.Empty((await ListAsync()).Items);
        Assert.NotNull((await school.DoAsync<GetBundle, OfferedBundle>(g => g.ExecuteAsync(bundle.Id, CancellationToken.None))).Bundle.WithdrawnAt);
    }

    [Fact]
    public async Task ABundleOfWhichACourseIsNotOnSale_CannotBeBought_AndSaysWhich()
    {
        var missing = bundle.Courses[1].Id;
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == missing).ExecuteUpdateAsync(set => set.SetProperty(c => c.PublishedVersion, 0)));
        var refusal = await Refused.WithAsync(PaymentReasons.BundleNotOnSale, () => school.StartAsync(student, bundle));
        Assert.Equal($"courses/{missing}", refusal.Metadata["course"]);
        await Refused.WithAsync(PaymentReasons.BundleNotOnSale, () => QuoteAsync(""));
        Assert.Equal([true, false, true], Assert.Single((await ListAsync()).Items).Courses.Select(c => c.IsOnSale));
        Assert.Equal(0, await school.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task CouponsOfTheInstructorAndPromotions_HoldForBundles_AndThoseForOneCourseDoNot()
    {
        var everywhere = await CouponAsync(courseId: null);
        Assert.Equal((4_900, 980, 3_920), await QuoteAsync(everywhere.Code));
        var order = await school.BuyAsync(stripe, bundle, student, coupon: everywhere.Code);
        Assert.Equal((4_900, 3_920), (order.ListMinorUnits, order.TotalMinorUnits));
        Assert.Equal((3_803, 0, 0, 0), await school.BalancesAsync(order));

        var (ofOneCourse, admin) = (await CouponAsync(bundle.Courses[0].Id), await school.AdminAsync());
        await Refused.WithAsync(PaymentReasons.CouponNotFound, () => QuoteAsync(ofOneCourse.Code));
        var promotion = await school.DoAsync<CreatePromotion, Coupon>(c =>
            c.ExecuteAsync(
                admin,
                "EVERYTHING",
                new Discount(5_000, null),
                new CouponTerms(null, null, school.Clock.GetUtcNow(), null, null, 1),
                CancellationToken.None
            )
        );
        var promoted = await school.BuyAsync(stripe, bundle, coupon: promotion.Code);
        Assert.Equal(2_450, promoted.TotalMinorUnits);
        Assert.Equal((3_803 + 3_920, 0, 0, 0), await school.BalancesAsync(promoted));
    }

    [Fact]
    public async Task CheckoutsInManyWindows_AreOneOrder_AndAnotherBundleIsAnother()
    {
        var faults = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Record.ExceptionAsync(() => school.StartAsync(student, bundle)).AsTask()));
        Assert.Contains(faults, fault => fault is null);
        var order = await school.StartAsync(student, bundle);
        Assert.Equal(order.Id, await school.ReadAsync(db => db.Orders.Where(o => o.StudentId == student.UserId).Select(o => o.Id).SingleAsync()));
        Assert.Equal(3, await school.ReadAsync(db => db.OrderCourses.CountAsync()));
        Assert.Single(await stripe.ListAsync("checkout/sessions"));
        Assert.NotEqual(order.Id, (await school.StartAsync(student, await school.BundleAsync(bundle.Courses))).Id);
    }

    [Fact]
    public async Task ARequestId_BuysOneThing()
    {
        var requestId = Guid.NewGuid();
        var order = await school.StartAsync(student, bundle, requestId: requestId);
        Assert.Equal(order.Id, (await school.StartAsync(student, bundle, requestId: requestId)).Id);
        var other = await school.BundleAsync(bundle.Courses);
        await Refused.WithAsync(CallReasons.RequestIdReused, () => school.StartAsync(student, other, requestId: requestId));
    }

    [Fact]
    public async Task ABundle_IsPaidInTheCurrencyThatIsChosen()
    {
        var listed = await school.BundleAsync(bundle.Courses, new Money(9_900, "EUR"), new Money(15_900, "JPY"));
        Assert.Equal(new Money(15_900, "JPY"), (await school.StartAsync(student, listed, currency: "JPY")).Total);
        await Refused.WithAsync(PaymentReasons.CurrencyNotOffered, async () => await school.StartAsync(await school.StudentAsync(), listed, currency: "USD"));
    }

    [Fact]
    public async Task AFreeBundle_IsEnrolledWithoutStripe()
    {
        var free = await school.BundleAsync(bundle.Courses, new Money(0, "EUR"));
        var order = await school.StartAsync(student, free);
        Assert.Equal((OrderState.Paid, null), (order.State, order.CheckoutUrl));
        Assert.All(order.Courses, course => Assert.NotNull(course.EnrollmentId));
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
        Assert.Empty(await stripe.ListAsync("checkout/sessions"));
    }

    [Fact]
    public async Task ADispute_SuspendsAllCourses_ButNotWhatAnotherOrderHasPaidFor()
    {
        await school.BuyAsync(stripe, student, bundle.Courses[0]);
        var order = await school.BuyAsync(stripe, bundle, student);
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.SettleDisputeAsync(dispute)));
        Assert.Equal([bundle.Courses[0].Id], await school.LiveCoursesAsync(student.UserId));
        Assert.Equal((3_920, 0, 3_920, 0), await school.BalancesAsync(order));
        await stripe.CloseDisputeAsync(dispute, "won");
        await school.SettleDisputeAsync(dispute);
        Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(student.UserId));
    }

    [Fact]
    public async Task TheEvidence_SpeaksOfAllCourses()
    {
        var order = await school.BuyAsync(stripe, bundle, student);
        await WatchAsync(bundle.Courses[0], 60);
        await WatchAsync(bundle.Courses[2], 30);
        var stripeDispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await school.SettleDisputeAsync(stripeDispute);
        var (admin, id) = (await school.AdminAsync(), await school.ReadAsync(db => db.Disputes.Select(d => d.Id).SingleAsync()));
        var evidence = await school.DoAsync<AssembleEvidence, DisputeEvidence>(a => a.ExecuteAsync(admin, id, CancellationToken.None));
        Assert.Equal(3_000, evidence.ConsumedBasisPoints);
        Assert.Equal([30, 60], evidence.Lessons.Select(l => l.WatchedSeconds).Order());
        await school.DoAsync<SubmitEvidence>(s => s.ExecuteAsync(admin, id, "", CancellationToken.None));
        var sent = Assert.Single(await stripe.ListAsync("disputes")).GetProperty("evidence").GetProperty("product_description").GetString();
        Assert.Contains(
            "\"Compilers in an Afternoon\", \"Compilers in an Afternoon\", \"Compilers in an Afternoon\", bought together as \"All about compilers\"",
            sent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task BundlesThatOverlap_PaidAndGivenBackAtOnce_LeaveWhatIsPaidFor()
    {
        for (var round = 0; round < 10; round++)
        {
            var (buyer, courses) = (await school.StudentAsync(), bundle.Courses);
            var back = await school.BuyAsync(stripe, await school.BundleAsync([courses[0], courses[1]]), buyer);
            var kept = await school.BuyAsync(stripe, await school.BundleAsync([courses[2], courses[1]]), buyer, isSettled: false);
            await Task.WhenAll(school.GiveBackAsync(back), school.SettleAsync(kept), school.SettleAsync(kept));
            Assert.Equal(new[] { courses[1].Id, courses[2].Id }.Order(), await school.LiveCoursesAsync(buyer.UserId));
        }
    }

    [Fact]
    public async Task BundlesThatOverlap_PaidAtOnce_AreBothDelivered()
    {
        for (var round = 0; round < 10; round++)
        {
            var (buyer, courses) = (await school.StudentAsync(), bundle.Courses);
            var one = await school.BuyAsync(stripe, await school.BundleAsync([courses[0], courses[1]]), buyer, isSettled: false);
            var other = await school.BuyAsync(stripe, await school.BundleAsync([courses[1], courses[0], courses[2]]), buyer, isSettled: false);
            await Task.WhenAll(school.SettleAsync(one), school.SettleAsync(other));
            Assert.Equal(AllOf(bundle), await school.LiveCoursesAsync(buyer.UserId));
            Assert.Equal(5, await school.ReadAsync(db => db.AccessGrants.CountAsync(g => g.Source == $"orders/{one.Id}" || g.Source == $"orders/{other.Id}")));
        }
    }

    [Fact]
    public async Task OnlyOnesOwnPublishedCourses_AreBundled()
    {
        var foreign = await school.PublishedCourseAsync();
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.BundleAsync([bundle.Courses[0], foreign]));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.BundleAsync([bundle.Courses[0], foreign with { Id = Guid.NewGuid() }]));
        Assert.Equal(bundle.Id, Assert.Single((await ListAsync()).Items).Bundle.Id);
    }

    private static IEnumerable<Guid> AllOf(TestBundle bundle) => bundle.Courses.Select(c => c.Id).Order();

    private async Task WatchAsync(PublishedTestCourse course, int seconds)
    {
        var (enrollmentId, now) = (
            await school.ReadAsync(db => db.Enrollments.Where(e => e.StudentId == student.UserId && e.CourseId == course.Id).Select(e => e.Id).SingleAsync()),
            school.Clock.GetUtcNow()
        );
        var asset = await school.ReadAsync(db => db.CurriculumLessons.Where(l => l.LessonId == course.VideoLessonId).Select(l => l.AssetId).SingleAsync());
        var progress = new LessonProgress(enrollmentId, course.VideoLessonId, asset, now);
        progress.Credit(
            Coverage.Of([new SecondRange(0, seconds)]),
            WatchClock.Stopped(now.AddSeconds(-seconds)).Open(now.AddSeconds(-seconds), now),
            new VideoRule(100, 9_500),
            now
        );
        await school.SaveAsync(progress);
    }

    private async Task<(RefundObstacle?, int)> AskAsync(Order order)
    {
        var answer = await school.DoAsync<ExplainRefund, RefundAnswer>(e => e.ExecuteAsync(student, order.Id, CancellationToken.None));
        return (answer.Obstacle, answer.ConsumedBasisPoints);
    }

    private async Task<(long List, long Off, long Total)> QuoteAsync(string code)
    {
        var quote = await school.DoAsync<QuotePrice, Quote>(q => q.ExecuteAsync(student, ItemId.Bundle(bundle.Id), code, "", CancellationToken.None));
        return (quote.List.MinorUnits, quote.Off.MinorUnits, quote.Total.MinorUnits);
    }

    private Task<Coupon> CouponAsync(Guid? courseId) =>
        school.DoAsync<CreateCoupon, Coupon>(c =>
            c.ExecuteAsync(
                bundle.Instructor,
                $"C{Guid.NewGuid():N}",
                new Discount(2_000, null),
                new CouponTerms(courseId, null, school.Clock.GetUtcNow(), null, null, 1),
                CancellationToken.None
            )
        );

    private Task<Page<OfferedBundle>> ListAsync() =>
        school.DoAsync<ListBundles, Page<OfferedBundle>>(l => l.ExecuteAsync(bundle.Instructor.UserId, new PageRequest(50, null), CancellationToken.None));
}
