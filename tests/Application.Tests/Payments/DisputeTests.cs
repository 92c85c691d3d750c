using ESchool.Application.Payments;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments;

/// <summary>Payments whose payer asks the bank for the money back: EUR 49.00, of which 39.20 are the instructor's; Stripe takes 15.00 for a dispute.</summary>
public sealed class DisputeTests : IAsyncLifetime
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
    public async Task AnOpenDispute_SuspendsAccess_AndWithholdsTheShare()
    {
        var (order, _) = await DisputedAsync();
        Assert.Equal((0, 0, 3_920, 0), await school.BalancesAsync(order));
        Assert.Equal(-4_900, await school.HeldByAsync(AccountKind.StripeDisputes, Guid.Empty));
        Assert.Equal((EnrollmentState.Ended, GrantState.Suspended), await AccessAsync(order));
    }

    [Fact]
    public async Task AWonDispute_GivesEverythingBack()
    {
        var (order, dispute) = await DisputedAsync();
        await DecideAsync(dispute, "won");
        Assert.Equal((3_920, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(0, await school.HeldByAsync(AccountKind.StripeDisputes, Guid.Empty));
        Assert.Equal((EnrollmentState.Active, GrantState.Live), await AccessAsync(order));
        Assert.Equal(DisputeState.Won, await StateAsync(dispute));
    }

    [Fact]
    public async Task ALostDispute_TakesShareRevenueAndAccess()
    {
        var (order, dispute) = await DisputedAsync();
        await DecideAsync(dispute, "lost");
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(0, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));
        Assert.Equal(0, await school.HeldByAsync(AccountKind.StripeDisputes, Guid.Empty));
        Assert.Equal((EnrollmentState.Ended, GrantState.Revoked), await AccessAsync(order));
        Assert.Equal(DisputeState.Lost, await StateAsync(dispute));
    }

    [Fact]
    public async Task ADisputeHeardOfOnlyOnceItIsDecided_IsBookedAsAWhole()
    {
        var order = await school.BuyAsync(stripe);
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await stripe.CloseDisputeAsync(dispute, "lost");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.SettleDisputeAsync(dispute)));
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal((EnrollmentState.Ended, GrantState.Revoked), await AccessAsync(order));
    }

    [Fact]
    public async Task ADisputeAfterThePayout_IsOwed_AndOwedNoMoreWhenItIsWon()
    {
        var order = await school.BuyAsync(stripe);
        await school.ReleaseAsync(order);
        await school.PayOutAsync(stripe, order.InstructorId, 3_920);
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await school.SettleDisputeAsync(dispute);
        Assert.Equal((0, 0, 3_920, 3_920), await school.BalancesAsync(order));
        await DecideAsync(dispute, "won");
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
    }

    [Fact]
    public async Task ADisputeOverAChargeThatWasRefundedInPart_TakesNothingTwice()
    {
        var order = await school.BuyAsync(stripe);
        await school.GiveBackAsync(order, 1_900);
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!, 4_900);
        await school.SettleDisputeAsync(dispute);
        Assert.Equal((0, 0, 2_400, 0), await school.BalancesAsync(order));
        await DecideAsync(dispute, "lost");
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(order));
        Assert.Equal(-1_900, await school.HeldByAsync(AccountKind.DisputeLosses, Guid.Empty));
        Assert.Equal(0, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));
    }

    [Fact]
    public async Task TheEvidence_HoldsWhatSpeaksForThePayment_AndTheAuditLogWhoLooked()
    {
        var (order, stripeDispute) = await DisputedAsync();
        var admin = await school.AdminAsync();
        var id = await school.ReadAsync(db => db.Disputes.Where(d => d.StripeDisputeId == stripeDispute).Select(d => d.Id).SingleAsync());
        var evidence = await school.DoAsync<AssembleEvidence, DisputeEvidence>(a => a.ExecuteAsync(admin, id, CancellationToken.None));
        Assert.Equal((order.Id, "Ada Lovelace"), (evidence.Order.Id, evidence.CustomerName));
        Assert.Equal("127.0.0.0/24", Assert.Single(evidence.Sessions).Network);
        Assert.NotNull(evidence.Dispute.EvidenceDueAt);
        Assert.True(await school.ReadAsync(db => db.AuditEvents.AnyAsync(e => e.ActorId == admin.UserId && e.Action == "dispute.evidence")));
        await Refused.WithAsync(PaymentReasons.DisputeNotFound, () => school.DoAsync<AssembleEvidence>(a => a.ExecuteAsync(admin, Guid.NewGuid(), CancellationToken.None)));
    }

    private async Task<(Order Order, string Dispute)> DisputedAsync()
    {
        var order = await school.BuyAsync(stripe);
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.SettleDisputeAsync(dispute)));
        return (order, dispute);
    }

    private async Task DecideAsync(string dispute, string outcome)
    {
        await stripe.CloseDisputeAsync(dispute, outcome);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => school.SettleDisputeAsync(dispute)));
    }

    private Task<DisputeState> StateAsync(string dispute) => school.ReadAsync(db => db.Disputes.Where(d => d.StripeDisputeId == dispute).Select(d => d.State).SingleAsync());

    private Task<(EnrollmentState, GrantState)> AccessAsync(Order order) => school.ReadAsync(async db => (
        await db.Enrollments.Where(e => e.Id == order.EnrollmentId).Select(e => e.State).SingleAsync(),
        await db.AccessGrants.Where(g => g.Source == $"orders/{order.Id}").Select(g => g.State).SingleAsync()));
}
