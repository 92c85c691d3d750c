using System.Text;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity;

/// <summary>
/// Slows guessing down: per account, per second factor, and per network address. An attempt is counted before it is looked at, in one
/// statement, so that parallel attempts cannot slip past the limit. Works the same for accounts nobody has.
/// </summary>
public sealed class AttemptThrottle(SchoolDbContext db, SchoolSecrets secrets, CallOrigin origin, IOptions<IdentityOptions> options, TimeProvider clock)
{
    private const string Purpose = "attempts";

    /// <summary>The delay after the last free failure; every further one doubles it.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MaximumDelay = TimeSpan.FromMinutes(15);

    /// <summary>After so long without an attempt, earlier failures are forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>What is counted for an account's password.</summary>
    public static string AccountOf(string email) => $"account:{User.NormalizeEmail(email)}";

    /// <summary>What is counted for a user's second factor.</summary>
    public static string SecondFactorOf(Guid userId) => $"second-factor:{userId}";

    /// <summary>Counts an attempt, for the subject and for the caller's address.</summary>
    /// <exception cref="DomainException"><c>TOO_MANY_ATTEMPTS</c>, with the time to wait.</exception>
    public async Task CountAsync(string subject, CancellationToken cancellationToken)
    {
        if (AddressSubject is { } address)
        {
            await CountAsync(address, options.Value.FreeFailuresPerAddress, cancellationToken);
        }

        await CountAsync(subject, SignInAttempts.FreeFailures, cancellationToken);
    }

    /// <summary>After a success: forgets the subject's failures, and takes this attempt back from the address's, which others share.</summary>
    public async Task ForgetAsync(string subject, CancellationToken cancellationToken)
    {
        var hash = HashOf(subject);
        await db.SignInAttempts.Where(a => a.SubjectHash == hash).ExecuteDeleteAsync(cancellationToken);
        if (AddressSubject is { } address)
        {
            var addressHash = HashOf(address);
            await db.Database.ExecuteSqlAsync($"UPDATE identity.sign_in_attempts SET failures = failures - 1 WHERE subject_hash = {addressHash} AND failures > 0", cancellationToken);
        }
    }

    private string? AddressSubject => origin.Address is { } address ? $"address:{address}" : null;

    private async Task CountAsync(string subject, int freeFailures, CancellationToken cancellationToken)
    {
        var hash = HashOf(subject);
        var now = clock.GetUtcNow();

        // While attempts are free, the row only says when the last one was; one that began earlier and waited for the row is let through.
        var counted = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.sign_in_attempts AS a (subject_hash, failures, blocked_until)
            VALUES ({hash}, 1, {now})
            ON CONFLICT (subject_hash) DO UPDATE SET
                failures = CASE WHEN a.blocked_until < {now - Memory} THEN 1 ELSE a.failures + 1 END,
                blocked_until = CASE WHEN a.blocked_until < {now - Memory} OR a.failures + 1 < {freeFailures} THEN {now}
                    ELSE {now} + LEAST({FirstDelay} * power(2, LEAST(a.failures + 1 - {freeFailures}, 20)), {MaximumDelay}) END
            WHERE a.failures < {freeFailures} OR a.blocked_until <= {now}
            """,
            cancellationToken);
        if (counted == 0)
        {
            var until = await db.SignInAttempts.Where(a => a.SubjectHash == hash).Select(a => a.BlockedUntil).SingleOrDefaultAsync(cancellationToken);
            throw new DomainException(IdentityReasons.TooManyAttempts, "Too many failed attempts; wait before the next.")
            {
                RetryAfter = until > now ? until - now : TimeSpan.FromSeconds(1),
            };
        }
    }

    private byte[] HashOf(string subject) => secrets.Sign(Purpose, Encoding.UTF8.GetBytes(subject));
}
