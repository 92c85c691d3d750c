using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payouts;

/// <summary>
/// Asks for the payouts of instructors who are paid monthly: everything there is in each currency, once a month. Run every hour; it works on the first of the month, and
/// on the two days after it makes up for what could not be asked for. Safe to run at the same time.
/// </summary>
public sealed class RequestMonthlyPayouts(SchoolDbContext db, RequestPayout request, TimeProvider clock, ILogger<RequestMonthlyPayouts> logger)
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

        var (month, requested) = (new DateOnly(today.Year, today.Month, 1), 0);
        foreach (var (instructorId, currency) in await DueAsync(month, cancellationToken))
        {
            try
            {
                requested += await request.OfMonthAsync(instructorId, currency, month, cancellationToken) ? 1 : 0;
            }
            catch (DomainException refusal)
            {
                logger.LogInformation("The payout of {Instructor} in {Currency} for {Month} is refused: {Reason}.", instructorId, currency, month, refusal.Reason.Code);
            }

            db.ChangeTracker.Clear();
        }

        return requested;
    }

    /// <summary>Who is paid monthly, has something, and was not asked for in this month.</summary>
    private async Task<IReadOnlyList<(Guid InstructorId, string Currency)>> DueAsync(DateOnly month, CancellationToken cancellationToken)
    {
        var due = from terms in db.PayoutTerms
                  join user in db.Users on terms.InstructorId equals user.Id
                  join account in db.LedgerAccounts on terms.InstructorId equals account.OwnerId
                  where terms.Schedule == PayoutSchedule.Monthly && (user.Roles & Roles.Instructor) != 0 && user.SuspendedAt == null
                      && account.Kind == AccountKind.InstructorAvailable && account.BalanceMinorUnits < 0
                      && !db.Payouts.Any(p => p.InstructorId == account.OwnerId && p.Currency == account.Currency && p.ScheduledFor == month)
                  orderby account.OwnerId, account.Currency
                  select new { account.OwnerId, account.Currency };
        return [.. (await due.ToListAsync(cancellationToken)).Select(d => (d.OwnerId, d.Currency))];
    }
}
