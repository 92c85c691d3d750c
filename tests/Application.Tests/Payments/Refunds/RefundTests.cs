using ESchool.Application.Payments.Refunds;
using ESchool.Application.Payouts.Requesting;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Refunds;

/// <summary>Money that goes back: a course of EUR 49.00, of which 39.20 are the instructor's.</summary>
public sealed class RefundTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AStudent_GivesACourseBack_AndMoneyAndAccessFollow()
    {
        var order = await school.BuyAsync(stripe);
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
        var refund = await school.GiveBackAsync(order);
        Assert.Equal(RefundState.Succeeded, refund.State);
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(OrderState.Refunded, (await school.OrderAsync(order.Id)).State);
        Assert.Equal(EnrollmentState.Ended, await AccessAsync(order));
        Assert.Equal(4_900, Assert.Single(await stripe.ListAsync("refunds")).GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task AnOrder_PaidAgainAfterItWasGivenBack_IsNotAccessGivenAgain()
    {
        var order = await school.BuyAsync(stripe);
        await school.GiveBackAsync(order);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.SettleAsync(order)));
        Assert.Equal(EnrollmentState.Ended, await AccessAsync(order));
        Assert.Equal(OrderState.Refunded, (await school.OrderAsync(order.Id)).State);
    }

    [Fact]
    public async Task ACourse_BoughtAgainAfterItWasGivenBack_GoesOnWithItsProgress()
    {
        var student = await school.StudentAsync();
        var course = await school.PublishedCourseAsync();
        var first = await school.BuyAsync(stripe, student, course);
        await school.GiveBackAsync(first);
        var second = await school.BuyAsync(stripe, student, course);
        Assert.Equal(first.EnrollmentId, second.EnrollmentId);
        Assert.Equal(EnrollmentState.Active, await AccessAsync(second));
    }

    [Fact]
    public async Task RefundsInParts_TakeTheWholeShareAndNoMore_AndAccessLastsUntilTheLast()
    {
        var order = await school.BuyAsync(stripe);
        await school.GiveBackAsync(order, 1_633);
        await school.GiveBackAsync(order, 1_633);
        Assert.Equal(EnrollmentState.Active, await AccessAsync(order));
        await school.GiveBackAsync(order, 1_634);
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(EnrollmentState.Ended, await AccessAsync(order));
        await Refused.WithAsync(PaymentReasons.NotRefundable, () => school.GiveBackAsync(order, 1));
    }

    [Fact]
    public async Task RefundsAtOnce_GiveBackNoMoreThanWasPaid()
    {
        var order = await school.BuyAsync(stripe);
        var faults = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => school.GiveBackAsync(order, 2_000)).AsTask()));
        Assert.Equal(2, faults.Count(fault => fault is null));
        Assert.All(
            faults.Where(fault => fault is not null),
            fault => Assert.Equal(PaymentReasons.RefundTooLarge, Assert.IsType<DomainException>(fault).Reason)
        );
        Assert.Equal(4_000, (await school.OrderAsync(order.Id)).RefundedMinorUnits);
    }

    [Fact]
    public async Task AfterTheWindow_OnlyAnAdministratorRefunds()
    {
        var order = await school.BuyAsync(stripe);
        school.Clock.Advance(TimeSpan.FromDays(31));
        var refusal = await Refused.WithAsync(PaymentReasons.NotRefundable, () => school.GiveBackAsync(order));
        Assert.Equal(RefundObstacle.WindowOver, refusal.Metadata["obstacle"]);
        await school.GiveBackAsync(order, 4_900);
        Assert.Equal(OrderState.Refunded, (await school.OrderAsync(order.Id)).State);
    }

    [Fact]
    public async Task ACourseThatWasMostlyWatched_IsNotGivenBackByItsStudent_WhoIsToldWhy()
    {
        var course = await school.PublishedCourseAsync(videoSeconds: 100);
        var order = await school.BuyAsync(stripe, course: course);
        var progress = new LessonProgress(order.EnrollmentId!.Value, course.VideoLessonId, await AssetAsync(course), school.Clock.GetUtcNow());
        progress.Credit(
            Coverage.Of([new SecondRange(0, 31)]),
            OpenSince(school.Clock.GetUtcNow().AddSeconds(-30)),
            new VideoRule(100, 9_500),
            school.Clock.GetUtcNow()
        );
        await school.SaveAsync(progress);
        var answer = await school.DoAsync<ExplainRefund, RefundAnswer>(e => e.ExecuteAsync(PaidOrders.BuyerOf(order), order.Id, CancellationToken.None));
        Assert.Equal((RefundObstacle.ConsumedTooMuch, 3_100, 3_000), (answer.Obstacle, answer.ConsumedBasisPoints, answer.MaximumConsumedBasisPoints));
        await Refused.WithAsync(PaymentReasons.NotRefundable, () => school.GiveBackAsync(order));
    }

    private static WatchClock OpenSince(DateTimeOffset start) => WatchClock.Stopped(start).Open(start, start.AddHours(1));

    [Fact]
    public async Task SomebodyElsesOrder_IsNotFound()
    {
        var (order, stranger) = (await school.BuyAsync(stripe), await school.StudentAsync());
        await Refused.WithAsync(
            PaymentReasons.OrderNotFound,
            () => school.DoAsync<RefundOrder>(r => r.ExecuteAsync(stranger, order.Id, "", CancellationToken.None))
        );
        await Refused.WithAsync(
            PaymentReasons.OrderNotFound,
            () => school.DoAsync<ExplainRefund>(r => r.ExecuteAsync(stranger, order.Id, CancellationToken.None))
        );
    }

    [Theory]
    [InlineData("drop_after", 0)]
    [InlineData("drop_before", 0)]
    [InlineData("drop_after", 25)]
    public async Task ARefundWhoseAnswerWasLost_IsMadeOnce_HoweverLateItIsTriedAgain(string fault, int hoursLater)
    {
        var order = await school.BuyAsync(stripe);
        var refund = await school.DoAsync<RefundOrder, Refund>(r => r.ExecuteAsync(PaidOrders.BuyerOf(order), order.Id, "", CancellationToken.None));
        await stripe.DisturbAsync("POST", "/v1/refunds", new { type = fault });
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => school.CarryOutAsync(refund));
        Assert.Equal(RefundState.Requested, (await school.RefundAsync(refund.Id)).State);
        school.Clock.Advance(TimeSpan.FromHours(hoursLater));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => school.CarryOutAsync(refund)));
        Assert.Single(await stripe.ListAsync("refunds"));
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
    }

    [Fact]
    public async Task ARefundMadeAtStripe_IsBookedOnce_HoweverOftenItIsHeardOf()
    {
        var order = await school.BuyAsync(stripe);
        var refund = await stripe.RefundAsync(order.StripeChargeId!, 900);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.SettleRefundAsync(refund)));
        Assert.Equal(900, (await school.OrderAsync(order.Id)).RefundedMinorUnits);
        Assert.Equal((3_200, 0, 0, 0), await school.BalancesAsync(order));
    }

    [Fact]
    public async Task ARefundHeardOfBeforeItsPayment_WaitsForIt()
    {
        var order = await school.BuyAsync(stripe, isSettled: false);
        var refund = await stripe.RefundAsync(await stripe.ChargeOfAsync(order.StripeSessionId!));
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => school.SettleRefundAsync(refund));
        await school.SettleAsync(order);
        await school.SettleRefundAsync(refund);
        Assert.Equal(EnrollmentState.Ended, await AccessAsync(await school.OrderAsync(order.Id)));
    }

    [Fact]
    public async Task ARefundTheBankSendsBack_GivesEverybodyTheirPartAgain()
    {
        var order = await school.BuyAsync(stripe);
        var refund = await school.GiveBackAsync(order);
        await stripe.FailRefundAsync(refund.StripeRefundId!);
        await school.SettleRefundAsync(refund.StripeRefundId!);
        await school.SettleRefundAsync(refund.StripeRefundId!);
        Assert.Equal(RefundState.Failed, (await school.RefundAsync(refund.Id)).State);
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(OrderState.Paid, (await school.OrderAsync(order.Id)).State);
        Assert.Equal(EnrollmentState.Active, await AccessAsync(order));
    }

    [Fact]
    public async Task ARefundAfterThePayout_IsOwedByTheInstructor_AndSettledByTheNextEarnings()
    {
        var course = await school.PublishedCourseAsync();
        var order = await school.BuyAsync(stripe, course: course);
        await school.ReleaseAsync(order);
        await school.PayOutAsync(stripe, order.InstructorId!.Value, 3_000);
        await school.GiveBackAsync(order, 4_900);
        Assert.Equal((0, 0, 0, 3_000), await school.BalancesAsync(order));
        var next = await school.BuyAsync(stripe, course: course);
        await school.ReleaseAsync(next);
        Assert.Equal((0, 920, 0, 0), await school.BalancesAsync(order));
    }

    [Fact]
    public async Task AnEarningThatWasTakenBack_IsReleasedWithNothing_AndHoldsUpNoOther()
    {
        var course = await school.PublishedCourseAsync();
        var (whole, part) = (await school.BuyAsync(stripe, course: course), await school.BuyAsync(stripe, course: course));
        await school.GiveBackAsync(whole);
        await school.ReleaseAsync(whole);
        Assert.NotNull(await school.ReadAsync(db => db.Earnings.Where(e => e.OrderId == whole.Id).Select(e => e.ReleasedAt).SingleAsync()));
        await school.GiveBackAsync(part, 1_633);
        await school.ReleaseAsync(part);
        Assert.Equal((0, 2_614, 0, 0), await school.BalancesAsync(part));
        var told = (await school.ReadAsync(db => db.OutboxMessages.Select(m => m.Payload).ToListAsync()))
            .Where(p => p.Contains("earning.available", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(part.Id.ToString(), Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefundsRacingPayouts_NeverPayOutMoreThanThereIs()
    {
        for (var i = 0; i < 10; i++)
        {
            var order = await school.BuyAsync(stripe);
            await school.ReleaseAsync(order);
            var instructor = new Actor(order.InstructorId!.Value, Guid.Empty, Domain.Identity.Roles.Instructor);
            await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync());
            var payout = Record
                .ExceptionAsync(() => school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(3_920, "EUR"), CancellationToken.None)))
                .AsTask();
            await Task.WhenAll(payout, school.GiveBackAsync(order, 4_900));
            var (held, available, _, receivable) = await school.BalancesAsync(order);
            Assert.Equal((0, 0, await payout is null ? 3_920 : 0), (held, available, receivable));
        }
    }

    [Fact]
    public async Task GivingOneOrderBack_DoesNotCutWhatAnotherHasPaidFor()
    {
        var order = await school.BuyAsync(stripe);
        await school.SaveAsync(new AccessGrant(order.EnrollmentId!.Value, $"orders/{Guid.NewGuid()}", school.Clock.GetUtcNow()));
        await school.GiveBackAsync(order);
        Assert.Equal(EnrollmentState.Active, await AccessAsync(order));
    }

    [Fact]
    public async Task ARefundStripeRefuses_FailsWithItsWords_AndChangesNothing()
    {
        var order = await school.BuyAsync(stripe);
        await stripe.DisputeAsync(order.StripeChargeId!);
        var refund = await school.GiveBackAsync(order);
        Assert.Equal(RefundState.Failed, refund.State);
        Assert.Contains("charged back", refund.FailureMessage, StringComparison.Ordinal);
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
    }

    private Task<EnrollmentState> AccessAsync(Order order) =>
        school.ReadAsync(db => db.Enrollments.Where(e => e.Id == order.EnrollmentId).Select(e => e.State).SingleAsync());

    private Task<Guid?> AssetAsync(PublishedTestCourse course) =>
        school.ReadAsync(db => db.CurriculumLessons.Where(l => l.LessonId == course.VideoLessonId).Select(l => l.AssetId).SingleAsync());
}
