using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts.Requesting;

/// <summary>Reads how the caller is paid.</summary>
public sealed class GetPayoutTerms(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    public async Task<PayoutTerms> ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        await db.PayoutTerms.AsNoTracking().SingleOrDefaultAsync(t => t.InstructorId == actor.UserId, cancellationToken) ?? new PayoutTerms(actor.UserId);
}
