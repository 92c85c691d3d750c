using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Memberships;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>Sales in EUR of a school whose account at Stripe is in USD: 49.00 EUR arrive as 53.90 USD, of which Stripe keeps 1.86.</summary>
public sealed class ConvertedSaleTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        await stripe.ConvertAsync("eur", into: "usd", 1.1);
    }

    /// <summary>The ledger is sound, and is Stripe's, to the last cent in both currencies.</summary>
    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        var now = school.Clock.GetUtcNow();
        var comparison = await school.DoAsync<CompareWithStripe, StripeComparison>(c =>
            c.ExecuteAsync(now.AddDays(-1), now.AddDays(1), CancellationToken.None)
        );
        Assert.Empty(comparison.Differences);
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task ASaleThatStripeConverts_EnrollsAtOnce_AndIsBookedInBothCurrencies()
    {
        var order = await school.BuyAsync(stripe);
        await school.SettleAsync(order);
        Assert.Equal(OrderState.Paid, order.State);
        Assert.NotNull(order.EnrollmentId);
        Assert.Equal(3_920, await school.HeldByAsync(AccountKind.InstructorHeld, order.InstructorId!.Value));
        Assert.Equal((0, 0, 4_900), await AtStripeAsync("EUR"));
        Assert.Equal((5_204, 186, -5_390), await AtStripeAsync("USD"));
    }

    [Fact]
    public async Task ARefund_GoesBackAtTheRateOfItsDay_AndTheDifferenceStaysOnTheExchangeAccount()
    {
        var order = await school.BuyAsync(stripe);
        await stripe.ConvertAsync("eur", into: "usd", 1.2);
        var refund = await school.GiveBackAsync(order);
        Assert.Equal((RefundState.Succeeded, 4_900), (refund.State, refund.MinorUnits));
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal((0, 0, 0), await AtStripeAsync("EUR"));
        Assert.Equal((5_204 - 5_880, 186, 490), await AtStripeAsync("USD"));

        await stripe.FailRefundAsync(refund.StripeRefundId!);
        await school.SettleRefundAsync(refund.StripeRefundId!);
        Assert.Equal((5_204, 186, -5_390), await AtStripeAsync("USD"));
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
    }

    [Theory]
    [InlineData("won", 3_920, 5_204, 4_900)]
    [InlineData("lost", 0, 5_204 - 5_880 - 1_500, 0)]
    public async Task ADispute_IsOverWhatWasSold_WhateverWasWithdrawnForIt(string outcome, long held, long clearing, long exchange)
    {
        var order = await school.BuyAsync(stripe);
        await stripe.ConvertAsync("eur", into: "usd", 1.2);
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await school.SettleDisputeAsync(dispute);
        Assert.Equal((0, 0, 3_920, 0), await school.BalancesAsync(order));
        Assert.Equal(-4_900, await school.HeldByAsync(AccountKind.StripeDisputes, Guid.Empty));

        await stripe.CloseDisputeAsync(dispute, outcome);
        await school.SettleDisputeAsync(dispute);
        Assert.Equal((held, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal((0, 0, exchange), await AtStripeAsync("EUR"));
        Assert.Equal(clearing, (await AtStripeAsync("USD")).Clearing);
    }

    [Fact]
    public async Task AMembership_IsDeferredInTheCurrencyOfItsPlan()
    {
        var member = await Member.ComeAsync(school, stripe);
        var subscription = await member.SubscribeAsync(await school.PlanAsync());
        Assert.Equal(SubscriptionState.Active, subscription.State);
        Assert.Equal(1_900, await school.DeferredAsync());
        Assert.Equal((2_090 - 91, 91, -2_090), await AtStripeAsync("USD"));

        await school.GiveBackAsync(await school.ReadAsync(db => db.Orders.AsNoTracking().SingleAsync()), 900);
        Assert.Equal(1_000, await school.DeferredAsync());
        Assert.Equal((2_090 - 91 - 990, 91, -1_100), await AtStripeAsync("USD"));
    }

    private async Task<(long Clearing, long Fees, long Exchange)> AtStripeAsync(string currency)
    {
        var balances = await school.ReadAsync(db =>
            db.LedgerAccounts.Where(a => a.OwnerId == Guid.Empty && a.Currency == currency).ToDictionaryAsync(a => a.Kind, a => a.BalanceMinorUnits)
        );
        return (
            balances.GetValueOrDefault(AccountKind.StripeClearing),
            balances.GetValueOrDefault(AccountKind.StripeFees),
            balances.GetValueOrDefault(AccountKind.CurrencyExchange)
        );
    }
}
