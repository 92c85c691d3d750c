using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Payments;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.StripeEvents;

/// <summary>
/// Every type of event that is acted on, as the emulator sends them: a thousand, each delivered and handled five times at once, in an order of chance.
/// </summary>
public sealed class StripeEventFloodTests : IAsyncLifetime
{
    private const int Orders = 280;
    private const int Reversals = 20;
    private const int Times = 5;

    private static readonly ParallelOptions Four = new() { MaxDegreeOfParallelism = 4 };

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
    public async Task AThousandEvents_EachFiveTimesAtOnce_AreAThousandEffects()
    {
        var course = await school.PublishedCourseAsync();
        await Parallel.ForAsync(0, Orders, Four, async (_, _) => await school.BuyAsync(stripe, course: course, isSettled: false));
        await FloodAsync();
        Assert.Equal(Orders, await PostedAsync(TransactionKind.Sale));
        Assert.Equal(Orders, await school.ReadAsync(db => db.Enrollments.CountAsync()));

        var orders = await school.ReadAsync(db => db.Orders.AsNoTracking().OrderBy(o => o.Id).ToListAsync());
        await Parallel.ForAsync(
            0,
            Orders,
            Four,
            async (i, _) =>
            {
                var charge = orders[i].StripeChargeId!;
                if (i % 2 == 0)
                {
                    await stripe.RefundAsync(charge, i % 4 == 0 ? null : 1_000);
                    return;
                }

                await stripe.CloseDisputeAsync(await stripe.DisputeAsync(charge), i % 4 == 1 ? "won" : "lost");
            }
        );
        var transfer = await PaidAsync(orders);
        await Parallel.ForAsync(0, Reversals, Four, async (_, _) => await stripe.ReverseAsync(transfer, 1));
        var events = await FloodAsync();
        Assert.Equal(Reversals, await PostedAsync(TransactionKind.TransferReversed));
        Assert.True(events >= 1_000, $"There were {events} events only.");
        Assert.Equal(events, await school.ReadAsync(db => db.StripeEvents.CountAsync(e => e.HandledAt != null)));
        Assert.Equal(Orders, await PostedAsync(TransactionKind.Sale));
        Assert.Equal(Orders / 2, await PostedAsync(TransactionKind.Refund));
        Assert.Equal(Orders / 2, await PostedAsync(TransactionKind.DisputeOpened));
        Assert.Equal(Orders / 4, await PostedAsync(TransactionKind.DisputeWon));
        Assert.Equal(Orders / 4, await PostedAsync(TransactionKind.DisputeLost));
        Assert.Equal(Orders / 4, await school.ReadAsync(db => db.Orders.CountAsync(o => o.State == OrderState.Refunded)));

        // Half of those refunded keep a part, and so their access; of those disputed, half have won.
        Assert.Equal(Orders / 2, await school.ReadAsync(db => db.Enrollments.CountAsync(e => e.State == Domain.Learning.EnrollmentState.Active)));
    }

    /// <summary>Pays out some of what was earned by sales that nobody will give back as a whole.</summary>
    /// <returns>Stripe's transfer.</returns>
    private async Task<string> PaidAsync(List<Order> orders)
    {
        await school.ReleaseAsync(orders[2]);
        await school.PayOutAsync(stripe, orders[2].InstructorId!.Value, 2_000);
        return await school.ReadAsync(db => db.Payouts.Select(p => p.StripeTransferId!).SingleAsync());
    }

    /// <summary>Delivers all events there are.</summary>
    /// <returns>How many.</returns>
    private async Task<int> FloodAsync()
    {
        var log = school.Services.GetRequiredService<Stripe.Events>();
        var events = await log.ListAsync(StripeEventRouter.HandledTypes, DateTimeOffset.UtcNow.AddDays(-1), CancellationToken.None);
        var shuffled = events.ToArray();
        new Random(20_261_123).Shuffle(shuffled);
        await Parallel.ForEachAsync(
            shuffled,
            Four,
            async (arrived, _) =>
            {
                await AtOnceAsync(() => school.DoAsync<ReceiveStripeEvent>(r => r.StoreAsync(arrived.Id, arrived.Type, arrived.Json, CancellationToken.None)));
                await AtOnceAsync(() => school.DoAsync<ProcessStripeEvent>(p => p.ExecuteAsync(arrived.Id, CancellationToken.None)));
            }
        );
        return events.Count;
    }

    private Task<int> PostedAsync(TransactionKind kind) => school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Kind == kind));

    private static Task AtOnceAsync(Func<Task> act) => Task.WhenAll(Enumerable.Range(0, Times).Select(_ => Task.Run(act)));
}
