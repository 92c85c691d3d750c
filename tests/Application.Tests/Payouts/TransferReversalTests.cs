using ESchool.Application.Ledger;
using ESchool.Application.Payouts;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Connect;
using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payouts;

/// <summary>
/// Transfers that are taken back at Stripe. An instructor has earned 39.20 by a sale of EUR 49.00. Each test ends with a sound ledger that agrees with Stripe.
/// </summary>
public sealed class TransferReversalTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;
    private Order sale = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(("Payouts:TaxFormFreeUnits", "39"));
        stripe = new StripeEmulator(school.Database);
        course = await school.PublishedCourseAsync();
        await school.ReadyPayoutAccountAsync(course.Instructor, await stripe.ReadyAccountAsync());
        sale = await school.BuyAsync(stripe, course: course);
        await school.ReleaseAsync(sale);
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        var now = school.Clock.GetUtcNow();
        Assert.Empty(
            (
                await school.DoAsync<CompareWithStripe, StripeComparison>(c => c.ExecuteAsync(now.AddHours(-1), now.AddHours(1), CancellationToken.None))
            ).Differences
        );
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task WhatIsTakenBack_IsAvailableAgain_AndThePayoutStaysPaid()
    {
        var payout = await PaidAsync(3_900);
        await stripe.ReverseAsync(payout.StripeTransferId!, 1_250);
        await HearAsync(payout);
        var after = await ReadAsync(payout);
        Assert.Equal((PayoutState.Paid, 1_250), (after.State, after.ReversedMinorUnits));
        Assert.Equal((1_270, 0, 2_650), await BalanceAsync());
        await stripe.ReverseAsync(payout.StripeTransferId!);
        await HearAsync(payout);
        Assert.Equal(3_900, (await ReadAsync(payout)).ReversedMinorUnits);
        Assert.Equal((3_920, 0, 0), await BalanceAsync());
    }

    [Fact]
    public async Task ReversalsHeardOfTogether_AndFiveTimesAtOnce_AreBookedOnceEach()
    {
        var payout = await PaidAsync(3_000);
        foreach (var amount in new[] { 100, 200, 300, 1 })
        {
            await stripe.ReverseAsync(payout.StripeTransferId!, amount);
        }

        var told = await ToldAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => HearAsync(payout))));
        await HearAsync(payout);
        Assert.Equal(601, (await ReadAsync(payout)).ReversedMinorUnits);
        Assert.Equal(4, await school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Kind == TransactionKind.TransferReversed)));
        Assert.Equal((1_521, 0, 2_399), await BalanceAsync());
        Assert.Equal(told + 1, await ToldAsync());

        Task<int> ToldAsync() =>
            school.ReadAsync(async db =>
                (await db.OutboxMessages.Select(m => m.Payload).ToListAsync()).Count(p => p.Contains("payout.changed", StringComparison.Ordinal))
            );
    }

    [Fact]
    public async Task OlderNews_ChangesNothing()
    {
        var payout = await PaidAsync(3_000);
        var first = await stripe.ReverseAsync(payout.StripeTransferId!, 100);
        var older = new TransferReport(
            payout.StripeTransferId!,
            new StripeReferences(new Dictionary<string, string> { ["payout"] = payout.Id.ToString() }),
            [(first, new Money(100, "EUR"))]
        );
        await stripe.ReverseAsync(payout.StripeTransferId!, 200);
        await HearAsync(payout);
        await school.DoAsync<SyncTransfer>(s => s.ApplyAsync(older, CancellationToken.None));
        await school.DoAsync<SyncTransfer>(s => s.ApplyAsync(older with { Reversals = [] }, CancellationToken.None));
        Assert.Equal(300, (await ReadAsync(payout)).ReversedMinorUnits);
    }

    [Fact]
    public async Task WhatIsTakenBack_IsPaidAgain_AsAPostingOfItsOwn()
    {
        var payout = await PaidAsync(3_000);
        await stripe.ReverseAsync(payout.StripeTransferId!, 1_200);
        await HearAsync(payout);
        Assert.Equal([(TransactionKind.HoldRelease, 3_000, 3_920)], await ItemsAsync(payout));
        var next = await PaidAsync(2_100);
        Assert.Equal([(TransactionKind.HoldRelease, 920, 3_920), (TransactionKind.TransferReversed, 1_180, 1_200)], await ItemsAsync(next));
        Assert.Equal((20, 0, 3_900), await BalanceAsync());
    }

    [Fact]
    public async Task WhatIsTakenBack_SettlesFirstWhatTheInstructorOwes()
    {
        var payout = await PaidAsync(3_900);
        await school.GiveBackAsync(sale, 4_900);
        Assert.Equal((0, 3_900, 3_900), await BalanceAsync());
        await stripe.ReverseAsync(payout.StripeTransferId!, 1_000);
        await stripe.ReverseAsync(payout.StripeTransferId!);
        await HearAsync(payout);
        Assert.Equal((0, 0, 0), await BalanceAsync());
    }

    [Fact]
    public async Task WhatWasTakenBack_CountsForNoYearsLimit()
    {
        var payout = await PaidAsync(3_900);
        var second = await school.BuyAsync(stripe, course: course);
        await school.ReleaseAsync(second);
        await Refused.WithAsync(PayoutReasons.TaxFormMissing, () => RequestAsync(1_000));
        await stripe.ReverseAsync(payout.StripeTransferId!, 1_000);
        await HearAsync(payout);
        await RequestAsync(1_000);
        await Refused.WithAsync(PayoutReasons.PayoutOpen, () => RequestAsync(1_000));
    }

    [Fact]
    public async Task NewsBeforeTheTransferIsBooked_IsTriedAgain()
    {
        var payout = await ApprovedAsync(3_000);
        await stripe.DisturbAsync("POST", "/v1/transfers", new { type = "drop_after" });
        Assert.Equal(PayoutState.Uncertain, (await TransferAsync(payout)).State);
        var transfer = Assert.Single(await stripe.ListAsync("transfers")).GetProperty("id").GetString()!;
        await stripe.ReverseAsync(transfer, 500);
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => school.DoAsync<SyncTransfer>(s => s.ExecuteAsync(transfer, CancellationToken.None)));
        var paid = await TransferAsync(payout);
        await HearAsync(paid);
        Assert.Equal((PayoutState.Paid, 500), (paid.State, (await ReadAsync(paid)).ReversedMinorUnits));
        Assert.Equal((1_420, 0, 2_500), await BalanceAsync());
    }

    [Fact]
    public async Task AReversal_IsHeardOfThroughTheWebhooksEvents()
    {
        var payout = await PaidAsync(3_000);
        await stripe.ReverseAsync(payout.StripeTransferId!, 750);
        var told = Assert.Single(await stripe.ListAsync("events?type=transfer.reversed"));
        await school.DoAsync<ReceiveStripeEvent>(r =>
            r.StoreAsync(told.GetProperty("id").GetString()!, "transfer.reversed", told.GetRawText(), CancellationToken.None)
        );
        await school.DoAsync<ProcessStripeEvent>(p => p.ExecuteAsync(told.GetProperty("id").GetString()!, CancellationToken.None));
        Assert.Equal(750, (await ReadAsync(payout)).ReversedMinorUnits);
    }

    [Fact]
    public async Task AnAdministrator_TakesBackSoMuchInAll_AndACallSentAgainDoesNothingMore()
    {
        var payout = await PaidAsync(3_000);
        await stripe.ReverseAsync(payout.StripeTransferId!, 200);
        Assert.Equal(900, (await ReverseAsync(payout, 900)).ReversedMinorUnits);
        Assert.Equal(900, (await ReverseAsync(payout, 900)).ReversedMinorUnits);
        Assert.Equal(900, (await ReverseAsync(payout, 300)).ReversedMinorUnits);

        // Stripe refuses a call while the same one is under way; that one is sent again.
        var faults = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Record.ExceptionAsync(() => ReverseAsync(payout, null)).AsTask())));
        Assert.All(faults.OfType<Exception>(), fault => Assert.Equal(CallReasons.DependencyUnavailable, Assert.IsType<DomainException>(fault).Reason));
        var after = await ReadAsync(payout);
        Assert.Equal((PayoutState.Paid, 3_000), (after.State, after.ReversedMinorUnits));
        Assert.Equal((3_920, 0, 0), await BalanceAsync());
        Assert.Equal(8, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "payout.reverse")));
    }

    [Fact]
    public async Task WhatCanNotBeTakenBack_IsRefused()
    {
        var open = await RequestAsync(1_000);
        await Refused.WithAsync(PayoutReasons.PayoutStateWrong, () => ReverseAsync(open, 1_000));
        await school.DoAsync<CancelPayout>(c => c.ExecuteAsync(course.Instructor, open.Id, CancellationToken.None));
        var payout = await PaidAsync(3_000);
        await Refused.WithAsync(PayoutReasons.ReversalTooLarge, () => ReverseAsync(payout, 3_001));
        await Refused.WithAsync(PayoutReasons.ReversalTooLarge, () => ReverseAsync(payout, 0));
        await stripe.DisturbAsync(
            "POST",
            "/v1/transfers",
            new
            {
                type = "fail",
                status = 400,
                error = new { type = "invalid_request_error", message = "No such balance." },
            }
        );
        var refusal = await Refused.WithAsync(PayoutReasons.PayoutNotReversible, () => ReverseAsync(payout, 500));
        Assert.Equal("No such balance.", refusal.Metadata["message"]);
        Assert.Equal((920, 0, 3_000), await BalanceAsync());
    }

    [Fact]
    public async Task AReversalWhoseAnswerIsLost_IsFoundAndNotMadeAgain()
    {
        var payout = await PaidAsync(3_000);
        await stripe.DisturbAsync("POST", "/v1/transfers", new { type = "drop_after" });
        await Refused.WithAsync(CallReasons.DependencyUnavailable, () => ReverseAsync(payout, 500));
        Assert.Equal(500, (await ReverseAsync(payout, 500)).ReversedMinorUnits);
        Assert.Equal((1_420, 0, 2_500), await BalanceAsync());
    }

    private async Task<Payout> ReverseAsync(Payout payout, long? total)
    {
        var admin = await school.AdminAsync();
        return await school.DoAsync<ReversePayout, Payout>(r =>
            r.ExecuteAsync(admin, payout.Id, total is { } amount ? new Money(amount, "EUR") : null, "By mistake.", CancellationToken.None)
        );
    }

    private Task HearAsync(Payout payout) => school.DoAsync<SyncTransfer>(s => s.ExecuteAsync(payout.StripeTransferId!, CancellationToken.None));

    private Task<Payout> ReadAsync(Payout payout) => school.ReadAsync(db => db.Payouts.AsNoTracking().SingleAsync(p => p.Id == payout.Id));

    private Task<Payout> RequestAsync(long minorUnits) =>
        school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(course.Instructor, new Money(minorUnits, "EUR"), CancellationToken.None));

    private async Task<Payout> ApprovedAsync(long minorUnits)
    {
        var (payout, admin) = (await RequestAsync(minorUnits), await school.AdminAsync());
        return await school.DoAsync<ReviewPayout, Payout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None));
    }

    private Task<Payout> TransferAsync(Payout payout) => school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout.Id, CancellationToken.None));

    private async Task<Payout> PaidAsync(long minorUnits)
    {
        var paid = await TransferAsync(await ApprovedAsync(minorUnits));
        Assert.Equal((PayoutState.Paid, ""), (paid.State, paid.Message));
        return paid;
    }

    /// <summary>Available, receivable and paid.</summary>
    private async Task<(long Available, long Receivable, long Paid)> BalanceAsync()
    {
        var balance = Assert.Single(
            await school.DoAsync<GetBalance, IReadOnlyList<BalanceView>>(g => g.ExecuteAsync(course.Instructor, CancellationToken.None))
        );
        return (balance.Available.MinorUnits, balance.Receivable.MinorUnits, balance.Paid.MinorUnits);
    }

    private async Task<IEnumerable<(TransactionKind Kind, long Amount, long Whole)>> ItemsAsync(Payout payout)
    {
        var page = await school.DoAsync<ListPayoutItems, Page<PayoutPart>>(l =>
            l.ExecuteAsync(course.Instructor, payout.Id, new PageRequest(200, null), CancellationToken.None)
        );
        return page.Items.Select(part => (part.Kind, part.Amount.MinorUnits, part.Whole.MinorUnits));
    }
}
