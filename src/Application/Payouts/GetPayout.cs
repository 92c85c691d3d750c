using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts;

/// <summary>Reads a payout: one's own, or any for an administrator.</summary>
public sealed class GetPayout(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>.</exception>
    public async Task<Payout> ExecuteAsync(Actor actor, Guid payoutId, CancellationToken cancellationToken) =>
        await db.Payouts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == payoutId && (p.InstructorId == actor.UserId || actor.ReadsAll), cancellationToken)
        ?? throw new DomainException(PayoutReasons.PayoutNotFound, "{payout} does not exist.", ("payout", $"payouts/{payoutId}"));
}
