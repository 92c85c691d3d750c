using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Payouts;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Memberships;

/// <summary>What becomes of what members pay: EUR 19.00 a month, of which 13.30 are the instructors'.</summary>
public sealed class MembershipRevenueTests : IAsyncLifetime
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse first = null!;
    private PublishedTestCourse second = null!;
    private Member member = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        (first, second) = (await school.OfferedCourseAsync(), await school.OfferedCourseAsync());
        member = await Member.ComeAsync(school, stripe);
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AMonth_IsDividedByTheSecondsOfItsMember_ToTheLastCent()
    {
        await SubscribeAsync(await school.PlanAsync());
        await member.WatchAsync(first, 0, 60);
        await member.WatchAsync(second, 0, 30);
        await member.WatchAsync(second, 10, 25, credited: 0);
        Assert.Equal(0, await school.DivideAsync());

        await member.AdvanceAsync(Month + Day);
        Assert.Equal(1, await school.DivideAsync());
        Assert.Equal((887, 443), (await AvailableAsync(first), await AvailableAsync(second)));

        // The month that runs is deferred, and of the one that is over nothing more is divided.
        Assert.Equal((1_900, 0), (await school.DeferredAsync(), await school.DivideAsync()));
        var shares = await school.DoAsync<ListMembershipShares, Page<MembershipShareView>>(l =>
            l.ExecuteAsync(first.Instructor, new PageRequest(50, null), CancellationToken.None)
        );
        var share = Assert.Single(shares.Items);
        Assert.Equal((60, 90, 1_330, 887), (share.Seconds, share.AllSeconds, share.Instructors.MinorUnits, share.Share.MinorUnits));
    }

    [Fact]
    public async Task WhatAMonthBrought_IsPaidOut()
    {
        await SubscribeAsync(await school.PlanAsync(minorUnits: 3_000));
        await member.WatchAsync(first, 0, 60);
        await member.AdvanceAsync(Month + Day);
        await school.DivideAsync();
        await school.PayOutAsync(stripe, first.Instructor.UserId, 2_100);
        var payoutId = await school.ReadAsync(db => db.Payouts.Select(p => p.Id).SingleAsync());
        var items = await school.DoAsync<ListPayoutItems, Page<PayoutPart>>(l =>
            l.ExecuteAsync(first.Instructor, payoutId, new PageRequest(50, null), CancellationToken.None)
        );
        var item = Assert.Single(items.Items);
        Assert.Equal((TransactionKind.RevenueRecognition, 2_100), (item.Kind, item.Amount.MinorUnits));
        Assert.StartsWith("Every course, by the Month", item.CourseTitle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMonthInWhichNothingWasWatched_IsThePlatforms()
    {
        await SubscribeAsync(await school.PlanAsync());
        await member.AdvanceAsync(Month + Day);
        Assert.Equal(1, await school.DivideAsync());
        Assert.Equal(
            (0, 0, 1_900),
            (await AvailableAsync(first), await AvailableAsync(second), await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty))
        );
    }

    [Fact]
    public async Task WhatIsOwned_IsWatchedOnItsOwnAccount()
    {
        await SubscribeAsync(await school.PlanAsync());
        await school.BuyAsync(stripe, member.Actor, second);
        await member.WatchAsync(first, 0, 10);
        await member.WatchAsync(second, 0, 50);
        await member.AdvanceAsync(Month + Day);
        await school.DivideAsync();
        Assert.Equal((1_330, 0), (await AvailableAsync(first), await AvailableAsync(second)));
    }

    [Fact]
    public async Task AYear_IsDividedMonthByMonth_AndItsMonthsHaveAllOfIt()
    {
        await SubscribeAsync(await school.PlanAsync(PlanInterval.Year, minorUnits: 10_001));
        await member.WatchAsync(first, 0, 60);
        var months = await school.ReadAsync(db => db.MembershipMonths.OrderBy(m => m.FirstDay).ToListAsync());
        Assert.Equal((12, 10_001), (months.Count, months.Sum(m => m.MinorUnits)));
        Assert.All(months, month => Assert.InRange(month.MinorUnits, 833, 834));
        await member.AdvanceAsync(Month + Day);
        Assert.Equal(1, await school.DivideAsync());
        Assert.Equal((583, 10_001 - 833), (await AvailableAsync(first), await school.DeferredAsync()));
        await member.AdvanceAsync(11 * Month - Day);
        Assert.Equal(11, await school.DivideAsync());
        Assert.Equal(10_001, await school.DeferredAsync());
    }

    [Fact]
    public async Task ARefund_TakesWhatIsLeftOfTheMonthsToCome_AndClosesCourses()
    {
        await SubscribeAsync(await school.PlanAsync());
        await member.WatchAsync(first, 0, 60);
        var order = await school.ReadAsync(db => db.Orders.AsNoTracking().SingleAsync());
        await Refused.WithAsync(PaymentReasons.NotRefundable, () => school.GiveBackAsync(order));
        await school.GiveBackAsync(order, 900);
        Assert.Equal((1_000, EnrollmentState.Active), (await school.DeferredAsync(), (await member.EnrollmentAsync(first)).State));
        await school.GiveBackAsync(order, 1_000);
        Assert.Equal((0, EnrollmentState.Ended), (await school.DeferredAsync(), (await member.EnrollmentAsync(first)).State));
        await member.AdvanceAsync(Month + Day);
        await school.DivideAsync();
        Assert.Equal(0, await AvailableAsync(first));
    }

    [Fact]
    public async Task ARefundOfAMonthThatIsOver_IsBorneByThePlatform()
    {
        await SubscribeAsync(await school.PlanAsync());
        await member.WatchAsync(first, 0, 60);
        var order = await school.ReadAsync(db => db.Orders.AsNoTracking().SingleAsync());
        await member.AdvanceAsync(Month + Day);
        await school.DivideAsync();
        var refund = await stripe.RefundAsync(order.StripeChargeId!);
        await school.SettleRefundAsync(refund);
        Assert.Equal(
            (1_330, 570 - 1_900, 1_900),
            (await AvailableAsync(first), await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty), await school.DeferredAsync())
        );
        Assert.Equal(EnrollmentState.Active, (await member.EnrollmentAsync(first)).State);
        await stripe.FailRefundAsync(refund);
        await school.SettleRefundAsync(refund);
        Assert.Equal((570, 1_900), (await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty), await school.DeferredAsync()));
    }

    [Fact]
    public async Task ARefundThatFailsAfterItsMonthWasDivided_IsThePlatforms()
    {
        await SubscribeAsync(await school.PlanAsync());
        await member.WatchAsync(first, 0, 60);
        var refund = await stripe.RefundAsync(await school.ReadAsync(db => db.Orders.Select(o => o.StripeChargeId!).SingleAsync()), 900);
        await school.SettleRefundAsync(refund);
        await member.AdvanceAsync(Month + Day);
        await school.DivideAsync();
        Assert.Equal((700, 300), (await AvailableAsync(first), await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty)));
        await stripe.FailRefundAsync(refund);
        await school.SettleRefundAsync(refund);
        Assert.Equal(
            (700, 1_200, 1_900),
            (await AvailableAsync(first), await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty), await school.DeferredAsync())
        );
    }

    [Fact]
    public async Task ADisputedMonth_WaitsUntilThatIsDecided()
    {
        await SubscribeAsync(await school.PlanAsync());
        await member.WatchAsync(first, 0, 60);
        var charge = await school.ReadAsync(db => db.Orders.Select(o => o.StripeChargeId!).SingleAsync());
        var dispute = await stripe.DisputeAsync(charge);
        await school.SettleDisputeAsync(dispute);
        var (admin, disputeId) = (await school.AdminAsync(), await school.ReadAsync(db => db.Disputes.Select(d => d.Id).SingleAsync()));
        var evidence = await school.DoAsync<AssembleEvidence, DisputeEvidence>(a => a.ExecuteAsync(admin, disputeId, CancellationToken.None));
        Assert.Equal((60, "2026-11"), (Assert.Single(evidence.Lessons).WatchedSeconds, evidence.Order.AcceptedTerms));
        Assert.Equal(EnrollmentState.Ended, (await member.EnrollmentAsync(first)).State);
        await member.AdvanceAsync(Month + Day);
        Assert.Equal(0, await school.DivideAsync());
        await stripe.CloseDisputeAsync(dispute, "won");
        await school.SettleDisputeAsync(dispute);
        Assert.Equal(1, await school.DivideAsync());
        Assert.Equal(1_330, await AvailableAsync(first));
    }

    [Fact]
    public async Task ALostDispute_TakesWhatIsDeferred()
    {
        await SubscribeAsync(await school.PlanAsync());
        var charge = await school.ReadAsync(db => db.Orders.Select(o => o.StripeChargeId!).SingleAsync());
        var dispute = await stripe.DisputeAsync(charge);
        await stripe.CloseDisputeAsync(dispute, "lost");
        await school.SettleDisputeAsync(dispute);
        Assert.Equal((0, EnrollmentState.Ended), (await school.DeferredAsync(), (await member.EnrollmentAsync(first)).State));
    }

    [Fact]
    public async Task NewsOfARefund_ThatComeBeforeThePayment_BookItFirst()
    {
        var subscription = await member.StartAsync(await school.PlanAsync());
        Assert.Equal(303, await stripe.PayAsync(subscription.CheckoutUrl!));
        var charge = (await stripe.ListAsync("charges")).Single().GetProperty("id").GetString()!;
        await stripe.RefundAsync(charge, 900);
        await school.HearAllAsync(only: "refund.created");
        Assert.Equal(1_000, await school.DeferredAsync());
        await school.HearAllAsync();
        Assert.Equal(1_000, await school.DeferredAsync());
    }

    [Fact]
    public async Task AtOnceFromManySides_AMonthIsDividedOnce()
    {
        await SubscribeAsync(await school.PlanAsync());
        await member.WatchAsync(first, 0, 60);
        await member.AdvanceAsync(Month + Day);
        var divided = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(school.DivideAsync)));
        Assert.Equal((1, 1_330), (divided.Sum(), await AvailableAsync(first)));
    }

    private async Task SubscribeAsync(Plan plan)
    {
        await member.SubscribeAsync(plan);
        await member.JoinAsync(first);
        await member.JoinAsync(second);
    }

    private Task<long> AvailableAsync(PublishedTestCourse course) => school.HeldByAsync(AccountKind.InstructorAvailable, course.Instructor.UserId);
}
