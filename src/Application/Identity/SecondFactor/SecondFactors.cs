using System.Security.Cryptography;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace ESchool.Application.Identity.SecondFactor;

/// <summary>Checks and makes second factors: codes of an authenticator app (RFC 6238) and recovery codes. Each works once.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SecondFactors(SchoolDbContext db, SchoolSecrets secrets, AttemptThrottle throttle, AuditTrail audit, TimeProvider clock)
{
    private const string SecretPurpose = "identity.totp";
    private const int SecretBytes = 20;

    /// <summary>120 bits: so much needs no slow hash.</summary>
    private const int RecoveryBytes = 15;

    /// <summary>A code is accepted one step early or late: 30 s for clocks that differ and fingers that are slow.</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>Makes a shared secret.</summary>
    public static byte[] CreateSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>Encrypts a shared secret for keeping.</summary>
    public byte[] Seal(byte[] secret) => secrets.Seal(SecretPurpose, secret);

    /// <summary>Accepts a code of a user's app, or a recovery code, once. Counts the attempt.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="confirmed">False for the first code of an app that is being set up.</param>
    /// <param name="counted">What the attempt is counted for.</param>
    /// <param name="cancellationToken">Stops before it is checked.</param>
    /// <exception cref="DomainException"><c>SECOND_FACTOR_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task RequireAsync(Guid userId, string code, bool confirmed, string counted, CancellationToken cancellationToken)
    {
        var attempt = await throttle.CountAsync(counted, cancellationToken);
        var typed = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        if (!await UseTotpAsync(userId, typed, confirmed, cancellationToken) && !(confirmed && await UseRecoveryCodeAsync(userId, typed, cancellationToken)))
        {
            await audit.NoteRefusalAsync(userId, "second_factor.refused", $"users/{userId}");
            throw new DomainException(IdentityReasons.SecondFactorInvalid, "The code is wrong or was used.");
        }

        await throttle.SucceedAsync(attempt, cancellationToken);
    }

    /// <summary>Replaces a user's recovery codes in the present unit of work.</summary>
    /// <returns>The codes, to be shown once.</returns>
    public async Task<IReadOnlyList<string>> ReplaceRecoveryCodesAsync(Guid userId, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryBytes))).ToList();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode(userId, OpaqueToken.Hash(code))));
        return [.. codes.Select(code => string.Join('-', code.Chunk(4).Select(four => new string(four))))];
    }

    private async Task<bool> UseTotpAsync(Guid userId, string code, bool confirmed, CancellationToken cancellationToken)
    {
        var factor = await db.TotpFactors.AsNoTracking().SingleOrDefaultAsync(f => f.UserId == userId && f.ConfirmedAt != null == confirmed, cancellationToken);
        if (factor is null)
        {
            return false;
        }

        var totp = new Totp(secrets.Open(SecretPurpose, factor.SealedSecret));
        if (!totp.VerifyTotp(clock.GetUtcNow().UtcDateTime, code, out var step, Window))
        {
            return false;
        }

        // Of many uses of one code at once, exactly one moves the step on.
        return await db
                .TotpFactors.Where(f => f.UserId == userId && f.LastStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, step), cancellationToken) == 1;
    }

    private async Task<bool> UseRecoveryCodeAsync(Guid userId, string code, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(code);
        var now = clock.GetUtcNow();
        return await db
                .RecoveryCodes.Where(c => c.UserId == userId && c.CodeHash == hash && c.UsedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken) == 1;
    }
}
