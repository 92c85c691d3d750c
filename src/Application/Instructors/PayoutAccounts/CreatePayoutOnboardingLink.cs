using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Connect;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors.PayoutAccounts;

/// <summary>An address where an instructor gives Stripe what it asks for.</summary>
/// <param name="Url">Opens once.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record OnboardingLink(string Url, DateTimeOffset ExpiresAt);

/// <summary>Makes the instructor's connected account, once, and a link to its onboarding.</summary>
public sealed class CreatePayoutOnboardingLink(SchoolDbContext db, ConnectedAccounts accounts, TimeProvider clock)
{
    /// <summary>Makes the link.</summary>
    /// <param name="actor">The instructor.</param>
    /// <param name="returnUrl">Where Stripe sends the browser in the end.</param>
    /// <param name="refreshUrl">Where Stripe sends the browser when the link has expired.</param>
    /// <param name="country">
    /// Where the instructor is paid, ISO 3166-1 alpha-2, upper case; it is the account's for good. May be empty once there is an account.
    /// </param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException">
    /// <c>COUNTRY_REQUIRED</c>: there is no account yet; <c>COUNTRY_NOT_SUPPORTED</c>: Stripe pays nobody there, for this school; <c>COUNTRY_FIXED</c>: the
    /// account is in another country; <c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not
    /// answer.
    /// </exception>
    public async Task<OnboardingLink> ExecuteAsync(Actor actor, Uri returnUrl, Uri refreshUrl, string country, CancellationToken cancellationToken)
    {
        var account = await db.PayoutAccounts.SingleOrDefaultAsync(a => a.InstructorId == actor.UserId, cancellationToken);
        if (account is null)
        {
            // The idempotency key derives from the user: however often this is tried, Stripe makes one account.
            var email = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email).SingleAsync(cancellationToken);
            var stripeAccountId = await CreateAsync(actor, email, country, cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO instructors.payout_accounts (instructor_id, stripe_account_id, country, details_submitted, payouts_enabled,
                    updated_at)
                VALUES ({actor.UserId}, {stripeAccountId}, {country}, false, false, {clock.GetUtcNow()}) ON CONFLICT (instructor_id) DO NOTHING
                """,
                cancellationToken
            );
            account = await db.PayoutAccounts.SingleAsync(a => a.InstructorId == actor.UserId, cancellationToken);
        }

        if (country.Length > 0 && account.Country != country && account.Country.Length > 0)
        {
            throw new DomainException(InstructorReasons.CountryFixed, "The account is in {country_code}, for good.", ("country_code", account.Country));
        }

        var (url, expiresAt) = await accounts.CreateLinkAsync(account.StripeAccountId, returnUrl, refreshUrl, cancellationToken);
        return new OnboardingLink(url, expiresAt);
    }

    private async Task<string> CreateAsync(Actor actor, string email, string country, CancellationToken cancellationToken)
    {
        if (country.Length == 0)
        {
            throw new DomainException(
                InstructorReasons.CountryRequired,
                "Ask the instructor first in which country they are paid: the account is in it for good."
            );
        }

        try
        {
            return await accounts.CreateAsync(new StripeReference("instructor", actor.UserId), email, country, cancellationToken);
        }
        catch (StripeRefusedException refusal)
        {
            throw new DomainException(
                InstructorReasons.CountryNotSupported,
                "Stripe makes no account in {country_code}: {message}",
                ("country_code", country),
                ("message", refusal.Message)
            );
        }
    }
}
