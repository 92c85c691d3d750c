using ESchool.Application.Ledger.Booking;
using ESchool.Application.Ledger.Verification;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments;

/// <summary>What tests of refunds and disputes do over and over.</summary>
internal static class PaidOrders
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");

    /// <summary>A course bought and paid at Stripe, and booked.</summary>
    public static async Task<Order> BuyAsync(
        this TestSchool school,
        StripeEmulator stripe,
        Actor? student = null,
        PublishedTestCourse? course = null,
        bool isSettled = true,
        string coupon = "",
        string country = "",
        string currency = ""
    )
    {
        var (buyer, bought) = (student ?? await school.StudentAsync(), course ?? await school.PublishedCourseAsync());
        var order = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(buyer, Guid.NewGuid(), ItemId.Course(bought.Id), coupon, Page with { Currency = currency }, CancellationToken.None)
        );
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!, country: country));
        if (isSettled)
        {
            await school.SettleAsync(order);
        }

        return await school.OrderAsync(order.Id);
    }

    public static Task SettleAsync(this TestSchool school, Order order) =>
        school.DoAsync<SyncCheckout>(s => s.ExecuteAsync(order.StripeSessionId!, CancellationToken.None));

    public static Task<Order> OrderAsync(this TestSchool school, Guid orderId) =>
        school.ReadAsync(db => db.Orders.AsNoTracking().SingleAsync(o => o.Id == orderId));

    public static Actor BuyerOf(Order order) => new(order.StudentId, Guid.Empty, Domain.Identity.Roles.Student);

    /// <summary>A student's refund, carried out.</summary>
    public static async Task<Refund> GiveBackAsync(this TestSchool school, Order order)
    {
        var refund = await school.DoAsync<RefundOrder, Refund>(r => r.ExecuteAsync(BuyerOf(order), order.Id, "Not for me.", CancellationToken.None));
        await school.CarryOutAsync(refund);
        return await school.RefundAsync(refund.Id);
    }

    /// <summary>An administrator's refund, carried out.</summary>
    public static async Task<Refund> GiveBackAsync(this TestSchool school, Order order, long minorUnits)
    {
        var admin = await school.AdminAsync();
        var refund = await school.DoAsync<IssueRefund, Refund>(r =>
            r.ExecuteAsync(admin, order.Id, new Money(minorUnits, order.Currency), "Goodwill.", CancellationToken.None)
        );
        await school.CarryOutAsync(refund);
        return await school.RefundAsync(refund.Id);
    }

    public static Task CarryOutAsync(this TestSchool school, Refund refund) =>
        school.DoAsync<MakeRefund>(m => m.ExecuteAsync(refund.Id, CancellationToken.None));

    public static Task<Refund> RefundAsync(this TestSchool school, Guid refundId) =>
        school.ReadAsync(db => db.Refunds.AsNoTracking().SingleAsync(r => r.Id == refundId));

    public static Task SettleRefundAsync(this TestSchool school, string stripeRefundId) =>
        school.DoAsync<SyncRefund>(s => s.ExecuteAsync(stripeRefundId, CancellationToken.None));

    public static Task SettleDisputeAsync(this TestSchool school, string stripeDisputeId) =>
        school.DoAsync<SyncDispute>(s => s.ExecuteAsync(stripeDisputeId, CancellationToken.None));

    /// <summary>What an account holds; liabilities and income as what they are worth.</summary>
    public static async Task<long> HeldByAsync(this TestSchool school, AccountKind kind, Guid owner)
    {
        var balance = await school.ReadAsync(db =>
            db.LedgerAccounts.Where(a => a.Kind == kind && a.OwnerId == owner && a.Currency == "EUR").Select(a => a.BalanceMinorUnits).SingleOrDefaultAsync()
        );
        return kind == AccountKind.InstructorReceivable ? balance : -balance;
    }

    /// <summary>Held, available, disputed and receivable of an instructor.</summary>
    public static async Task<(long Held, long Available, long Disputed, long Receivable)> BalancesAsync(this TestSchool school, Order order) =>
        (
            await school.HeldByAsync(AccountKind.InstructorHeld, order.InstructorId!.Value),
            await school.HeldByAsync(AccountKind.InstructorAvailable, order.InstructorId!.Value),
            await school.HeldByAsync(AccountKind.InstructorDisputed, order.InstructorId!.Value),
            await school.HeldByAsync(AccountKind.InstructorReceivable, order.InstructorId!.Value)
        );

    /// <summary>Ends the refund window of an order now.</summary>
    public static async Task ReleaseAsync(this TestSchool school, Order order)
    {
        var past = school.Clock.GetUtcNow().AddSeconds(-1);
        await school.ReadAsync(db => db.Earnings.Where(e => e.OrderId == order.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.ReleaseAt, past)));
        await school.DoAsync<ReleaseHolds>(r => r.ExecuteAsync(CancellationToken.None));
    }

    /// <summary>Pays an instructor out.</summary>
    public static async Task PayOutAsync(this TestSchool school, StripeEmulator stripe, Guid instructorId, long minorUnits, bool isFunded = true)
    {
        var instructor = new Actor(instructorId, Guid.Empty, Domain.Identity.Roles.Instructor);
        await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync());
        if (isFunded)
        {
            await stripe.FundAsync(2 * minorUnits);
        }

        var admin = await school.AdminAsync();
        var payout = await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(minorUnits, "EUR"), CancellationToken.None));
        await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None));
        Assert.Equal(PayoutState.Paid, (await school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout.Id, CancellationToken.None))).State);
    }

    /// <summary>Every check of the ledger, after a sealer has come by.</summary>
    public static async Task RequireSoundLedgerAsync(this TestSchool school)
    {
        await school.DoAsync<SealLedger>(s => s.ExecuteAsync(CancellationToken.None));
        Assert.Empty((await school.DoAsync<VerifyLedger, LedgerReport>(v => v.ExecuteAsync(CancellationToken.None))).Findings);
    }
}
