using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Application.Tests.Memberships;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.StripeEvents;

/// <summary>Faults of Stripe's own (500), which Stripe keeps with the idempotency key for a day: the next call makes what is not there, once.</summary>
public sealed class StripeFaultTests : IAsyncLifetime
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");
    private static readonly object Fault = new { type = "fail", status = 500 };

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
    public async Task ACheckout_GoesOn_WithTheSameRequestAndAnother()
    {
        var (student, course, request) = (await school.StudentAsync(), await school.PublishedCourseAsync(), Guid.NewGuid());
        await stripe.DisturbAsync("POST", "/v1/checkout/sessions", Fault);
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => StartAsync());
        Assert.NotNull((await StartAsync()).CheckoutUrl);

        Task<Order> StartAsync() =>
            school.DoAsync<StartCheckout, Order>(s => s.ExecuteAsync(student, request, ItemId.Course(course.Id), "", Page, CancellationToken.None));
    }

    [Theory]
    [InlineData("/v1/customers")]
    [InlineData("/v1/prices")]
    [InlineData("/v1/checkout/sessions")]
    public async Task ASubscription_GoesOn(string path)
    {
        var (student, plan, request) = (await school.StudentAsync(), await school.PlanAsync(), Guid.NewGuid());
        await stripe.DisturbAsync("POST", path, Fault);
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => StartAsync());
        Assert.NotNull((await StartAsync()).CheckoutUrl);

        Task<Subscription> StartAsync() =>
            school.DoAsync<StartSubscription, Subscription>(s => s.ExecuteAsync(student, request, plan.Id, Page, CancellationToken.None));
    }

    [Fact]
    public async Task ARefund_IsMadeOnce()
    {
        var order = await school.BuyAsync(stripe);
        await stripe.DisturbAsync("POST", "/v1/refunds", Fault);
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => school.GiveBackAsync(order));
        var refund = await school.ReadAsync(db => db.Refunds.AsNoTracking().SingleAsync());
        await school.CarryOutAsync(refund);
        Assert.Equal(RefundState.Succeeded, (await school.RefundAsync(refund.Id)).State);
        Assert.Single(await stripe.ListAsync("refunds"));
    }

    [Fact]
    public async Task APayout_IsMadeOnce()
    {
        var (instructor, admin) = (await school.InstructorAsync(), await school.AdminAsync());
        await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync());
        await school.EarnAsync(instructor, 5_000);
        await stripe.FundAsync(20_000);
        var payout = (await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(5_000, "EUR"), CancellationToken.None))).Id;
        await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout, approve: true, "", CancellationToken.None));
        await stripe.DisturbAsync("POST", "/v1/transfers", Fault);
        Assert.Equal(PayoutState.Uncertain, (await TransferAsync()).State);
        Assert.Equal(PayoutState.Paid, (await TransferAsync()).State);
        Assert.Single(await stripe.ListAsync("transfers"));

        Task<Payout> TransferAsync() => school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout, CancellationToken.None));
    }
}
