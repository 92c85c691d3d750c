using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>Asks Stripe about accounts that are not ready yet, in case the word that they are never arrived; run every few minutes.</summary>
public sealed class MirrorPendingAccounts(SchoolDbContext db, MirrorPayoutAccount mirror)
{
    /// <summary>Mirrors up to 50 of them, those not asked about for the longest first.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var pending = await db.PayoutAccounts.Where(a => !a.PayoutsEnabled).OrderBy(a => a.UpdatedAt).Take(50).Select(a => a.StripeAccountId).ToListAsync(cancellationToken);
        foreach (var account in pending)
        {
            await mirror.ExecuteAsync(account, cancellationToken);
        }
    }
}
