using ESchool.Application.Ledger;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payouts;

public sealed class PayoutTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>, IDisposable
{
    private readonly TestSchool school = fixture.School;
    private readonly StripeEmulator stripe = new(fixture.School.Database);

    [Fact]
    public async Task RequestsAtOnce_ReserveNoMoreThanThereIs()
    {
        var instructor = await EarnedAsync(5_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Record.ExceptionAsync(() => RequestAsync(instructor, 3_000)).AsTask()));
        Assert.Single(outcomes, fault => fault is null);
        var balance = await BalanceAsync(instructor);
        Assert.Equal((2_000, 3_000), (balance.Available.MinorUnits, balance.Reserved.MinorUnits));
    }

    [Fact]
    public async Task ASimulation_TellsWhatWouldBePaid_AndEverythingInTheWay()
    {
        var instructor = await EarnedAsync(5_000);
        var ready = await SimulateAsync(instructor);
        Assert.Equal((5_000, 1_000), (ready.Payable.MinorUnits, ready.Minimum.MinorUnits));
        Assert.Empty(ready.Refusals);
        await RequestAsync(instructor, 4_500);
        Assert.Equal([PayoutReasons.PayoutBelowMinimum, PayoutReasons.PayoutOpen], (await SimulateAsync(instructor)).Refusals.Select(r => r.Reason));
        Assert.Equal(
            [PayoutReasons.PayoutBelowMinimum, PayoutReasons.PayoutAccountNotReady],
            (await SimulateAsync(await school.InstructorAsync())).Refusals.Select(r => r.Reason)
        );

        Task<PayoutSimulation> SimulateAsync(Actor of) =>
            school.DoAsync<SimulatePayout, PayoutSimulation>(s => s.ExecuteAsync(of, "EUR", CancellationToken.None));
    }

    [Fact]
    public async Task ARequest_BeyondWhatIsAvailable_IsRefusedWithTheAmount()
    {
        var instructor = await EarnedAsync(5_000);
        var refusal = await Refused.WithAsync(PayoutReasons.BalanceInsufficient, () => RequestAsync(instructor, 5_001));
        Assert.Equal("50.00 EUR", refusal.Metadata["available"].ToString());
    }

    [Fact]
    public async Task AnApprovedPayout_IsTransferredAndSettled()
    {
        var instructor = await EarnedAsync(5_000);
        var payout = await ApprovedAsync(instructor, 5_000);
        var paid = await TransferAsync(payout);
        Assert.Equal(PayoutState.Paid, paid.State);
        Assert.StartsWith("tr_", paid.StripeTransferId, StringComparison.Ordinal);
        var balance = await BalanceAsync(instructor);
        Assert.Equal((0, 0, 5_000), (balance.Available.MinorUnits, balance.Reserved.MinorUnits, balance.Paid.MinorUnits));
    }

    [Fact]
    public async Task ATransferWhoseAnswerIsLost_IsUncertain_AndReconciledToTheOneTransferThereIs()
    {
        var instructor = await EarnedAsync(5_000);
        var payout = await ApprovedAsync(instructor, 4_000);
        await stripe.DisturbAsync("POST", "/v1/transfers", new { type = "drop_after" });
        Assert.Equal(PayoutState.Uncertain, (await TransferAsync(payout)).State);
        Assert.Equal(4_000, (await BalanceAsync(instructor)).Reserved.MinorUnits);
        var admin = await school.AdminAsync();
        var reconciled = await school.DoAsync<ReconcilePayout, Payout>(r => r.ExecuteAsync(admin, payout, CancellationToken.None));
        Assert.Equal(PayoutState.Paid, reconciled.State);
        Assert.Single(await stripe.ListAsync("transfers"), t => t.GetProperty("transfer_group").GetString() == $"payout-{payout}");
    }

    [Fact]
    public async Task ATransferLostOnTheWay_IsSentAgainUnderItsKey_AndMadeOnce()
    {
        var instructor = await EarnedAsync(5_000);
        var payout = await ApprovedAsync(instructor, 4_000);
        await stripe.DisturbAsync("POST", "/v1/transfers", new { type = "drop_before" });
        Assert.Equal(PayoutState.Uncertain, (await TransferAsync(payout)).State);
        Assert.Equal(PayoutState.Paid, (await TransferAsync(payout)).State);
        Assert.Single(await stripe.ListAsync("transfers"), t => t.GetProperty("transfer_group").GetString() == $"payout-{payout}");
    }

    [Fact]
    public async Task ATransferLostOnTheWay_AndAskedForADayLater_IsFailedAndNotSentAgain()
    {
        await using var later = await TestSchool.OpenAsync();
        using var account = new StripeEmulator(later.Database);
        var instructor = await EarnedAsync(5_000, later, account);
        var payout = await ApprovedAsync(instructor, 4_000, later);
        await account.DisturbAsync("POST", "/v1/transfers", new { type = "drop_before" });
        await TransferAsync(payout, later);
        later.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(PayoutState.Failed, (await TransferAsync(payout, later)).State);
        Assert.Empty(await account.ListAsync("transfers"));
        Assert.Equal(5_000, (await BalanceAsync(instructor, later)).Available.MinorUnits);
    }

    [Fact]
    public async Task ATransferStripeRefuses_FailsWithItsWords_AndTheMoneyIsBack()
    {
        var instructor = await EarnedAsync(4_000_00, funds: 0);
        var payout = await ApprovedAsync(instructor, 4_000_00);
        await stripe.DisturbAsync(
            "POST",
            "/v1/transfers",
            new
            {
                type = "fail",
                status = 400,
                error = new { type = "invalid_request_error", message = "This account can't be paid." },
            }
        );
        var failed = await TransferAsync(payout);
        Assert.Equal(PayoutState.Failed, failed.State);
        Assert.NotEmpty(failed.Message);
        Assert.Equal(4_000_00, (await BalanceAsync(instructor)).Available.MinorUnits);
    }

    [Fact]
    public async Task WorkersRacingForOnePayout_MakeOneTransfer()
    {
        var instructor = await EarnedAsync(5_000);
        var payout = await ApprovedAsync(instructor, 5_000);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TransferAsync(payout)));
        Assert.Equal(PayoutState.Paid, (await TransferAsync(payout)).State);
        Assert.Single(await stripe.ListAsync("transfers"), t => t.GetProperty("transfer_group").GetString() == $"payout-{payout}");
        Assert.Equal(
            1,
            await school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Kind == TransactionKind.PayoutPaid && t.Source == $"payouts/{payout}"))
        );
    }

    [Fact]
    public async Task ALargePayout_NeedsTwoAdministrators_AndIsTransferredOnce()
    {
        var instructor = await EarnedAsync(6_000_00, funds: 0);
        var (first, second) = (await school.AdminAsync(), await school.AdminAsync());
        var payout = (await RequestAsync(instructor, 5_000_00)).Id;
        Assert.Equal(PayoutState.Requested, (await ApproveAsync(first)).State);
        await Refused.WithAsync(PayoutReasons.SecondReviewerNeeded, () => ApproveAsync(first));
        Assert.Equal(PayoutState.Approved, (await ApproveAsync(second)).State);
        Assert.Equal(1, await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.DeduplicationKey == payout.ToString())));

        Task<Payout> ApproveAsync(Actor admin) =>
            school.DoAsync<ReviewPayout, Payout>(r => r.ExecuteAsync(admin, payout, approve: true, "", CancellationToken.None));
    }

    [Fact]
    public async Task FourEyes_AreNotOnePersons_WhoMadeTheOtherAdministrator_OrBoth_WithinThirtyDays()
    {
        var instructor = await EarnedAsync(6_000_00, funds: 0);
        var payout = (await RequestAsync(instructor, 5_000_00)).Id;
        var (maker, made, madeByMade, other) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync(), await school.AdminAsync());
        await MakeAdminAsync(maker, made);
        await MakeAdminAsync(made, madeByMade);
        Assert.Equal(PayoutState.Requested, (await ApproveAsync(made)).State);
        await Refused.WithAsync(PayoutReasons.SecondReviewerNeeded, () => ApproveAsync(maker));
        await Refused.WithAsync(PayoutReasons.SecondReviewerNeeded, () => ApproveAsync(madeByMade));
        Assert.Equal(PayoutState.Approved, (await ApproveAsync(other)).State);

        var later = (await RequestAsync(await EarnedAsync(6_000_00, funds: 0), 5_000_00)).Id;
        Assert.Equal(PayoutState.Requested, (await ApproveAsync(maker, later)).State);
        await Refused.WithAsync(PayoutReasons.SecondReviewerNeeded, () => ApproveAsync(made, later));
        school.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(PayoutState.Approved, (await ApproveAsync(made, later)).State);

        Task<Payout> ApproveAsync(Actor admin, Guid? of = null) =>
            school.DoAsync<ReviewPayout, Payout>(r =>
                r.ExecuteAsync(new Actor(admin.UserId, admin.SessionId, Domain.Identity.Roles.Admin), of ?? payout, approve: true, "", CancellationToken.None)
            );
        Task MakeAdminAsync(Actor by, Actor user) =>
            school.DoAsync<Application.Administration.GrantRole>(g => g.ExecuteAsync(by, user.UserId, Domain.Identity.Roles.Admin, CancellationToken.None));
    }

    [Fact]
    public async Task CancelRacingApproval_EndsInOneOfThem_AndTheLedgerKnowsWhich()
    {
        var instructor = await EarnedAsync(5_000);
        var admin = await school.AdminAsync();
        var payout = (await RequestAsync(instructor, 5_000)).Id;
        await Task.WhenAll(
            Record.ExceptionAsync(() => school.DoAsync<CancelPayout>(c => c.ExecuteAsync(instructor, payout, CancellationToken.None))).AsTask(),
            Record.ExceptionAsync(() => school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout, approve: true, "", CancellationToken.None))).AsTask()
        );
        var state = await school.ReadAsync(db => db.Payouts.Where(p => p.Id == payout).Select(p => p.State).SingleAsync());
        var balance = await BalanceAsync(instructor);
        Assert.Equal(state == PayoutState.Cancelled ? 5_000 : 0, balance.Available.MinorUnits);
        Assert.Equal(state == PayoutState.Approved ? 5_000 : 0, balance.Reserved.MinorUnits);
    }

    public void Dispose() => stripe.Dispose();

    private async Task<Actor> EarnedAsync(long minorUnits, TestSchool? where = null, StripeEmulator? account = null, long? funds = null)
    {
        var (at, with) = (where ?? school, account ?? stripe);
        var instructor = await at.InstructorAsync();
        await at.ReadyPayoutAccountAsync(instructor, await with.ReadyAccountAsync());
        if (funds != 0)
        {
            await with.FundAsync(2 * minorUnits);
        }

        await at.EarnAsync(instructor, minorUnits);
        return instructor;
    }

    private Task<Payout> RequestAsync(Actor instructor, long minorUnits, TestSchool? where = null) =>
        (where ?? school).DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(minorUnits, "EUR"), CancellationToken.None));

    private async Task<Guid> ApprovedAsync(Actor instructor, long minorUnits, TestSchool? where = null)
    {
        var at = where ?? school;
        var payout = await RequestAsync(instructor, minorUnits, at);
        var admin = await at.AdminAsync();
        await at.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None));
        return payout.Id;
    }

    private Task<Payout> TransferAsync(Guid payout, TestSchool? where = null) =>
        (where ?? school).DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout, CancellationToken.None));

    private async Task<BalanceView> BalanceAsync(Actor instructor, TestSchool? where = null) =>
        Assert.Single(await (where ?? school).DoAsync<GetBalance, IReadOnlyList<BalanceView>>(g => g.ExecuteAsync(instructor, CancellationToken.None)));
}
