using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Booking;

/// <summary>What an instructor gets of deferred revenue.</summary>
/// <param name="InstructorId">Who.</param>
/// <param name="MinorUnits">How much; more than zero.</param>
public sealed record InstructorShare(Guid InstructorId, long MinorUnits);

/// <summary>
/// Posts deferred revenue that is earned now: shares become available at once, what an instructor owes is settled first, and the rest is the platform's.
/// </summary>
public sealed class RecognizeRevenue(LedgerAccounts accounts, LedgerPostings postings)
{
    /// <summary>Posts it; called last inside the transaction that divides it.</summary>
    /// <param name="source">What is earned, such as <c>membershipMonths/…</c>; posted once for it.</param>
    /// <param name="earned">How much of deferred revenue.</param>
    /// <param name="shares">The instructors' part of it, each once.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    public async Task ExecuteAsync(string source, Money earned, IReadOnlyList<InstructorShare> shares, CancellationToken cancellationToken)
    {
        var (deferred, revenue) = (
            AccountName.Platform(AccountKind.DeferredRevenue, earned.CurrencyCode),
            AccountName.Platform(AccountKind.PlatformRevenue, earned.CurrencyCode)
        );
        var locked = await accounts.LockAsync([deferred, revenue, .. shares.SelectMany(s => new[] { Receivable(s), Available(s) })], cancellationToken);
        PostingLine[] lines =
        [
            new(deferred, earned.MinorUnits),
            new(revenue, shares.Sum(s => s.MinorUnits) - earned.MinorUnits),
            .. shares.SelectMany(SharedOut),
        ];
        await postings.PostAsync([new Posting(TransactionKind.RevenueRecognition, source, lines)], cancellationToken);

        AccountName Available(InstructorShare share) => new(AccountKind.InstructorAvailable, share.InstructorId, earned.CurrencyCode);

        AccountName Receivable(InstructorShare share) => new(AccountKind.InstructorReceivable, share.InstructorId, earned.CurrencyCode);

        PostingLine[] SharedOut(InstructorShare share)
        {
            var settled = Math.Min(locked[Receivable(share)].BalanceMinorUnits, share.MinorUnits);
            return [new(Receivable(share), -settled), new(Available(share), settled - share.MinorUnits)];
        }
    }
}
