using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payouts;

/// <summary>An instructor asks for everything, and then a sale is given back: what is owed is not paid out.</summary>
public sealed class PayoutDebtTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private Actor instructor = null!;
    private Order sold = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        var course = await school.PublishedCourseAsync();
        instructor = course.Instructor;
        await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync());
        for (var i = 0; i < 3; i++)
        {
            sold = await school.BuyAsync(stripe, course: course);
            await school.ReleaseAsync(sold);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AtApproval_WhatIsOwedSinceTheRequest_IsRefusedWithTheNumbers()
    {
        var payout = await RequestAsync(11_760);
        await school.GiveBackAsync(sold, 4_900);
        var refusal = await Refused.WithAsync(PayoutReasons.BalanceInsufficient, () => ApproveAsync(payout));
        Assert.Equal(
            ("117.60 EUR", "39.20 EUR", "78.40 EUR"),
            ($"{refusal.Metadata["amount"]}", $"{refusal.Metadata["owed"]}", $"{refusal.Metadata["available"]}")
        );
        Assert.Equal(PayoutState.Requested, await StateAsync(payout));
        await school.DoAsync<CancelPayout>(c => c.ExecuteAsync(instructor, payout, CancellationToken.None));
        Assert.Equal(PayoutState.Paid, await PayAsync(await RequestAsync(7_840)));
    }

    [Fact]
    public async Task AtTheTransfer_WhatIsOwedSinceTheApproval_FailsThePayout_AndTheRestCanBePaid()
    {
        var payout = await RequestAsync(11_760);
        await ApproveAsync(payout);
        await school.GiveBackAsync(sold, 4_900);
        Assert.Equal(PayoutState.Failed, (await TransferAsync(payout)).State);
        Assert.Contains("78.40 EUR", (await school.ReadAsync(db => db.Payouts.SingleAsync(p => p.Id == payout))).Message, StringComparison.Ordinal);
        Assert.Empty(await stripe.ListAsync("transfers"));
        await Refused.WithAsync(PayoutReasons.BalanceInsufficient, () => RequestAsync(7_841));
        Assert.Equal(PayoutState.Paid, await PayAsync(await RequestAsync(7_840)));
    }

    [Fact]
    public async Task WhatIsStillAvailable_CoversWhatIsOwed()
    {
        var payout = await RequestAsync(7_840);
        await school.GiveBackAsync(sold, 4_900);
        Assert.Equal(PayoutState.Paid, await PayAsync(payout));
    }

    private async Task<Guid> RequestAsync(long minorUnits) =>
        (await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(minorUnits, "EUR"), CancellationToken.None))).Id;

    private async Task ApproveAsync(Guid payout)
    {
        var admin = await school.AdminAsync();
        await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout, approve: true, "", CancellationToken.None));
    }

    private Task<Payout> TransferAsync(Guid payout) => school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout, CancellationToken.None));

    private async Task<PayoutState> PayAsync(Guid payout)
    {
        await ApproveAsync(payout);
        return (await TransferAsync(payout)).State;
    }

    private Task<PayoutState> StateAsync(Guid payout) => school.ReadAsync(db => db.Payouts.Where(p => p.Id == payout).Select(p => p.State).SingleAsync());
}
