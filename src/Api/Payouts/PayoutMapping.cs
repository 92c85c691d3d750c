using ESchool.Api.Calls.Wire;
using ESchool.Application.Ledger;
using ESchool.Application.Ledger.Statements;
using ESchool.Application.Payouts;
using ESchool.Application.Payouts.Paying;
using ESchool.Domain.Ledger;
using Wire = ESchool.Contracts.Payouts.V1;

namespace ESchool.Api.Payouts;

internal static class PayoutMapping
{
    public static Wire.Balance ToWire(this BalanceView balance) =>
        new()
        {
            CurrencyCode = balance.Currency,
            Held = balance.Held.ToWire(),
            Available = balance.Available.ToWire(),
            Reserved = balance.Reserved.ToWire(),
            Paid = balance.Paid.ToWire(),
            Receivable = balance.Receivable.ToWire(),
            Disputed = balance.Disputed.ToWire(),
        };

    public static Wire.SimulatePayoutResponse ToWire(this PayoutSimulation simulation) =>
        new()
        {
            Payable = simulation.Payable.ToWire(),
            Minimum = simulation.Minimum.ToWire(),
            Balance = simulation.Balance.ToWire(),
            Refusals =
            {
                simulation.Refusals.Select(r => new Wire.SimulatePayoutResponse.Types.Refusal { Reason = r.Reason.Code, Message = ContractWords.MessageOf(r) }),
            },
            Held =
            {
                simulation.Held.Select(h => new Wire.SimulatePayoutResponse.Types.Held
                {
                    Order = $"orders/{h.OrderId}",
                    Amount = h.Amount.ToWire(),
                    ReleaseTime = h.ReleaseAt.ToWire(),
                }),
            },
        };

    public static Wire.LedgerEntry ToWire(this LedgerLine line) =>
        new()
        {
            Name = $"ledgerEntries/{line.EntryId}",
            Transaction = $"ledgerTransactions/{line.TransactionId}",
            Kind = line.Kind.ToWire(),
            Account = line.Account.ToWire(),
            Amount = line.Added.ToWire(),
            Source = line.Source,
            PostTime = line.PostedAt.ToWire(),
        };

    public static StatementPeriod ToPeriod(this Wire.ExportStatementRequest request) =>
        request.Month is { } month
            ? StatementPeriod.Month(month.Year, month.Month)
            : new StatementPeriod(request.Days.FirstDay.ToDay(), request.Days.LastDay.ToDay());

    public static Wire.ExportStatementResponse ToWire(this ExportedStatement exported) =>
        new()
        {
            DownloadUrl = exported.Url,
            ExpireTime = exported.ExpiresAt.ToWire(),
            OpeningBalance = exported.Statement.OpeningBalance.ToWire(),
            ClosingBalance = exported.Statement.ClosingBalance.ToWire(),
            EntryCount = exported.Statement.Lines.Count,
        };

    public static Wire.PayoutItem ToWire(this PayoutPart part) =>
        new()
        {
            Transaction = $"ledgerTransactions/{part.TransactionId}",
            Kind = part.Kind.ToWire(),
            Source = part.Source,
            Order = part.OrderId is { } order ? $"orders/{order}" : "",
            CourseTitle = part.CourseTitle,
            Amount = part.Amount.ToWire(),
            WholeAmount = part.Whole.ToWire(),
            PostTime = part.PostedAt.ToWire(),
        };

    public static Wire.PayoutTerms ToWire(this Domain.Payouts.PayoutTerms terms) =>
        new() { Schedule = (Wire.PayoutTerms.Types.Schedule)terms.Schedule, TaxFormTime = terms.TaxFormAt.ToWire() };

    public static Wire.Payout ToWire(this Domain.Payouts.Payout payout) =>
        new()
        {
            Name = $"payouts/{payout.Id}",
            Instructor = $"users/{payout.InstructorId}",
            Amount = payout.Amount.ToWire(),
            State = (Wire.Payout.Types.State)payout.State,
            Message = payout.Message,
            StripeTransfer = payout.StripeTransferId ?? "",
            RequestTime = payout.RequestedAt.ToWire(),
            FinishTime = payout.FinishedAt.ToWire(),
            Monthly = payout.ScheduledFor is not null,
            Reversed = payout.Reversed.ToWire(),
            WaitStartTime = payout.WaitingSince.ToWire(),
            BankReturnTime = payout.BankReturnedAt.ToWire(),
            BankMessage = payout.BankMessage,
            AwaitsSecondApproval = payout is { State: Domain.Payouts.PayoutState.Requested, FirstApprovedBy: not null },
        };
}
