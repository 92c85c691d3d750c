using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Opens a session with address and password.</summary>
public sealed class SignIn(SchoolDbContext db, PasswordHasher passwords, SignInThrottle throttle, SessionIssuer issuer, TimeProvider clock)
{
    /// <summary>Checks the password and makes the session's first tokens.</summary>
    /// <exception cref="DomainException"><c>CREDENTIALS_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task<SessionTokens> ExecuteAsync(string email, string password, CancellationToken cancellationToken)
    {
        await throttle.CountAsync(email, cancellationToken);
        var normalized = User.NormalizeEmail(email);
        var user = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == normalized, cancellationToken);
        var fits = await passwords.VerifyAsync(password, user?.PasswordHash ?? PasswordHasher.Unmatchable, cancellationToken);
        if (!fits || user is null || !user.CanSignIn)
        {
            throw new DomainException(IdentityReasons.CredentialsInvalid, "Address and password do not open a session.");
        }

        var session = new Session(user.Id, clock.GetUtcNow());
        db.Sessions.Add(session);
        db.AuditEvents.Add(new AuditEvent(user.Id, "session.open", $"users/{user.Id}", clock.GetUtcNow()));
        var tokens = issuer.Issue(user, session);
        await db.SaveChangesAsync(cancellationToken);
        await throttle.ForgetAsync(email, cancellationToken);
        return tokens;
    }
}
