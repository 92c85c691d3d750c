using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Exchanges a refresh token for the next. Reuse of one revokes the whole session, because one of its two users is a thief (RFC 9700, 4.14).</summary>
public sealed class RefreshSession(SchoolDbContext db, SessionIssuer issuer, SessionRevoker revoker, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Uses the token up and makes the next ones.</summary>
    /// <exception cref="DomainException"><c>REFRESH_TOKEN_INVALID</c>.</exception>
    public async Task<SessionTokens> ExecuteAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(refreshToken);
        var tokens = await db.InTransactionAsync(() => RotateAsync(hash, cancellationToken), cancellationToken);
        if (tokens is not null)
        {
            return tokens;
        }

        await EndFamilyAsync(hash, cancellationToken);
        throw new DomainException(IdentityReasons.RefreshTokenInvalid, "The refresh token is unknown, used, revoked or expired; sign in again.");
    }

    private async Task<SessionTokens?> RotateAsync(byte[] hash, CancellationToken cancellationToken)
    {
        // One conditional update: of many parallel uses, exactly one sees a row.
        var now = clock.GetUtcNow();
        var used = await db.RefreshTokens
            .Where(t => t.TokenHash == hash && t.UsedAt == null && t.ExpiresAt > now
                && db.Sessions.Any(s => s.Id == t.SessionId && s.RevokedAt == null && s.ExpiresAt > now
                    && db.Users.Any(u => u.Id == s.UserId && u.SuspendedAt == null)))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancellationToken);
        if (used == 0)
        {
            return null;
        }

        var row = await (from token in db.RefreshTokens
                         join session in db.Sessions on token.SessionId equals session.Id
                         join user in db.Users on session.UserId equals user.Id
                         where token.TokenHash == hash
                         select new { session, user }).SingleAsync(cancellationToken);
        var tokens = issuer.Issue(row.user, row.session);
        await db.SaveChangesAsync(cancellationToken);
        return tokens;
    }

    /// <summary>Outside the rotation's transaction: the revocation stays although the call fails.</summary>
    private async Task EndFamilyAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var reused = await (from token in db.RefreshTokens
                            join session in db.Sessions on token.SessionId equals session.Id
                            where token.TokenHash == hash && token.UsedAt != null && session.RevokedAt == null
                            select new { session.Id, session.UserId }).SingleOrDefaultAsync(cancellationToken);
        if (reused is not null && await revoker.RevokeAsync(db.Sessions.Where(s => s.Id == reused.Id), cancellationToken) > 0)
        {
            await audit.NoteRefusalAsync(reused.UserId, "session.token_reused", $"users/{reused.UserId}", new { session = $"sessions/{reused.Id}" });
        }
    }
}
