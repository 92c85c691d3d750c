using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Payments;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Memberships;

/// <summary>The life of a membership at Stripe, heard of late, in any order, and several times at once: it always comes to the same.</summary>
public sealed class MembershipHistoryTests
{
    private const int Lives = 20;
    private const int Times = 5;

    [Fact]
    public async Task EveryLife_HeardOfInAnyOrder_FiveTimesAtOnce_EndsInOneState()
    {
        await using var school = await TestSchool.OpenAsync();
        using var stripe = new StripeEmulator(school.Database);
        var (monthly, dearer) = (await school.PlanAsync(), await school.PlanAsync(minorUnits: 3_900));
        var members = new List<Member>();
        for (var seed = 0; seed < Lives; seed++)
        {
            members.Add(await Member.ComeAsync(school, stripe));
        }

        // Two months, a dearer plan, one more month, and the end; half of them lose a payment by a refund.
        foreach (var member in members)
        {
            await member.PayAsync(await member.StartAsync(monthly));
        }

        await school.HearAllAsync(new Random(1), Times);
        Assert.Equal(Lives * 1_900, await school.DeferredAsync());
        school.Clock.Advance(TimeSpan.FromDays(40));
        foreach (var member in members)
        {
            await member.CatchUpAsync();
            await school.DoAsync<ChangePlan>(c => c.ExecuteAsync(member.Actor, dearer.Id, CancellationToken.None));
            await school.DoAsync<CancelSubscription>(c => c.ExecuteAsync(member.Actor, CancellationToken.None));
        }

        school.Clock.Advance(TimeSpan.FromDays(30));
        foreach (var member in members)
        {
            await member.CatchUpAsync();
        }

        foreach (var charge in (await stripe.ListAsync("charges")).Where(c => c.GetProperty("amount").GetInt64() == 1_900).Take(Lives / 2))
        {
            await stripe.RefundAsync(charge.GetProperty("id").GetString()!);
        }

        await school.HearAllAsync(new Random(2), Times);
        var subscriptions = await school.ReadAsync(db => db.Subscriptions.AsNoTracking().ToListAsync());
        Assert.All(subscriptions, s => Assert.Equal((SubscriptionState.Canceled, false, dearer.Id), (s.State, s.IsOpen, s.PlanId)));

        // Three payments each: two months, and the difference to the dearer plan, which is the same for all of them but for a few seconds.
        var orders = await school.ReadAsync(db => db.Orders.AsNoTracking().ToListAsync());
        Assert.Equal((Lives * 3, Lives * 2), (orders.Count, orders.Count(o => o.TotalMinorUnits == 1_900)));
        Assert.Equal(Lives * 3, await school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Kind == TransactionKind.Sale)));
        Assert.Equal(Lives / 2, await school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Kind == TransactionKind.Refund)));
        Assert.Equal(orders.Sum(o => o.TotalMinorUnits) - (Lives / 2 * 1_900), await school.DeferredAsync());
        while (await school.DivideAsync() > 0) { }

        Assert.Equal(0, await school.DeferredAsync());
        await school.RequireSoundLedgerAsync();
        var now = school.Clock.GetUtcNow();
        Assert.Empty(
            (
                await school.DoAsync<CompareWithStripe, StripeComparison>(c => c.ExecuteAsync(now.AddDays(-100), now.AddHours(1), CancellationToken.None))
            ).Differences
        );
    }
}
