using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Payments.Quotes;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Disputes;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Disputes;

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
        await school.PayOutAsync(stripe, order.InstructorId!.Value, 3_920);
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
        var id = await IdAsync(stripeDispute);
        var evidence = await school.DoAsync<AssembleEvidence, DisputeEvidence>(a => a.ExecuteAsync(admin, id, CancellationToken.None));
        Assert.Equal((order.Id, "Ada Lovelace"), (evidence.Order.Id, evidence.CustomerName));
        Assert.Equal("127.0.0.0/24", Assert.Single(evidence.Sessions).Network);
        Assert.NotNull(evidence.Dispute.EvidenceDueAt);
        Assert.True(await school.ReadAsync(db => db.AuditEvents.AnyAsync(e => e.ActorId == admin.UserId && e.Action == "dispute.evidence")));
        await Refused.WithAsync(
            PaymentReasons.DisputeNotFound,
            () => school.DoAsync<AssembleEvidence>(a => a.ExecuteAsync(admin, Guid.NewGuid(), CancellationToken.None))
        );
    }

    [Fact]
    public async Task EvidenceThatIsSubmittedFiveTimesAtOnce_ReachesTheBankOnce()
    {
        var (order, stripeDispute) = await DisputedAsync();
        var (admin, id) = (await school.AdminAsync(), await IdAsync(stripeDispute));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SubmitAsync(admin, id)));
        var sent = Assert.Single(await stripe.ListAsync("disputes"));
        Assert.Equal(1, sent.GetProperty("evidence_details").GetProperty("submission_count").GetInt32());
        var evidence = sent.GetProperty("evidence");
        Assert.Equal("Ada Lovelace", evidence.GetProperty("customer_name").GetString());
        Assert.Contains("127.0.0.0/24", evidence.GetProperty("access_activity_log").GetString(), StringComparison.Ordinal);
        Assert.Contains(order.Title, evidence.GetProperty("product_description").GetString(), StringComparison.Ordinal);
        Assert.Contains("Watched in full.", evidence.GetProperty("uncategorized_text").GetString(), StringComparison.Ordinal);
        Assert.NotNull(await school.ReadAsync(db => db.Disputes.Where(d => d.Id == id).Select(d => d.EvidenceSubmittedAt).SingleAsync()));
    }

    [Fact]
    public async Task EvidenceForADisputeThatIsDecided_IsRefused()
    {
        var (_, stripeDispute) = await DisputedAsync();
        await DecideAsync(stripeDispute, "lost");
        var (admin, id) = (await school.AdminAsync(), await IdAsync(stripeDispute));
        await Refused.WithAsync(PaymentReasons.EvidenceNotTaken, () => SubmitAsync(admin, id));
        Assert.Equal(0, Assert.Single(await stripe.ListAsync("disputes")).GetProperty("evidence_details").GetProperty("submission_count").GetInt32());
    }

    [Fact]
    public async Task TheTermsThatWereAccepted_AreInTheEvidence()
    {
        var (buyer, course) = (await school.StudentAsync(), await school.PublishedCourseAsync());
        var page = new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/", "2026-11");
        var order = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(buyer, Guid.NewGuid(), ItemId.Course(course.Id), "", page, CancellationToken.None)
        );
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await school.SettleAsync(order);
        var stripeDispute = await stripe.DisputeAsync((await school.OrderAsync(order.Id)).StripeChargeId!);
        await school.SettleDisputeAsync(stripeDispute);
        await SubmitAsync(await school.AdminAsync(), await IdAsync(stripeDispute));
        Assert.Contains(
            "\"2026-11\"",
            Assert.Single(await stripe.ListAsync("disputes")).GetProperty("evidence").GetProperty("uncategorized_text").GetString(),
            StringComparison.Ordinal
        );
    }

    private Task SubmitAsync(Actor admin, Guid disputeId) =>
        school.DoAsync<SubmitEvidence>(s => s.ExecuteAsync(admin, disputeId, "Watched in full.", CancellationToken.None));

    private Task<Guid> IdAsync(string stripeDispute) =>
        school.ReadAsync(db => db.Disputes.Where(d => d.StripeDisputeId == stripeDispute).Select(d => d.Id).SingleAsync());

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

    private Task<DisputeState> StateAsync(string dispute) =>
        school.ReadAsync(db => db.Disputes.Where(d => d.StripeDisputeId == dispute).Select(d => d.State).SingleAsync());

    private Task<(EnrollmentState, GrantState)> AccessAsync(Order order) =>
        school.ReadAsync(async db =>
            (
                await db.Enrollments.Where(e => e.Id == order.EnrollmentId).Select(e => e.State).SingleAsync(),
                await db.AccessGrants.Where(g => g.Source == $"orders/{order.Id}").Select(g => g.State).SingleAsync()
            )
        );
}
