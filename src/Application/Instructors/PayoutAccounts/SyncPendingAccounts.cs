using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors.PayoutAccounts;

/// <summary>Asks Stripe about accounts that are not ready yet, in case the word that they are never arrived; run every few minutes.</summary>
public sealed class SyncPendingAccounts(SchoolDbContext db, Sweep sweep, SyncPayoutAccount sync)
{
    /// <summary>Mirrors up to 100 of them, those not asked about for the longest first.</summary>
    /// <returns>How many were asked about.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<SyncPendingAccounts>(
            "sync-pending-accounts",
            db.PayoutAccounts.Where(a => !a.PayoutsEnabled).OrderBy(a => a.UpdatedAt).Select(a => a.InstructorId),
            (pending, id) => pending.OneAsync(id, cancellationToken),
            cancellationToken
        );

    private async Task<bool> OneAsync(Guid instructorId, CancellationToken cancellationToken)
    {
        await sync.ExecuteAsync(
            await db.PayoutAccounts.Where(a => a.InstructorId == instructorId).Select(a => a.StripeAccountId).SingleAsync(cancellationToken),
            cancellationToken
        );
        return true;
    }
}
