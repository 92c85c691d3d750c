using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payouts.Requesting;

/// <summary>
/// Asks for the payouts of instructors who are paid monthly: everything there is in each currency, once a month. Run every hour; it works on the first of the
/// month, and on the two days after it tries again what could not be requested. Safe to run at the same time.
/// </summary>
public sealed class RequestMonthlyPayouts(SchoolDbContext db, Sweep sweep, RequestPayout request, TimeProvider clock, ILogger<RequestMonthlyPayouts> logger)
{
    private const int LastDay = 3;

    /// <summary>Asks for what is due. What is refused (below the minimum, no account, an open payout, no tax form) is tried again in an hour.</summary>
    /// <returns>How many payouts were requested.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (today.Day > LastDay)
        {
            return 0;
        }

        var month = new DateOnly(today.Year, today.Month, 1);
        var (requested, after) = (0, Guid.Empty);
        while (await DueAsync(month, after, cancellationToken) is { Count: > 0 } due)
        {
            after = due[^1];
            requested += await sweep.RunAsync<RequestMonthlyPayouts>(
                "request-monthly-payouts",
                db.LedgerAccounts.Where(a => due.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.Id),
                (one, id) => one.OneAsync(id, month, cancellationToken),
                cancellationToken
            );
        }

        return requested;
    }

    private async Task<bool> OneAsync(Guid accountId, DateOnly month, CancellationToken cancellationToken)
    {
        var account = await db.LedgerAccounts.Where(a => a.Id == accountId).Select(a => new { a.OwnerId, a.Currency }).SingleAsync(cancellationToken);
        try
        {
            return await request.OfMonthAsync(account.OwnerId, account.Currency, month, cancellationToken);
        }
        catch (DomainException refusal)
        {
            logger.LogInformation(
                "The payout of {Instructor} in {Currency} for {Month} is refused: {Reason}.",
                account.OwnerId,
                account.Currency,
                month,
                refusal.Reason.Code
            );
            return false;
        }
    }

    /// <summary>The accounts of those who are paid monthly, have something, and were not asked for in this month; 100 at a time, by their ids.</summary>
    private Task<List<Guid>> DueAsync(DateOnly month, Guid after, CancellationToken cancellationToken) =>
        (
            from terms in db.PayoutTerms
            join user in db.Users on terms.InstructorId equals user.Id
            join account in db.LedgerAccounts on terms.InstructorId equals account.OwnerId
            where
                terms.Schedule == PayoutSchedule.Monthly
                && (user.Roles & Roles.Instructor) != 0
                && user.SuspendedAt == null
                && account.Kind == AccountKind.InstructorAvailable
                && account.BalanceMinorUnits < 0
                && account.Id > after
                && !db.Payouts.Any(p => p.InstructorId == account.OwnerId && p.Currency == account.Currency && p.ScheduledFor == month)
            orderby account.Id
            select account.Id
        )
            .Take(100)
            .ToListAsync(cancellationToken);
}
