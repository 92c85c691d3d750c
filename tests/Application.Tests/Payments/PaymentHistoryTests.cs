using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments;

/// <summary>Whole histories of payments, heard of in any order, early or late, and more than once: each kind of history ends in one state.</summary>
public sealed class PaymentHistoryTests
{
    private const int Histories = 500;

    /// <summary>What happens at Stripe after the payment of EUR 49.00, and what of it stays: of the instructor's 39.20, and of access.</summary>
    private static readonly (string[] Steps, OrderState State, SaleEnd End)[] Kinds =
    [
        ([], OrderState.Paid, new(0, 0, 3_920, GrantState.Live)),
        (["refund 1633", "refund 1000"], OrderState.Paid, new(2_633, 0, 1_814, GrantState.Live)),
        (["refund 1633", "fail"], OrderState.Paid, new(0, 0, 3_920, GrantState.Live)),
        (["refund 1633", "dispute", "won"], OrderState.Paid, new(1_633, 0, 2_614, GrantState.Live)),
        (["refund 1633", "dispute", "lost"], OrderState.Paid, new(1_633, 3_267, 0, GrantState.Revoked)),
        (["dispute", "won"], OrderState.Paid, new(0, 0, 3_920, GrantState.Live)),
        (["refund 4900"], OrderState.Refunded, new(4_900, 0, 0, GrantState.Revoked)),
    ];

    [Fact]
    public async Task EveryHistory_HeardOfInAnyOrder_EndsInOneState()
    {
        await using var school = await TestSchool.OpenAsync();
        using var stripe = new StripeEmulator(school.Database);
        await Parallel.ForAsync(0, Histories, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
        {
            var (steps, state, end) = Kinds[seed % Kinds.Length];
            var order = await HappenAsync(school, stripe, steps, new Random(seed));
            var grant = await school.ReadAsync(db => db.AccessGrants.Where(g => g.Source == $"orders/{order.Id}").Select(g => g.State).Distinct().SingleAsync());
            var (held, available, disputed, receivable) = await school.BalancesAsync(order);
            Assert.Equal((seed, state, end), (seed, order.State, new SaleEnd(order.RefundedMinorUnits, order.LostMinorUnits, held, grant)));
            Assert.Equal((0, 0, 0), (available, disputed, receivable));
        });
        await school.RequireSoundLedgerAsync();
    }

    private static async Task<Order> HappenAsync(TestSchool school, StripeEmulator stripe, string[] steps, Random random)
    {
        // Of every three, one is a bundle: its courses share one fate.
        var order = random.Next(3) == 0 ? await school.BuyAsync(stripe, await school.BundleAsync(courses: 2), isSettled: false) : await school.BuyAsync(stripe, isSettled: false);
        var charge = await stripe.ChargeOfAsync(order.StripeSessionId!);
        var news = new List<Func<Task>> { () => school.SettleAsync(order) };
        var (refund, dispute) = ("", "");
        await HearAsync(Some());
        foreach (var step in steps)
        {
            switch (step.Split(' '))
            {
                case ["refund", var amount]:
                    var made = refund = await stripe.RefundAsync(charge, long.Parse(amount));
                    news.Add(() => school.SettleRefundAsync(made));
                    break;
                case ["fail"]:
                    await stripe.FailRefundAsync(refund);
                    break;
                case ["dispute"]:
                    dispute = await stripe.DisputeAsync(charge);
                    news.Add(() => school.SettleDisputeAsync(dispute));
                    break;
                case [var outcome]:
                    await stripe.CloseDisputeAsync(dispute, outcome);
                    break;
            }

            await HearAsync(Some());
        }

        // Everything is heard of in the end, once or twice.
        await HearAsync([.. news, .. Some()]);
        return await school.OrderAsync(order.Id);

        List<Func<Task>> Some() => news.FindAll(_ => random.Next(2) == 0);

        async Task HearAsync(IEnumerable<Func<Task>> heard)
        {
            for (var waiting = heard.ToArray(); waiting.Length > 0;)
            {
                random.Shuffle(waiting);
                var again = new List<Func<Task>>();
                foreach (var one in waiting)
                {
                    // What came before its payment is tried again, as the scheduler does, when there is something to wait for.
                    var fault = await Record.ExceptionAsync(one);
                    if (fault is DomainException { Reason: var reason } && reason == CallReasons.DependencyUnavailable)
                    {
                        again.Add(one);
                    }
                    else
                    {
                        Assert.Null(fault);
                    }
                }

                waiting = again.Count < waiting.Length ? [.. again] : [];
            }
        }
    }

    private sealed record SaleEnd(long Refunded, long Lost, long Held, GrantState Grant);
}
