using System.Text;
using System.Text.Json;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity;

/// <summary>What one attempt was counted for; needed to take it back after a success.</summary>
/// <param name="Own">The count of the device, the session, or the account and network together; a success forgets it.</param>
/// <param name="Shared">The counts that others share; a success takes only this attempt back.</param>
/// <param name="Unbraked">
/// The shared counts that a failure of this attempt still adds to: it was the network's first on the account, and no brake delays that one.
/// </param>
public sealed record CountedAttempt(
    string Own,
    IReadOnlyList<(string Subject, DateTimeOffset BlockedUntil)> Shared,
    IReadOnlyList<(string Subject, int FreeFailures)> Unbraked
);

/// <summary>
/// Slows guessing down, and nobody else (OWASP, device cookies): a known device and an open session are counted by themselves; everybody else per account and
/// network, with a brake per network and one per account behind it. An attempt is counted before it is evaluated, in one statement for each count, so that
/// parallel attempts cannot slip past the limit. Works the same for accounts nobody has.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class AttemptThrottle(SchoolDbContext db, SchoolSecrets secrets, CallOrigin origin, IOptions<IdentityOptions> options, TimeProvider clock)
{
    /// <summary>The delay after the last free failure; every further one doubles it.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(30);

    /// <summary>No delay is longer.</summary>
    public static readonly TimeSpan MaximumDelay = TimeSpan.FromMinutes(15);

    private const string Purpose = "attempts";

    /// <summary>After so long without an attempt, earlier failures are forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>
    /// So long a network's attempts on an account are remembered for the question whether one is its first: an hour would give a botnet 24 first ones a day.
    /// </summary>
    private static readonly TimeSpan FirstAttemptMemory = TimeSpan.FromDays(1);

    /// <summary>What is counted for a device that has signed in before; a new password begins anew.</summary>
    public static string DeviceOf(Guid deviceId, User user) => $"device:{deviceId}:{user.Id}:{user.PasswordVersion}";

    /// <summary>What is counted for a user's second factor on such a device; by itself, because the right password forgets the failures of passwords.</summary>
    public static string DeviceFactorOf(Guid deviceId, User user) => $"device-second-factor:{deviceId}:{user.Id}";

    /// <summary>What is counted for step-ups in an open session.</summary>
    public static string SessionOf(Guid sessionId) => $"session:{sessionId}";

    /// <summary>What is counted for a user's second factor, after the right password on a device that is not known.</summary>
    public static string SecondFactorOf(Guid userId) => $"second-factor:{userId}";

    /// <summary>Counts an attempt for one subject alone, which no stranger can reach.</summary>
    /// <exception cref="DomainException"><c>TOO_MANY_ATTEMPTS</c>, with the time to wait.</exception>
    public async Task<CountedAttempt> CountAsync(string subject, CancellationToken cancellationToken)
    {
        await RequireAsync(subject, SignInAttempts.FreeFailures, clock.GetUtcNow(), cancellationToken);
        return new CountedAttempt(subject, [], []);
    }

    /// <summary>Counts a sign-in from a device that is not known.</summary>
    /// <param name="email">The account's address, normalised; known or not.</param>
    /// <param name="passwordVersion">The account's; a new password begins anew.</param>
    /// <param name="cancellationToken">Stops before it is counted.</param>
    /// <exception cref="DomainException"><c>TOO_MANY_ATTEMPTS</c>, with the time to wait.</exception>
    public async Task<CountedAttempt> CountStrangerAsync(string email, int passwordVersion, CancellationToken cancellationToken)
    {
        var network = origin.CountedNetwork;
        var own = $"account-network:{email}:{passwordVersion}:{network}";
        (string Subject, int FreeFailures)[] brakes =
        [
            ($"address:{network}", options.Value.FreeFailuresPerAddress),
            ($"account:{email}:{passwordVersion}", options.Value.FreeFailuresPerAccount),
        ];
        var now = clock.GetUtcNow();
        if ((await RequireAsync(own, SignInAttempts.FreeFailures, now, cancellationToken)).IsFirst(now))
        {
            return new CountedAttempt(own, [], brakes);
        }

        var shared = new List<(string, DateTimeOffset)>();
        foreach (var (subject, freeFailures) in brakes)
        {
            shared.Add((subject, (await RequireAsync(subject, freeFailures, now, cancellationToken)).BlockedUntil));
        }

        return new CountedAttempt(own, shared, []);
    }

    /// <summary>After a success: forgets its own count, and takes it back from those that others share. No block is begun or renewed by it.</summary>
    public async Task SucceedAsync(CountedAttempt attempt, CancellationToken cancellationToken)
    {
        var (own, now) = (HashOf(attempt.Own), clock.GetUtcNow());
        await db.SignInAttempts.Where(a => a.SubjectHash == own).ExecuteDeleteAsync(cancellationToken);
        foreach (var (subject, blockedUntil) in attempt.Shared)
        {
            // A block that another attempt has begun since stays.
            var hash = HashOf(subject);
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE identity.sign_in_attempts
                SET failures = failures - 1, blocked_until = CASE WHEN blocked_until = {blockedUntil} THEN LEAST(blocked_until,
                    {now}) ELSE blocked_until END
                WHERE subject_hash = {hash} AND failures > 0
                """,
                cancellationToken
            );
        }
    }

    /// <summary>
    /// After a failure of a sign-in from a device that is not known: counts what was not counted before, and tells the owner, at most once a day, when the
    /// account's brake takes hold.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="ownerId">The account's user; for an account nobody has, a number nobody has.</param>
    public async Task FailAsync(CountedAttempt attempt, Guid ownerId)
    {
        // The caller may be gone; what failed is counted all the same.
        var failed = attempt.Shared.Select(shared => shared.Subject).ToList();
        foreach (var (subject, freeFailures) in attempt.Unbraked)
        {
            await CountAsync(subject, freeFailures, clock.GetUtcNow(), evenWhileBlocked: true, CancellationToken.None);
            failed.Add(subject);
        }

        if (failed.LastOrDefault() is { } account)
        {
            await WarnAsync(HashOf(account), ownerId);
        }
    }

    /// <summary>One statement, the same for every account, whether the brake holds or not.</summary>
    private Task WarnAsync(byte[] accountHash, Guid ownerId)
    {
        var (now, limit) = (clock.GetUtcNow(), options.Value.FreeFailuresPerAccount);
        var (payload, key) = (JsonSerializer.Serialize(new SecurityNoticeEmailWork(ownerId, SecurityNotice.SignInsBraked)), $"braked:{ownerId}:{now:yyyyMMdd}");
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO outbox.messages (id, kind, payload, deduplication_key, created_at)
            SELECT {Guid.CreateVersion7(now)}, {SecurityNoticeEmailWork.Kind}, {payload}::jsonb, {key}, {now}
            FROM identity.sign_in_attempts WHERE subject_hash = {accountHash} AND failures >= {limit}
            ON CONFLICT (kind, deduplication_key) DO NOTHING
            """
        );
    }

    private async Task<SignInAttempts> RequireAsync(string subject, int freeFailures, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await CountAsync(subject, freeFailures, now, evenWhileBlocked: false, cancellationToken) is { } counted)
        {
            return counted;
        }

        var hash = HashOf(subject);
        var until = await db.SignInAttempts.Where(a => a.SubjectHash == hash).Select(a => a.BlockedUntil).SingleOrDefaultAsync(cancellationToken);
        throw new DomainException(IdentityReasons.TooManyAttempts, "Too many failed attempts; wait before the next.")
        {
            RetryAfter = until > now ? until - now : TimeSpan.FromSeconds(1),
        };
    }

    /// <summary>Counts one, unless a block holds; what is counted while one holds does not prolong it.</summary>
    /// <returns>The row as it is now; null when a block kept it from being counted.</returns>
    private async Task<SignInAttempts?> CountAsync(
        string subject,
        int freeFailures,
        DateTimeOffset now,
        bool evenWhileBlocked,
        CancellationToken cancellationToken
    )
    {
        var hash = HashOf(subject);

        // While attempts are free, the row only says when the last one was; one that began earlier and waited for the row is let through.
        var rows = await db
            .SignInAttempts.FromSql(
                $"""
                INSERT INTO identity.sign_in_attempts AS a (subject_hash, failures, blocked_until, first_at)
                VALUES ({hash}, 1, {now}, {now})
                ON CONFLICT (subject_hash) DO UPDATE SET
                    first_at = CASE WHEN a.blocked_until < {now - FirstAttemptMemory} THEN {now} ELSE a.first_at END,
                    failures = CASE WHEN a.blocked_until < {now - Memory} THEN 1 ELSE a.failures + 1 END,
                    blocked_until = CASE
                        WHEN a.failures >= {freeFailures} AND a.blocked_until > {now} THEN a.blocked_until
                        WHEN a.blocked_until < {now - Memory} OR a.failures + 1 < {freeFailures} THEN {now}
                        ELSE {now} + LEAST({FirstDelay} * power(2, LEAST(a.failures + 1 - {freeFailures}, 20)), {MaximumDelay}) END
                WHERE a.failures < {freeFailures} OR a.blocked_until <= {now} OR {evenWhileBlocked}
                RETURNING *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return rows is [var counted] ? counted : null;
    }

    private byte[] HashOf(string subject) => secrets.Sign(Purpose, Encoding.UTF8.GetBytes(subject));
}
