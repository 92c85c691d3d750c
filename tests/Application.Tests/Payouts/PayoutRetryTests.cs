using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Connect;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Application.Tests.Payouts;

/// <summary>Transfers that Stripe made and nobody heard of: the answer was lost, or whoever asked died before saving it.</summary>
public sealed class PayoutRetryTests
{
    private const int Payouts = 25;

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public async Task TransfersWhoseAnswersWereLost_AreMadeOnce_HoweverLateTheyAreTriedAgain(int hoursLater)
    {
        await using var school = await TestSchool.OpenAsync();
        using var stripe = new StripeEmulator(school.Database);
        await stripe.FundAsync(10_000_00);
        var (admin, payouts) = (await school.AdminAsync(), new List<Guid>());
        for (var i = 0; i < Payouts; i++)
        {
            var instructor = await school.InstructorAsync();
            await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync());
            await school.EarnAsync(instructor, 5_000);
            var payout = await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(5_000, "EUR"), CancellationToken.None));
            await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None));
            payouts.Add(payout.Id);
            if (i % 2 == 0)
            {
                await stripe.DisturbAsync("POST", "/v1/transfers", new { type = "drop_after" });
                Assert.Equal(PayoutState.Uncertain, (await TransferAsync(payout.Id)).State);
            }
            else
            {
                await DieAfterAskingAsync(payout.Id);
            }
        }

        school.Clock.Advance(TimeSpan.FromHours(hoursLater) + TimeSpan.FromMinutes(2));
        await school.DoAsync<ReconcilePayouts>(r => r.ExecuteAsync(CancellationToken.None));
        foreach (var payout in payouts)
        {
            Assert.Equal(PayoutState.Paid, (await TransferAsync(payout)).State);
        }

        var transfers = await stripe.ListAsync("transfers");
        Assert.Equal(
            payouts.Select(id => $"payout-{id}").Order(StringComparer.Ordinal),
            transfers.Select(t => t.GetProperty("transfer_group").GetString()).Order(StringComparer.Ordinal)
        );

        Task<Payout> TransferAsync(Guid payoutId) => school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payoutId, CancellationToken.None));

        // As far as a worker comes that is killed between Stripe's answer and its saving.
        async Task DieAfterAskingAsync(Guid payoutId)
        {
            var payout = await school.ReadAsync(async db =>
            {
                var processing = await db.Payouts.FindAsync(payoutId);
                processing!.BeginTransfer(school.Clock.GetUtcNow());
                await db.SaveChangesAsync();
                return processing;
            });
            var request = new TransferRequest(new StripeReference("payout", payout.Id), payout.StripeAccountId, payout.Amount, payout.Waits);
            Assert.IsType<TransferOutcome.Made>(await school.DoAsync<Transfers, TransferOutcome>(t => t.CreateAsync(request, CancellationToken.None)));
        }
    }
}
