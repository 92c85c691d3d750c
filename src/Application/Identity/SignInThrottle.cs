using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>
/// Slows guessing down, per address. An attempt is counted before the password is looked at, in one statement, so that parallel attempts
/// cannot slip past the limit. Works the same for addresses nobody has.
/// </summary>
public sealed class SignInThrottle(SchoolDbContext db, TimeProvider clock)
{
    private static readonly TimeSpan MaximumDelay = TimeSpan.FromMinutes(15);

    /// <summary>Counts an attempt.</summary>
    /// <exception cref="DomainException"><c>TOO_MANY_ATTEMPTS</c>, with the time to wait.</exception>
    public async Task CountAsync(string email, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(User.NormalizeEmail(email));
        var now = clock.GetUtcNow();
        var counted = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.sign_in_attempts AS a (address_hash, failures, blocked_until)
            VALUES ({hash}, 1, {now})
            ON CONFLICT (address_hash) DO UPDATE SET
                failures = a.failures + 1,
                blocked_until = CASE WHEN a.failures + 1 < {SignInAttempts.FreeFailures} THEN {now}
                    ELSE {now} + LEAST(interval '1 second' * power(2, LEAST(a.failures + 1 - {SignInAttempts.FreeFailures}, 20)), {MaximumDelay}) END
            WHERE a.blocked_until <= {now}
            """,
            cancellationToken);
        if (counted == 0)
        {
            var until = await db.SignInAttempts.Where(a => a.AddressHash == hash).Select(a => a.BlockedUntil).SingleOrDefaultAsync(cancellationToken);
            throw new DomainException(IdentityReasons.TooManyAttempts, "Too many failed attempts for this address.")
            {
                RetryAfter = until > now ? until - now : TimeSpan.FromSeconds(1),
            };
        }
    }

    /// <summary>Forgets the failures of an address after a success.</summary>
    public Task ForgetAsync(string email, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(User.NormalizeEmail(email));
        return db.SignInAttempts.Where(a => a.AddressHash == hash).ExecuteDeleteAsync(cancellationToken);
    }
}
