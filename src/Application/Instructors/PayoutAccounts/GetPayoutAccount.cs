using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors.PayoutAccounts;

/// <summary>Reads the caller's payout account.</summary>
public sealed class GetPayoutAccount(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_ACCOUNT_NOT_FOUND</c>.</exception>
    public async Task<PayoutAccount> ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        await db.PayoutAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.InstructorId == actor.UserId, cancellationToken)
        ?? throw new DomainException(InstructorReasons.PayoutAccountNotFound, "There is no payout account yet; create an onboarding link first.");
}
