using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Payments;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Application.Tests.StripeEvents;

public sealed class CompareWithStripeTests : IAsyncLifetime
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
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task SalesRefundsDisputesAndTransfers_AgreeToTheLastCent()
    {
        var refunded = await school.BuyAsync(stripe);
        await school.GiveBackAsync(refunded, 1_633);
        var failed = await school.GiveBackAsync(refunded, 1_000);
        await stripe.FailRefundAsync(failed.StripeRefundId!);
        await school.SettleRefundAsync(failed.StripeRefundId!);
        var disputed = await school.BuyAsync(stripe);
        var dispute = await stripe.DisputeAsync(disputed.StripeChargeId!);
        await school.SettleDisputeAsync(dispute);
        await stripe.CloseDisputeAsync(dispute, "won");
        await school.SettleDisputeAsync(dispute);
        var earned = await school.BuyAsync(stripe);
        await school.ReleaseAsync(earned);
        await school.PayOutAsync(stripe, earned.InstructorId!.Value, 3_000, isFunded: false);
        var comparison = await CompareAsync();
        Assert.Empty(comparison.Differences);
        Assert.Equal((9, 9), (comparison.Movements, comparison.Postings));
    }

    [Fact]
    public async Task WhatOneSideHas_AndTheOtherHasNot_IsNamed()
    {
        var order = await school.BuyAsync(stripe);
        var refund = await stripe.RefundAsync(order.StripeChargeId!, 900);
        await stripe.FundAsync(1_000);
        await school.EarnAsync(await school.InstructorAsync(), 500);
        var differences = (await CompareAsync()).Differences;
        Assert.Equal(3, differences.Count);
        Assert.Single(differences, d => d.Contains(refund, StringComparison.Ordinal) && d.Contains("-9.00 EUR", StringComparison.Ordinal));
        Assert.Single(differences, d => d.Contains("charge ch_", StringComparison.Ordinal) && d.Contains("does not know", StringComparison.Ordinal));
        Assert.Single(differences, d => d.Contains("is booked with 5.00 EUR", StringComparison.Ordinal));
    }

    private Task<StripeComparison> CompareAsync()
    {
        var now = school.Clock.GetUtcNow();
        return school.DoAsync<CompareWithStripe, StripeComparison>(c => c.ExecuteAsync(now.AddHours(-1), now.AddHours(1), CancellationToken.None));
    }
}
