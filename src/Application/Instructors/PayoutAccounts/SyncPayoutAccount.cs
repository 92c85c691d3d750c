using ESchool.Application.Stripe.Connect;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors.PayoutAccounts;

/// <summary>Reads a connected account from Stripe and keeps what it says now; called when Stripe announces a change.</summary>
public sealed class SyncPayoutAccount(SchoolDbContext db, ConnectedAccounts accounts, TimeProvider clock)
{
    /// <summary>Mirrors the account; one we do not know is ignored.</summary>
    public async Task ExecuteAsync(string stripeAccountId, CancellationToken cancellationToken)
    {
        var reported = await accounts.GetAsync(stripeAccountId, cancellationToken);
        var account = await db.PayoutAccounts.SingleOrDefaultAsync(a => a.StripeAccountId == stripeAccountId, cancellationToken);
        if (account is not null)
        {
            account.Mirror(reported.DetailsSubmitted, reported.PayoutsEnabled, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
