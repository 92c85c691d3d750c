using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Tests.Memberships;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration.Merging;

/// <summary>What members paid is divided by what they watched, whoever they are merged with.</summary>
public sealed class MemberMergeTests : IAsyncLifetime
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private Actor admin = null!;
    private PublishedTestCourse course = null!;
    private Member member = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        (admin, course) = (await school.AdminAsync(), await school.OfferedCourseAsync());
        member = await Member.ComeAsync(school, stripe);
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AMembershipThatRuns_Blocks_AndOneThatIsOver_MovesWithItsMonths()
    {
        var target = await school.StudentAsync();
        await member.SubscribeAsync(await school.PlanAsync(trialDays: 0));
        await member.JoinAsync(course);
        await member.WatchAsync(course, 0, 60);
        Assert.Equal([MergeBlockerKind.Membership], await BlockersAsync(target));
        await school.DoAsync<CancelSubscription>(c => c.ExecuteAsync(member.Actor, CancellationToken.None));
        Assert.Equal([MergeBlockerKind.Membership], await BlockersAsync(target));

        // The month is over and not divided yet: it moves with what was watched in it, and is divided as it would have been.
        await member.AdvanceAsync(Month + Day);
        Assert.Equal([], await BlockersAsync(target));
        await school.MergeAsync(admin, member.Actor, target);
        Assert.Equal(1, await school.DivideAsync());
        Assert.Equal(1_330, await school.HeldByAsync(AccountKind.InstructorAvailable, course.Instructor.UserId));

        // It was a trial's worth of membership for the person: there is no first time again, and the customer at Stripe is theirs.
        Assert.Equal(SubscriptionState.Canceled, (await SubscriptionAsync(target)).State);
        Assert.Equal(
            member.Customer,
            await school.ReadAsync(db => db.BillingCustomers.Where(c => c.StudentId == target.UserId).Select(c => c.StripeCustomerId).SingleAsync())
        );
    }

    [Fact]
    public async Task WhatTheOtherWatched_IsNotDividedTwice_TheMonthIsDividedFirst()
    {
        var (plan, second) = (await school.PlanAsync(), await school.OfferedCourseAsync());
        var other = await Member.ComeAsync(school, stripe);
        await other.SubscribeAsync(plan);
        await member.SubscribeAsync(plan);
        await member.JoinAsync(course);
        await other.JoinAsync(second);
        await member.WatchAsync(course, 0, 60);
        await other.WatchAsync(second, 0, 30);
        await school.DoAsync<CancelSubscription>(c => c.ExecuteAsync(member.Actor, CancellationToken.None));
        school.Clock.Advance(Month + Day);
        await member.CatchUpAsync();
        await other.CatchUpAsync();
        await school.HearAllAsync();
        Assert.Equal([MergeBlockerKind.MembershipMonth], await BlockersAsync(other.Actor));

        Assert.Equal(2, await school.DivideAsync());
        Assert.Equal([], await BlockersAsync(other.Actor));
        await school.MergeAsync(admin, member.Actor, other.Actor);
        Assert.Equal(0, await school.DivideAsync());
        Assert.Equal(1_330, await school.HeldByAsync(AccountKind.InstructorAvailable, course.Instructor.UserId));
        Assert.Equal(1_330, await school.HeldByAsync(AccountKind.InstructorAvailable, second.Instructor.UserId));

        // The membership that runs is still the one that they manage, although the other began later.
        Assert.Equal((SubscriptionState.Active, other.Actor.UserId), ((await other.SubscriptionAsync()).State, (await other.SubscriptionAsync()).StudentId));
        await school.DoAsync<CancelSubscription>(c => c.ExecuteAsync(other.Actor, CancellationToken.None));
        Assert.True((await other.SubscriptionAsync()).CancelsAtPeriodEnd);

        // Both were customers at Stripe: the one that goes keeps its own.
        Assert.Equal(
            other.Customer,
            await school.ReadAsync(db => db.BillingCustomers.Where(c => c.StudentId == other.Actor.UserId).Select(c => c.StripeCustomerId).SingleAsync())
        );
    }

    private async Task<IEnumerable<MergeBlockerKind>> BlockersAsync(Actor target) =>
        (await school.PrepareAsync(admin, member.Actor, target)).Plan.Blockers.Select(b => b.Kind).Distinct();

    private Task<Subscription> SubscriptionAsync(Actor student) =>
        school.ReadAsync(db => db.Subscriptions.AsNoTracking().SingleAsync(s => s.StudentId == student.UserId));
}
