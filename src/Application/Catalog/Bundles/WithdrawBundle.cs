using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Bundles;

/// <summary>Takes a bundle of the caller off sale for good.</summary>
public sealed class WithdrawBundle(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Withdraws it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>BUNDLE_NOT_FOUND</c>.</exception>
    public async Task<OfferedBundle> ExecuteAsync(Actor actor, Guid bundleId, CancellationToken cancellationToken)
    {
        var bundle =
            await db.Bundles.Include(b => b.Courses).SingleOrDefaultAsync(b => b.Id == bundleId && b.InstructorId == actor.UserId, cancellationToken)
            ?? throw GetBundle.NotFound(bundleId);
        bundle.Withdraw(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return (await OfferedBundle.ReadAsync(db, [bundle], cancellationToken))[0];
    }
}
