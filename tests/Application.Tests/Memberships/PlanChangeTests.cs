using ESchool.Application.Memberships.Plans;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Tests.Payments;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Memberships;

/// <summary>Plans: which are on sale, how a membership of one begins once, and how it becomes one of another.</summary>
public sealed class PlanChangeTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private Plan plan = null!;
    private Member member = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        plan = await school.PlanAsync();
        member = await Member.ComeAsync(school, stripe);
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task ADearerPlan_IsChargedForTheRestOfThePeriod_AsThePreviewSaid()
    {
        var before = await member.SubscribeAsync(plan);
        var dearer = await school.PlanAsync(minorUnits: 3_900);
        await member.AdvanceAsync(TimeSpan.FromDays(10));
        var preview = await PreviewAsync(dearer);
        Assert.InRange(preview.Due.MinorUnits, 1_000, 1_999);
        Assert.Equal(preview.Due, preview.Prorated);

        var view = await ChangeAsync(dearer);
        await school.HearAllAsync();
        Assert.Equal((dearer.Id, before.PeriodEnd), (view.Subscription.PlanId, view.Subscription.PeriodEnd));
        var orders = await school.ReadAsync(db => db.Orders.OrderBy(o => o.Id).Select(o => o.TotalMinorUnits).ToListAsync());
        Assert.Equal([1_900, preview.Due.MinorUnits], orders);
        Assert.Equal(orders.Sum(), await school.DeferredAsync());
        Assert.Equal([true, false], await school.ReadAsync(db => db.MembershipInvoices.OrderBy(i => i.OrderId).Select(i => i.OpensPeriod).ToListAsync()));

        // Done again it changes nothing.
        Assert.Equal(0, (await PreviewAsync(dearer)).Due.MinorUnits);
        await ChangeAsync(dearer);
        await school.HearAllAsync();
        Assert.Equal(2, await school.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task ADisputedChange_HasTheEvidenceOfItsPeriod()
    {
        var course = await school.OfferedCourseAsync();
        await member.SubscribeAsync(plan);
        await member.JoinAsync(course);
        await member.WatchAsync(course, 0, 60);
        await member.AdvanceAsync(TimeSpan.FromDays(10));
        await ChangeAsync(await school.PlanAsync(minorUnits: 3_900));
        await school.HearAllAsync();
        var charge = await school.ReadAsync(db => db.Orders.OrderByDescending(o => o.Id).Select(o => o.StripeChargeId!).FirstAsync());
        await school.SettleDisputeAsync(await stripe.DisputeAsync(charge));
        var (admin, disputeId) = (await school.AdminAsync(), await school.ReadAsync(db => db.Disputes.Select(d => d.Id).SingleAsync()));
        var evidence = await school.DoAsync<AssembleEvidence, DisputeEvidence>(a => a.ExecuteAsync(admin, disputeId, CancellationToken.None));
        Assert.Equal(60, Assert.Single(evidence.Lessons).WatchedSeconds);
    }

    [Fact]
    public async Task AnotherInterval_BeginsAPeriodNow_AndCarriesWhatIsOpen()
    {
        var course = await school.OfferedCourseAsync();
        var before = await member.SubscribeAsync(plan);
        await member.JoinAsync(course);
        await member.AdvanceAsync(TimeSpan.FromDays(10));
        var yearly = await school.PlanAsync(PlanInterval.Year, minorUnits: 19_000);
        var preview = await PreviewAsync(yearly);
        var after = (await ChangeAsync(yearly)).Subscription;
        await school.HearAllAsync();
        Assert.True(after.PeriodStart > before.PeriodStart);
        Assert.Equal(EnrollmentState.Active, (await member.EnrollmentAsync(course)).State);
        Assert.Equal([GrantState.Ended, GrantState.Live], await school.ReadAsync(db => db.AccessGrants.OrderBy(g => g.Id).Select(g => g.State).ToListAsync()));
        var order = await school.ReadAsync(db => db.Orders.OrderByDescending(o => o.Id).FirstAsync());
        Assert.Equal(
            (preview.Due.MinorUnits, 12),
            (order.TotalMinorUnits, await school.ReadAsync(db => db.MembershipMonths.CountAsync(m => m.OrderId == order.Id)))
        );
    }

    [Fact]
    public async Task ADeclinedCard_LeavesThePlanAsItIs()
    {
        var subscription = await member.SubscribeAsync(plan);
        await stripe.ChangeCardAsync(member.Customer, subscription.StripeSubscriptionId!, "pm_card_chargeCustomerFail");
        var dearer = await school.PlanAsync(minorUnits: 9_900);
        await Refused.WithAsync(PaymentReasons.PaymentDeclined, () => ChangeAsync(dearer));
        await school.HearAllAsync();
        Assert.Equal(plan.Id, (await member.SubscriptionAsync()).PlanId);
        Assert.Equal(1, await school.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task ACheaperPlan_LeavesACredit_ThatPaysRenewals()
    {
        var yearly = await school.PlanAsync(PlanInterval.Year, minorUnits: 19_000);
        await member.SubscribeAsync(yearly);
        Assert.True((await PreviewAsync(plan)).Prorated.MinorUnits < 0);
        await ChangeAsync(plan);
        await member.AdvanceAsync(TimeSpan.FromDays(32));
        Assert.Equal(SubscriptionState.Active, (await member.SubscriptionAsync()).State);

        // The credit paid two months: nothing was charged, each is divided as a month of the new plan, and what is left is owed to the member.
        Assert.Equal([19_000, 0, 0], await school.ReadAsync(db => db.Orders.OrderBy(o => o.Id).Select(o => o.TotalMinorUnits).ToListAsync()));
        Assert.Equal(
            [1_900, 1_900],
            await school.ReadAsync(db => db.MembershipInvoices.Where(i => i.CreditMinorUnits > 0).Select(i => i.DeferredMinorUnits).ToListAsync())
        );
        Assert.InRange(await school.HeldByAsync(AccountKind.CustomerCredit, Guid.Empty), 19_000 - 3_800 - 10, 19_000 - 3_800);
    }

    [Fact]
    public async Task TheSameWish_IsOneSubscription_WhateverWindowItComesFrom()
    {
        var requestId = Guid.NewGuid();
        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => member.StartAsync(plan, i % 2 == 0 ? requestId : null))));
        Assert.Single(started.Select(s => s.Id).Distinct());
        Assert.Single(await stripe.ListAsync("checkout/sessions"));
        await Refused.WithAsync(
            PaymentReasons.PlanNotFound,
            () =>
                school.DoAsync<StartSubscription>(s =>
                    s.ExecuteAsync(member.Actor, Guid.NewGuid(), Guid.NewGuid(), new CheckoutPage("https://a.test/", "https://a.test/"), CancellationToken.None)
                )
        );
    }

    [Fact]
    public async Task AnotherPlan_ClosesThePageOfTheFirst_AndAPaidOneIsNotBegunAgain()
    {
        var first = await member.StartAsync(plan);
        var other = await school.PlanAsync(minorUnits: 2_900);
        var second = await member.StartAsync(other);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(410, await stripe.PayAsync(first.CheckoutUrl!));
        Assert.Equal(303, await stripe.PayAsync(second.CheckoutUrl!));
        await Refused.WithAsync(PaymentReasons.AlreadySubscribed, () => member.StartAsync(plan));
        await school.HearAllAsync();
        await Refused.WithAsync(PaymentReasons.AlreadySubscribed, () => member.StartAsync(plan));
        Assert.Equal(2_900, await school.DeferredAsync());
    }

    [Fact]
    public async Task AnAbandonedPage_Expires_AndTheTrialIsStillThere()
    {
        var trial = await school.PlanAsync(trialDays: 14);
        var left = await member.StartAsync(trial);
        await stripe.ExpireAsync(left.StripeSessionId!);
        await school.HearAllAsync();
        Assert.Equal(SubscriptionState.Expired, (await member.SubscriptionAsync()).State);
        Assert.Equal(SubscriptionState.Trialing, (await member.SubscribeAsync(trial)).State);
    }

    [Fact]
    public async Task ATrial_IsForTheFirstTimeOnly()
    {
        var trial = await school.PlanAsync(trialDays: 14);
        await member.SubscribeAsync(trial);
        await school.DoAsync<CancelSubscription>(c => c.ExecuteAsync(member.Actor, CancellationToken.None));
        await member.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal(SubscriptionState.Canceled, (await member.SubscriptionAsync()).State);
        Assert.Equal(SubscriptionState.Active, (await member.SubscribeAsync(trial)).State);
    }

    [Fact]
    public async Task ARetiredPlan_IsNotSold_AndKeepsItsMembers()
    {
        await member.SubscribeAsync(plan);
        var admin = await school.AdminAsync();
        await school.DoAsync<RetirePlan>(r => r.ExecuteAsync(admin, plan.Id, CancellationToken.None));
        Assert.Empty(await school.DoAsync<ListPlans, IReadOnlyList<Plan>>(l => l.ExecuteAsync(CancellationToken.None)));
        var late = await Member.ComeAsync(school, stripe);
        await Refused.WithAsync(PaymentReasons.PlanNotFound, () => late.StartAsync(plan));
        await member.AdvanceAsync(TimeSpan.FromDays(32));
        Assert.Equal(3_800, await school.DeferredAsync());
    }

    [Fact]
    public async Task PlansOutsideTheLimits_AreRefused()
    {
        foreach (var minorUnits in new long[] { 0, 50, 100_000_000 })
        {
            await Refused.WithAsync(CatalogReasons.PriceInvalid, () => school.PlanAsync(minorUnits: minorUnits));
        }
    }

    [Fact]
    public async Task ThePortal_IsForMembers()
    {
        var portal = (string url) => school.DoAsync<CreateBillingPortalLink, string>(c => c.ExecuteAsync(member.Actor, url, CancellationToken.None));
        await Refused.WithAsync(PaymentReasons.SubscriptionNotFound, () => portal("https://eschool.test/"));
        await member.SubscribeAsync(plan);
        Assert.StartsWith("http", await portal("https://eschool.test/"), StringComparison.Ordinal);
    }

    private Task<PlanChange> PreviewAsync(Plan to) =>
        school.DoAsync<PreviewPlanChange, PlanChange>(c => c.ExecuteAsync(member.Actor, to.Id, CancellationToken.None));

    private Task<SubscriptionView> ChangeAsync(Plan to) =>
        school.DoAsync<ChangePlan, SubscriptionView>(c => c.ExecuteAsync(member.Actor, to.Id, CancellationToken.None));
}
