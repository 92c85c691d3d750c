using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.StripeEvents;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.StripeEvents;

public sealed class ReplayStripeEventTests : IAsyncLifetime
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
    public async Task AnEventThatIsReplayed_ChangesNothingTwice()
    {
        var order = await school.BuyAsync(stripe, isSettled: false);
        var id = await StoreAsync();
        await HandleAsync(id);
        var balances = await school.BalancesAsync(order);
        var admin = await school.AdminAsync();
        for (var i = 0; i < 3; i++)
        {
            await ReplayAsync(admin, id);
            Assert.Null(await HandledAtAsync(id));
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => HandleAsync(id)));
            Assert.NotNull(await HandledAtAsync(id));
        }

        Assert.Equal(balances, await school.BalancesAsync(order));
        Assert.Equal(1, await school.ReadAsync(db => db.LedgerTransactions.CountAsync()));
        Assert.Equal(3, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.ActorId == admin.UserId && e.Action == "stripe_event.replay")));
    }

    [Fact]
    public async Task AnEventWhoseEffectIsMissing_RepairsItWhenItIsReplayed()
    {
        var order = await school.BuyAsync(stripe, isSettled: false);
        var id = await StoreAsync();
        await school.ReadAsync(db =>
            db.StripeEvents.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.HandledAt, school.Clock.GetUtcNow()))
        );
        await HandleAsync(id);
        Assert.Equal(OrderState.Pending, (await school.OrderAsync(order.Id)).State);
        await ReplayAsync(await school.AdminAsync(), id);
        await HandleAsync(id);
        Assert.Equal(OrderState.Paid, (await school.OrderAsync(order.Id)).State);
    }

    [Fact]
    public async Task AnEventThatNeverCame_IsNotFound()
    {
        var admin = await school.AdminAsync();
        await Refused.WithAsync(PaymentReasons.StripeEventNotFound, () => ReplayAsync(admin, "evt_nobody"));
    }

    [Fact]
    public async Task Events_AreListedLatestFirst_PageByPage_AndThosePendingAlone()
    {
        var now = school.Clock.GetUtcNow();
        for (var i = 0; i < 7; i++)
        {
            // Two come at the same moment each.
            var arrived = new StripeEvent($"evt_{i}", "price.created", """{"data": {"object": {"id": "price_1"}}}""", now.AddSeconds(i / 2));
            if (i == 3)
            {
                arrived.MarkHandled(now);
            }

            await school.SaveAsync(arrived);
        }

        Assert.Equal(["evt_6", "evt_5", "evt_4", "evt_3", "evt_2", "evt_1", "evt_0"], await PagesAsync(isPendingOnly: false));
        Assert.Equal(["evt_6", "evt_5", "evt_4", "evt_2", "evt_1", "evt_0"], await PagesAsync(isPendingOnly: true));
    }

    private async Task<List<string>> PagesAsync(bool isPendingOnly)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await school.DoAsync<ListStripeEvents, Page<StripeEvent>>(l =>
                l.ExecuteAsync(isPendingOnly, new PageRequest(2, after), CancellationToken.None)
            );
            ids.AddRange(page.Items.Select(e => e.Id));
            after = page.Next;
        } while (after is not null);
        return ids;
    }

    private async Task<string> StoreAsync()
    {
        var arrived = Assert.Single(await stripe.ListAsync("events?type=checkout.session.completed"));
        await school.DoAsync<ReceiveStripeEvent>(r =>
            r.StoreAsync(arrived.GetProperty("id").GetString()!, "checkout.session.completed", arrived.GetRawText(), CancellationToken.None)
        );
        return arrived.GetProperty("id").GetString()!;
    }

    private Task HandleAsync(string id) => school.DoAsync<ProcessStripeEvent>(p => p.ExecuteAsync(id, CancellationToken.None));

    private Task ReplayAsync(Actor admin, string id) => school.DoAsync<ReplayStripeEvent>(r => r.ExecuteAsync(admin, id, CancellationToken.None));

    private Task<DateTimeOffset?> HandledAtAsync(string id) =>
        school.ReadAsync(db => db.StripeEvents.Where(e => e.Id == id).Select(e => e.HandledAt).SingleAsync());
}
