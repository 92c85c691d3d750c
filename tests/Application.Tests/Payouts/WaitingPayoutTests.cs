using ESchool.Application.Administration;
using ESchool.Application.Payouts;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Application.StripeEvents;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payouts;

/// <summary>Payouts whose money is not on the school's balance at Stripe yet, and payouts that a bank sends back.</summary>
public sealed class WaitingPayoutTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private Actor instructor = null!;
    private Actor admin = null!;
    private string account = "";

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        instructor = await school.InstructorAsync();
        admin = await school.AdminAsync();
        account = await stripe.ReadyAccountAsync("AT");
        await school.ReadyPayoutAccountAsync(instructor, account);
        await school.EarnAsync(instructor, 5_000);
    }

    public async ValueTask DisposeAsync()
    {
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Theory]
    [InlineData(PayoutSchedule.OnRequest)]
    [InlineData(PayoutSchedule.Monthly)]
    public async Task FundsThatAreNotAvailableYet_MakeThePayoutWait_UntilTheyAre(PayoutSchedule schedule)
    {
        var payout = await ApprovedAsync(schedule);
        var waiting = await TransferAsync(payout);
        Assert.Equal((PayoutState.Approved, true, false), (waiting.State, waiting.WaitingSince is not null, waiting.Message.Length == 0));
        Assert.Equal(0, await RetryAsync());
        school.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await RetryAsync());
        Assert.Equal(PayoutState.Approved, (await PayoutAsync(payout)).State);
        await stripe.FundAsync(20_000);
        school.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await RetryAsync());
        var paid = await PayoutAsync(payout);
        Assert.Equal((PayoutState.Paid, null), (paid.State, paid.WaitingSince));
        Assert.Single(await stripe.ListAsync("transfers"));
    }

    [Fact]
    public async Task APayoutThatHasWaitedADay_IsToldToStaff_Once()
    {
        var payout = await ApprovedAsync();
        await TransferAsync(payout);
        for (var hour = 0; hour < 50; hour += 5)
        {
            school.Clock.Advance(TimeSpan.FromHours(5));
            await RetryAsync();
        }

        var told = await EventsAsync("payout.waiting");
        Assert.Contains(admin.UserId.ToString(), Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(PayoutState.Approved, (await PayoutAsync(payout)).State);
    }

    [Fact]
    public async Task APayoutThatTheBankReturns_ReachesInstructorAndStaff_AndIsShown()
    {
        await stripe.FundAsync(20_000);
        var payout = await ApprovedAsync();
        Assert.Equal(PayoutState.Paid, (await TransferAsync(payout)).State);
        var bankPayout = await stripe.ReturnBankPayoutAsync(account, 5_000);
        var json =
            $$"""{"id":"evt_{{Guid.NewGuid():N}}","type":"payout.failed","livemode":false,"account":"{{account}}","data":{"object":{"id":"{{bankPayout}}","object":"payout"} } }""";
        var id = $"evt_{Guid.NewGuid():N}";
        await school.DoAsync<ReceiveStripeEvent>(r => r.StoreAsync(id, "payout.failed", json, CancellationToken.None));
        await school.DoAsync<ProcessStripeEvent>(p => p.ExecuteAsync(id, CancellationToken.None));
        var shown = await school.DoAsync<GetPayout, Payout>(g => g.ExecuteAsync(instructor, payout, CancellationToken.None));
        Assert.Equal((PayoutState.Paid, true, true), (shown.State, shown.BankReturnedAt is not null, shown.BankMessage.Length > 0));
        var told = await EventsAsync("payout.bank_returned");
        Assert.Contains(told, payload => payload.Contains(instructor.UserId.ToString(), StringComparison.Ordinal));
        Assert.Contains(told, payload => payload.Contains(admin.UserId.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASuspendedInstructor_IsNotPaid_UntilTheSuspensionEnds()
    {
        await stripe.FundAsync(20_000);
        var payout = await ApprovedAsync();
        await school.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, instructor.UserId, "Fraud.", CancellationToken.None));
        Assert.Equal(PayoutState.Approved, (await TransferAsync(payout)).State);
        Assert.Empty(await stripe.ListAsync("transfers"));
        await school.DoAsync<ReinstateUser>(r => r.ExecuteAsync(admin, instructor.UserId, CancellationToken.None));
        school.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await RetryAsync());
        Assert.Equal(PayoutState.Paid, (await PayoutAsync(payout)).State);
    }

    [Fact]
    public async Task ThePayoutOfASuspendedInstructor_IsNotApproved()
    {
        var payout = await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(5_000, "EUR"), CancellationToken.None));
        await school.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, instructor.UserId, "Fraud.", CancellationToken.None));
        await Refused.WithAsync(
            PayoutReasons.PayoutHeld,
            () => school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None))
        );
        await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout.Id, approve: false, "No.", CancellationToken.None));
    }

    private async Task<Guid> ApprovedAsync(PayoutSchedule schedule = PayoutSchedule.OnRequest)
    {
        var payout =
            schedule == PayoutSchedule.OnRequest
                ? (await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(5_000, "EUR"), CancellationToken.None))).Id
                : await MonthlyAsync();
        await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout, approve: true, "", CancellationToken.None));
        return payout;
    }

    /// <summary>What the school asks for on the first of the next month.</summary>
    private async Task<Guid> MonthlyAsync()
    {
        await school.DoAsync<SetPayoutSchedule>(s => s.ExecuteAsync(instructor, PayoutSchedule.Monthly, CancellationToken.None));
        var now = school.Clock.GetUtcNow();
        school.Clock.Advance(new DateTimeOffset(now.Year, now.Month, 1, 1, 0, 0, TimeSpan.Zero).AddMonths(1) - now);
        await school.DoAsync<RequestMonthlyPayouts, int>(r => r.ExecuteAsync(CancellationToken.None));
        return await school.ReadAsync(db => db.Payouts.Select(p => p.Id).SingleAsync());
    }

    private Task<Payout> TransferAsync(Guid payout) => school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout, CancellationToken.None));

    private Task<int> RetryAsync() => school.DoAsync<RetryWaitingPayouts, int>(r => r.ExecuteAsync(CancellationToken.None));

    private Task<Payout> PayoutAsync(Guid payout) => school.ReadAsync(db => db.Payouts.AsNoTracking().SingleAsync(p => p.Id == payout));

    private async Task<IReadOnlyList<string>> EventsAsync(string kind) =>
        [
            .. (
                await school.ReadAsync(db =>
                    db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One || m.Kind == FeedEventWork.Many).Select(m => m.Payload).ToListAsync()
                )
            ).Where(p => p.Contains(kind, StringComparison.Ordinal)),
        ];
}
