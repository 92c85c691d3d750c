using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Work;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Memberships;

/// <summary>Money of members that Stripe keeps as credit, that came outside Stripe, and that went back.</summary>
public sealed class MemberCreditTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private Member member = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        member = await Member.ComeAsync(school, stripe);
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task TheCreditOfADowngrade_IsOwedToTheCustomer_AndPaysForAndDividesTheNextMonth()
    {
        var course = await school.OfferedCourseAsync();
        var (dear, cheap) = (await school.PlanAsync(minorUnits: 3_999), await school.PlanAsync(minorUnits: 1_999));
        await member.SubscribeAsync(dear);
        await member.JoinAsync(course);
        await school.DoAsync<ChangePlan>(c => c.ExecuteAsync(member.Actor, cheap.Id, CancellationToken.None));
        await school.HearAllAsync(times: 3);
        Assert.Equal((1_999, 2_000), (await school.DeferredAsync(), await CreditAsync()));
        Assert.Equal(0, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));

        await member.WatchAsync(course, 0, 60);
        await member.AdvanceAsync(TimeSpan.FromDays(31.5));
        Assert.Equal(1, await CreditAsync());
        await member.WatchAsync(course, 60, 120);
        await school.DivideAsync();
        Assert.Equal(1_399, await AvailableAsync(course));

        await member.AdvanceAsync(TimeSpan.FromDays(31));
        await school.DivideAsync();
        Assert.Equal(2_798, await AvailableAsync(course));
    }

    [Fact]
    public async Task WhatIsPaidOutsideStripe_IsBookedOnce_AndIsNotGivenBackByStripe()
    {
        var plan = await school.PlanAsync();
        var subscription = await member.SubscribeAsync(plan);
        await stripe.ChangeCardAsync(member.Customer, subscription.StripeSubscriptionId!, "pm_card_chargeCustomerFail");
        await member.AdvanceAsync(TimeSpan.FromDays(31.5));
        var open = Assert.Single(await stripe.ListAsync("invoices?status=open")).GetProperty("id").GetString()!;
        await stripe.PayInvoiceAsync(open, outside: true);
        await school.HearAllAsync(times: 2);
        Assert.Equal(-1_900, await school.HeldByAsync(AccountKind.OutsidePayments, Guid.Empty));
        var order = await school.ReadAsync(db => db.Orders.OrderByDescending(o => o.Id).FirstAsync());
        Assert.Equal((1_900, OrderState.Paid, null), (order.TotalMinorUnits, order.State, order.StripeChargeId));
        await Refused.WithAsync(PaymentReasons.NotRefundable, () => school.GiveBackAsync(order, 1_900));
        Assert.Equal(2, await school.ReadAsync(db => db.Orders.CountAsync()));
        Assert.Equal(SubscriptionState.Active, (await member.SubscriptionAsync()).State);
    }

    [Fact]
    public async Task AMemberWhosePaymentWasGivenBack_IsEndedAtStripe_AndNotRenewed()
    {
        var subscription = await member.SubscribeAsync(await school.PlanAsync());
        var order = await school.ReadAsync(db => db.Orders.SingleAsync());
        await school.GiveBackAsync(order, 900);
        Assert.Empty(await AskedAsync());
        await school.GiveBackAsync(order, 1_000);
        Assert.Single(await AskedAsync());
        await EndAsync(subscription);
        await member.AdvanceAsync(TimeSpan.FromDays(32));
        var ended = await member.SubscriptionAsync();
        Assert.Equal((SubscriptionState.Canceled, null), (ended.State, ended.AccessUntil));
        Assert.Equal(1, await school.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task AMemberWhoDisputesThePayment_IsEndedAtStripe()
    {
        var subscription = await member.SubscribeAsync(await school.PlanAsync());
        var charge = await school.ReadAsync(db => db.Orders.Select(o => o.StripeChargeId!).SingleAsync());
        var dispute = await stripe.DisputeAsync(charge);
        await school.SettleDisputeAsync(dispute);
        Assert.Single(await AskedAsync());
        await EndAsync(subscription);
        Assert.Equal(SubscriptionState.Canceled, (await member.SubscriptionAsync()).State);
        await stripe.CloseDisputeAsync(dispute, "lost");
        await school.SettleDisputeAsync(dispute);
        Assert.Single(await AskedAsync());
    }

    [Fact]
    public async Task ASetting_LetsMembershipsGoOn()
    {
        await using var lenient = TestSchool.On(school.Database, ("Memberships:EndOn", "Never"));
        await member.SubscribeAsync(await school.PlanAsync());
        var order = await school.ReadAsync(db => db.Orders.SingleAsync());
        await lenient.GiveBackAsync(order, 1_900);
        Assert.Empty(await AskedAsync());
    }

    private Task<List<string>> AskedAsync() =>
        school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == EndSubscriptionWork.Kind).Select(m => m.Payload).ToListAsync());

    private Task EndAsync(Subscription subscription) => school.DoAsync<EndSubscription>(e => e.ExecuteAsync(subscription.Id, CancellationToken.None));

    private Task<long> CreditAsync() => school.HeldByAsync(AccountKind.CustomerCredit, Guid.Empty);

    private Task<long> AvailableAsync(PublishedTestCourse course) => school.HeldByAsync(AccountKind.InstructorAvailable, course.Instructor.UserId);
}
