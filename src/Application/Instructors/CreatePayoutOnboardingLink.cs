using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>An address where an instructor gives Stripe what it asks for.</summary>
/// <param name="Url">Opens once.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record OnboardingLink(string Url, DateTimeOffset ExpiresAt);

/// <summary>Makes the instructor's connected account, once, and a link to its onboarding.</summary>
public sealed class CreatePayoutOnboardingLink(SchoolDbContext db, StripeGateway stripe, TimeProvider clock)
{
    /// <summary>Makes the link.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer.</exception>
    public async Task<OnboardingLink> ExecuteAsync(Actor actor, Uri returnUrl, Uri refreshUrl, CancellationToken cancellationToken)
    {
        var account = await db.PayoutAccounts.SingleOrDefaultAsync(a => a.InstructorId == actor.UserId, cancellationToken);
        if (account is null)
        {
            // The idempotency key derives from the user: however often this is tried, Stripe makes one account.
            var email = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email).SingleAsync(cancellationToken);
            var stripeAccountId = await stripe.CreateAccountAsync(actor.UserId, email, cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO instructors.payout_accounts (instructor_id, stripe_account_id, details_submitted, payouts_enabled, updated_at)
                VALUES ({actor.UserId}, {stripeAccountId}, false, false, {clock.GetUtcNow()}) ON CONFLICT (instructor_id) DO NOTHING
                """,
                cancellationToken);
            account = await db.PayoutAccounts.SingleAsync(a => a.InstructorId == actor.UserId, cancellationToken);
        }

        return await stripe.CreateAccountLinkAsync(account.StripeAccountId, returnUrl, refreshUrl, cancellationToken);
    }
}
