using System.Text.Json;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.Sessions;

/// <summary>
/// Exchanges a refresh token for the next. A repeat within moments (two tabs at once, an answer that was lost) gets the same tokens again; a later reuse
/// revokes the whole session, because one of its two users is a thief (RFC 9700, 4.14).
/// </summary>
public sealed class RefreshSession(
    SchoolDbContext db,
    SessionIssuer issuer,
    SessionRevoker revoker,
    SchoolSecrets secrets,
    AuditTrail audit,
    IOptions<IdentityOptions> options,
    TimeProvider clock
)
{
    private const string SuccessorPurpose = "identity.refresh-successor";

    /// <summary>Uses the token up and makes the next ones, or answers what the first use answered.</summary>
    /// <param name="refreshToken">The token.</param>
    /// <param name="deviceToken">The device token that the device has, to be renewed; empty for none.</param>
    /// <param name="cancellationToken">Stops before it is used up.</param>
    /// <exception cref="DomainException"><c>REFRESH_TOKEN_INVALID</c>.</exception>
    public async Task<SessionTokens> ExecuteAsync(string refreshToken, string deviceToken, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(refreshToken);
        var tokens =
            await db.InTransactionAsync(() => RotateAsync(hash, deviceToken, cancellationToken), cancellationToken)
            ?? await RepeatAsync(hash, cancellationToken);
        if (tokens is not null)
        {
            return tokens;
        }

        await EndFamilyAsync(hash, cancellationToken);
        throw new DomainException(IdentityReasons.RefreshTokenInvalid, "The refresh token is unknown, used, revoked or expired; sign in again.");
    }

    private async Task<SessionTokens?> RotateAsync(byte[] hash, string deviceToken, CancellationToken cancellationToken)
    {
        // One conditional update: of many parallel uses, exactly one sees a row; the others wait for it and find what it was exchanged for.
        var now = clock.GetUtcNow();
        var used = await db
            .RefreshTokens.Where(t =>
                t.TokenHash == hash
                && t.UsedAt == null
                && t.ExpiresAt > now
                && db.Sessions.Any(s =>
                    s.Id == t.SessionId && s.RevokedAt == null && s.ExpiresAt > now && db.Users.Any(u => u.Id == s.UserId && u.SuspendedAt == null)
                )
            )
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancellationToken);
        if (used == 0)
        {
            return null;
        }

        var row = await (
            from token in db.RefreshTokens
            join session in db.Sessions on token.SessionId equals session.Id
            join user in db.Users on session.UserId equals user.Id
            where token.TokenHash == hash
            select new { session, user }
        ).SingleAsync(cancellationToken);
        var tokens = issuer.Issue(row.user, row.session, deviceToken);
        await db.SaveChangesAsync(cancellationToken);
        await KeepAsync(hash, row.session.Id, tokens, cancellationToken);
        return tokens;
    }

    /// <summary>Keeps the answer, sealed, and forgets those before it: a chain of tokens opens nothing that lies in the table.</summary>
    private async Task KeepAsync(byte[] hash, Guid sessionId, SessionTokens tokens, CancellationToken cancellationToken)
    {
        var successor = secrets.Seal(SuccessorPurpose, JsonSerializer.SerializeToUtf8Bytes(Successor.Of(tokens)));
        var late = clock.GetUtcNow() - options.Value.RefreshRepeatWindow;
        await db
            .RefreshTokens.Where(t => t.SessionId == sessionId && t.UsedAt < late && t.SealedSuccessor != null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.SealedSuccessor, (byte[]?)null), cancellationToken);
        await db.RefreshTokens.Where(t => t.TokenHash == hash).ExecuteUpdateAsync(set => set.SetProperty(t => t.SealedSuccessor, successor), cancellationToken);
    }

    /// <summary>What the first use was answered, while that is moments ago and the session is open.</summary>
    private async Task<SessionTokens?> RepeatAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = now - options.Value.RefreshRepeatWindow;
        var row = await (
            from token in db.RefreshTokens.AsNoTracking()
            join session in db.Sessions on token.SessionId equals session.Id
            join user in db.Users.AsNoTracking() on session.UserId equals user.Id
            where
                token.TokenHash == hash
                && token.UsedAt > since
                && token.SealedSuccessor != null
                && session.RevokedAt == null
                && session.ExpiresAt > now
                && user.SuspendedAt == null
            select new { token.SealedSuccessor, user }
        ).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize<Successor>(secrets.Open(SuccessorPurpose, row.SealedSuccessor))!.For(row.user);
    }

    /// <summary>Outside the rotation's transaction: the revocation stays although the call fails.</summary>
    private async Task EndFamilyAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var reused = await (
            from token in db.RefreshTokens
            join session in db.Sessions on token.SessionId equals session.Id
            where token.TokenHash == hash && token.UsedAt != null && session.RevokedAt == null
            select new { session.Id, session.UserId }
        ).SingleOrDefaultAsync(cancellationToken);
        if (reused is not null && await revoker.RevokeAsync(db.Sessions.Where(s => s.Id == reused.Id), cancellationToken) > 0)
        {
            await audit.NoteRefusalAsync(reused.UserId, "session.token_reused", $"users/{reused.UserId}", new { session = $"sessions/{reused.Id}" });
        }
    }

    /// <summary>What a token was exchanged for.</summary>
    private sealed record Successor(
        string AccessToken,
        DateTimeOffset AccessTokenExpiresAt,
        string RefreshToken,
        DateTimeOffset RefreshTokenExpiresAt,
        string DeviceToken
    )
    {
        public static Successor Of(SessionTokens tokens) =>
            new(tokens.AccessToken, tokens.AccessTokenExpiresAt, tokens.RefreshToken, tokens.RefreshTokenExpiresAt, tokens.DeviceToken);

        public SessionTokens For(User user) => new(AccessToken, AccessTokenExpiresAt, RefreshToken, RefreshTokenExpiresAt, DeviceToken, user);
    }
}
