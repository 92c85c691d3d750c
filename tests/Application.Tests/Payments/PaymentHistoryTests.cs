using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments;

/// <summary>Whole histories of payments, heard of in any order, early or late, and more than once: each kind of history ends in one state.</summary>
public sealed class PaymentHistoryTests
{
    private const int Histories = 500;
    private const long All = -1;

    /// <summary>
    /// How a course of EUR 49.00 is paid: without tax, with German tax on top, and with German tax in the price; what is charged, what the instructor earns by
    /// it, and tax.
    /// </summary>
    private static readonly (long Charged, long Share, long Tax)[] Payments = [(4_900, 3_920, 0), (5_831, 3_920, 931), (4_900, 3_295, 782)];

    /// <summary>What happens at Stripe after the payment, and what of it stays: what is refunded, whether the rest is lost, and access.</summary>
    private static readonly (string[] Steps, OrderState State, long Refunded, bool IsLost, GrantState Grant)[] Kinds =
    [
        ([], OrderState.Paid, 0, false, GrantState.Live),
        (["refund 1633", "refund 1000"], OrderState.Paid, 2_633, false, GrantState.Live),
        (["refund 1633", "fail"], OrderState.Paid, 0, false, GrantState.Live),
        (["refund 1633", "dispute", "won"], OrderState.Paid, 1_633, false, GrantState.Live),
        (["refund 1633", "dispute", "lost"], OrderState.Paid, 1_633, true, GrantState.Revoked),
        (["dispute", "won"], OrderState.Paid, 0, false, GrantState.Live),
        (["refund 1000", "refund"], OrderState.Refunded, All, false, GrantState.Revoked),
    ];

    [Fact]
    public async Task EveryHistory_HeardOfInAnyOrder_EndsInOneState()
    {
        await using var school = await TestSchool.OpenAsync();
        await using var onTop = TestSchool.On(school.Database, ("Tax:Enabled", "true"), ("Tax:Behavior", "Exclusive"));
        await using var within = TestSchool.On(school.Database, ("Tax:Enabled", "true"), ("Tax:Behavior", "Inclusive"));
        TestSchool[] schools = [school, onTop, within];
        using var stripe = new StripeEmulator(school.Database);
        var owed = 0L;
        await Parallel.ForAsync(
            0,
            Histories,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (seed, _) =>
            {
                var (steps, state, refunded, isLost, grantEnd) = Kinds[seed % Kinds.Length];
                var (charged, share, taxed) = Payments[seed % Payments.Length];
                var back = refunded == All ? charged : refunded;
                var lost = isLost ? charged - back : 0;
                var end = new SaleEnd(back, lost, isLost ? 0 : share - (share * back / charged), grantEnd);
                Interlocked.Add(ref owed, taxed - (taxed * (back + lost) / charged));
                var order = await HappenAsync(schools[seed % schools.Length], stripe, steps, new Random(seed));
                Assert.Equal((charged, taxed), (order.Charged.MinorUnits, order.TaxMinorUnits));
                var grant = await school.ReadAsync(db =>
                    db.AccessGrants.Where(g => g.Source == $"orders/{order.Id}").Select(g => g.State).Distinct().SingleAsync()
                );
                var (held, available, disputed, receivable) = await school.BalancesAsync(order);
                Assert.Equal((seed, state, end), (seed, order.State, new SaleEnd(order.RefundedMinorUnits, order.LostMinorUnits, held, grant)));
                Assert.Equal((0, 0, 0), (available, disputed, receivable));
            }
        );
        Assert.Equal(owed, await school.HeldByAsync(AccountKind.TaxPayable, Guid.Empty));
        await school.RequireSoundLedgerAsync();
    }

    private static async Task<Order> HappenAsync(TestSchool school, StripeEmulator stripe, string[] steps, Random random)
    {
        // Of every three, one is a bundle: its courses share one fate.
        var order =
            random.Next(3) == 0
                ? await school.BuyAsync(stripe, await school.BundleAsync(courses: 2), isSettled: false, country: "DE")
                : await school.BuyAsync(stripe, isSettled: false, country: "DE");
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
                case ["refund"]:
                    var rest = await stripe.RefundAsync(charge);
                    news.Add(() => school.SettleRefundAsync(rest));
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
            for (var waiting = heard.ToArray(); waiting.Length > 0; )
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
