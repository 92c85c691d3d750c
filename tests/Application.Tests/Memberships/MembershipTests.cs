using ESchool.Application.Memberships.Courses;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Memberships;

/// <summary>How memberships begin, go on and end, and what they open meanwhile. EUR 19.00 a month.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    /// <summary>A renewal is invoiced an hour after its period begins.</summary>
    private static readonly TimeSpan Hours = TimeSpan.FromHours(3);

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        course = await school.OfferedCourseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task ATrial_OpensTheCatalogue_AndTurnsIntoAPaidPeriod()
    {
        var member = await Member.ComeAsync(school, stripe);
        var plan = await school.PlanAsync(trialDays: 14);
        Assert.Equal(SubscriptionState.Trialing, (await member.SubscribeAsync(plan)).State);
        await member.JoinAsync(course);
        Assert.Equal(0, await school.ReadAsync(db => db.Orders.CountAsync()));

        await member.AdvanceAsync(TimeSpan.FromDays(14) + Hours);
        var active = await member.SubscriptionAsync();
        Assert.Equal((SubscriptionState.Active, true), (active.State, active.IsOpen));
        var order = await school.ReadAsync(db => db.Orders.SingleAsync());
        Assert.Equal((1_900, true, OrderState.Paid), (order.TotalMinorUnits, order.IsMembership, order.State));
        Assert.Equal(1_900, await school.DeferredAsync());

        // The trial's grant is over, the paid period's took its place.
        var grants = await school.ReadAsync(db => db.AccessGrants.OrderBy(g => g.Id).Select(g => g.State).ToListAsync());
        Assert.Equal([GrantState.Ended, GrantState.Live], grants);
        Assert.Equal((EnrollmentState.Active, true), await StandingAsync(member));
    }

    [Fact]
    public async Task ARenewalThatIsDeclined_ClosesCoursesAfterTheGrace_AndPayingOpensThemAgain()
    {
        var member = await Member.ComeAsync(school, stripe);
        var subscription = await member.SubscribeAsync(await school.PlanAsync());
        await member.JoinAsync(course);
        await stripe.ChangeCardAsync(member.Customer, subscription.StripeSubscriptionId!, "pm_card_chargeCustomerFail");

        await member.AdvanceAsync(Month + Hours);
        var pastDue = await member.SubscriptionAsync();
        Assert.Equal((SubscriptionState.PastDue, true), (pastDue.State, pastDue.IsOpen));
        Assert.Equal((EnrollmentState.Active, true), await StandingAsync(member));

        // Nothing is heard of the end of the grace: the clock alone tells.
        school.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, await school.DoAsync<SyncLapsedSubscriptions, int>(f => f.ExecuteAsync(CancellationToken.None)));
        Assert.Equal((EnrollmentState.Ended, false), await StandingAsync(member));
        await Refused.WithAsync(PaymentReasons.SubscriptionNotActive, () => member.JoinAsync(course));
        Assert.Equal(0, await school.DoAsync<SyncLapsedSubscriptions, int>(f => f.ExecuteAsync(CancellationToken.None)));

        await stripe.ChangeCardAsync(member.Customer, subscription.StripeSubscriptionId!, "pm_card_visa");
        var open = (await stripe.ListAsync($"invoices?subscription={subscription.StripeSubscriptionId}&status=open")).Single();
        await stripe.PayInvoiceAsync(open.GetProperty("id").GetString()!);
        await school.HearAllAsync();
        Assert.Equal(SubscriptionState.Active, (await member.SubscriptionAsync()).State);
        Assert.Equal((EnrollmentState.Active, true), await StandingAsync(member));
        Assert.Equal(3_800, await school.DeferredAsync());
    }

    [Fact]
    public async Task ACancelledMembership_EndsWithItsPeriod_AndWhatIsOwnedStays()
    {
        var member = await Member.ComeAsync(school, stripe);
        await member.SubscribeAsync(await school.PlanAsync());
        await member.JoinAsync(course);
        var owned = await school.OfferedCourseAsync();
        await member.JoinAsync(owned);
        Assert.Equal(GrantState.Live, await school.ReadAsync(db => db.AccessGrants.OrderBy(g => g.Id).Select(g => g.State).FirstAsync()));

        Assert.True((await DoAsync(cancel => cancel.ExecuteAsync(member.Actor, CancellationToken.None))).Subscription.CancelsAtPeriodEnd);
        Assert.False((await ResumeAsync(member)).Subscription.CancelsAtPeriodEnd);
        Assert.True((await DoAsync(cancel => cancel.ExecuteAsync(member.Actor, CancellationToken.None))).Subscription.CancelsAtPeriodEnd);
        Assert.Equal(EnrollmentState.Active, (await member.EnrollmentAsync(course)).State);

        // A member's course can be bought, once the enrollment of the membership does not stand in the way.
        await member.AdvanceAsync(Month + Hours);
        Assert.Equal(SubscriptionState.Canceled, (await member.SubscriptionAsync()).State);
        Assert.Equal(EnrollmentState.Ended, (await member.EnrollmentAsync(course)).State);
        Assert.Equal(EnrollmentState.Ended, (await member.EnrollmentAsync(owned)).State);
        await school.BuyAsync(stripe, member.Actor, owned);
        var enrollment = await member.EnrollmentAsync(owned);
        Assert.Equal((EnrollmentState.Active, false), (enrollment.State, enrollment.IsMetered));
        await Refused.WithAsync(PaymentReasons.SubscriptionNotActive, () => ResumeAsync(member));
    }

    [Fact]
    public async Task ACourseThatIsBought_StaysOpen_WhateverBecomesOfTheMembership()
    {
        var member = await Member.ComeAsync(school, stripe);
        await member.SubscribeAsync(await school.PlanAsync());
        var enrollmentId = await member.JoinAsync(course);
        var order = await school.BuyAsync(stripe, member.Actor, course);
        Assert.Equal(enrollmentId, order.EnrollmentId);
        Assert.Equal((EnrollmentState.Active, false), await StandingAsync(member));
        await DoAsync(cancel => cancel.ExecuteAsync(member.Actor, CancellationToken.None));
        await member.AdvanceAsync(Month + Hours);
        Assert.Equal((EnrollmentState.Active, false), await StandingAsync(member));
    }

    [Fact]
    public async Task AWithdrawnCourse_StaysOpenUntilThePeriodEnds()
    {
        var (member, late) = (await Member.ComeAsync(school, stripe), await Member.ComeAsync(school, stripe));
        var plan = await school.PlanAsync();
        await member.SubscribeAsync(plan);
        await late.SubscribeAsync(plan);
        await member.JoinAsync(course);
        await school.OfferAsync(course, isOffered: false);
        await Refused.WithAsync(PaymentReasons.CourseNotOffered, () => late.JoinAsync(course));
        Assert.Equal((EnrollmentState.Active, true), await StandingAsync(member));
        await member.AdvanceAsync(Month + Hours);
        Assert.Equal((EnrollmentState.Ended, false), await StandingAsync(member));
    }

    [Fact]
    public async Task AMembershipThatStripeDoesNotKnow_KeepsNoOtherOneOpen()
    {
        var (lost, member) = (await Member.ComeAsync(school, stripe), await Member.ComeAsync(school, stripe));
        var plan = await school.PlanAsync();
        await lost.SubscribeAsync(plan);
        await member.SubscribeAsync(plan);
        await member.JoinAsync(course);
        await school.ReadAsync(db =>
            db.Subscriptions.Where(s => s.StudentId == lost.Actor.UserId).ExecuteUpdateAsync(set => set.SetProperty(s => s.StripeSubscriptionId, "sub_lost"))
        );
        await DoAsync(cancel => cancel.ExecuteAsync(member.Actor, CancellationToken.None));
        await member.CatchUpAfterAsync(Month + Hours);
        school.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, await school.DoAsync<SyncLapsedSubscriptions, int>(f => f.ExecuteAsync(CancellationToken.None)));
        Assert.Equal((EnrollmentState.Ended, false), await StandingAsync(member));
    }

    [Fact]
    public async Task AClosedAccount_IsNotRenewed_AndAnErasedOneIsOver()
    {
        var (closed, erased, other) = (await Member.ComeAsync(school, stripe), await Member.ComeAsync(school, stripe), await Member.ComeAsync(school, stripe));
        var plan = await school.PlanAsync();
        foreach (var member in new[] { closed, erased, other })
        {
            await member.SubscribeAsync(plan);
        }

        await CloseAsync(closed.Actor, erasedAt: null);
        await CloseAsync(erased.Actor, erasedAt: school.Clock.GetUtcNow());
        Assert.Equal(2, await EndAsync());
        Assert.Equal(0, await EndAsync());
        Assert.Equal((SubscriptionState.Active, true), await StateAsync(closed));
        Assert.Equal((SubscriptionState.Canceled, false), await StateAsync(erased));
        Assert.Equal((SubscriptionState.Active, false), await StateAsync(other));

        Task<int> EndAsync() => school.DoAsync<EndClosedMemberships, int>(e => e.ExecuteAsync(CancellationToken.None));

        Task CloseAsync(Actor actor, DateTimeOffset? erasedAt) =>
            school.ReadAsync(db =>
                db.Users.Where(u => u.Id == actor.UserId)
                    .ExecuteUpdateAsync(set => set.SetProperty(u => u.DeleteAt, school.Clock.GetUtcNow()).SetProperty(u => u.ErasedAt, erasedAt))
            );

        async Task<(SubscriptionState State, bool Cancels)> StateAsync(Member member) =>
            await member.SubscriptionAsync() is var found ? (found.State, found.CancelsAtPeriodEnd) : default;
    }

    [Fact]
    public async Task WithoutAMembership_NothingIsOpened()
    {
        var student = await school.StudentAsync();
        await Refused.WithAsync(
            PaymentReasons.SubscriptionNotActive,
            () => school.DoAsync<JoinCourse>(j => j.ExecuteAsync(student, course.Id, CancellationToken.None))
        );
        await Refused.WithAsync(
            PaymentReasons.SubscriptionNotFound,
            () => school.DoAsync<GetSubscription>(g => g.ExecuteAsync(student, CancellationToken.None))
        );
        await Refused.WithAsync(
            PaymentReasons.OwnCourse,
            () => school.DoAsync<JoinCourse>(j => j.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None))
        );
        await Refused.WithAsync(
            CatalogReasons.CourseNotFound,
            () => school.DoAsync<OfferCourse>(o => o.ExecuteAsync(student, course.Id, true, CancellationToken.None))
        );
    }

    [Fact]
    public async Task TheCatalogue_ShowsWhatIsOffered()
    {
        var withdrawn = await school.OfferedCourseAsync();
        await school.OfferAsync(withdrawn, isOffered: false);
        var page = await school.DoAsync<ListMemberCourses, Page<MemberCourse>>(l => l.ExecuteAsync(new PageRequest(50, null), CancellationToken.None));
        Assert.Equal([course.Id], page.Items.Select(c => c.CourseId));
    }

    private async Task<(EnrollmentState State, bool IsMetered)> StandingAsync(Member member) =>
        await member.EnrollmentAsync(course) is var enrollment ? (enrollment.State, enrollment.IsMetered) : default;

    private Task<SubscriptionView> DoAsync(Func<CancelSubscription, Task<SubscriptionView>> act) => school.DoAsync(act);

    private Task<SubscriptionView> ResumeAsync(Member member) =>
        school.DoAsync<ResumeSubscription, SubscriptionView>(r => r.ExecuteAsync(member.Actor, CancellationToken.None));
}
