using ESchool.Application.Identity.Passwords;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Makes an account. Whoever calls learns nothing about whether the address was known: only the owner of the address does, by e-mail.</summary>
public sealed class Register(SchoolDbContext db, PasswordHasher passwords, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Makes the account, or tells the owner of a known address; the same request id again does nothing.</summary>
    /// <exception cref="DomainException"><c>PASSWORD_TOO_WEAK</c>.</exception>
    public async Task ExecuteAsync(Guid requestId, string email, string password, string displayName, CancellationToken cancellationToken)
    {
        PasswordPolicy.Require(password, "password", email, displayName);

        // Hashed in either case: the time it takes tells nothing.
        var hash = await passwords.HashAsync(password, cancellationToken);
        var normalized = User.NormalizeEmail(email);
        await db.InTransactionAsync(
            async () =>
            {
                // Two registrations of one address at once: the second waits here and then finds the first's account.
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({normalized}, 0))", cancellationToken);
                var cause = requestId.ToString();
                if (await db.OutboxMessages.AnyAsync(m => (m.Kind == WorkKinds.VerificationEmail || m.Kind == WorkKinds.PasswordResetEmail || m.Kind == WorkKinds.AddressKnownEmail) && m.DeduplicationKey == cause, cancellationToken))
                {
                    return;
                }

                var known = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == normalized, cancellationToken);
                if (known is null)
                {
                    var user = new User(email, displayName, hash, clock.GetUtcNow());
                    db.Users.Add(user);
                    outbox.Add(WorkKinds.VerificationEmail, new UserWork(user.Id), cause);
                }
                else if (known.EmailVerifiedAt is null)
                {
                    // Two registrations, and nobody has proved to own the address: one of them may be a stranger's who waits for the owner to
                    // verify it. Neither password counts; whoever reads the mail sets one.
                    known.SetPassword(null);
                    outbox.Add(WorkKinds.PasswordResetEmail, new UserWork(known.Id), cause);
                }
                else
                {
                    outbox.Add(WorkKinds.AddressKnownEmail, new UserWork(known.Id), cause);
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }
}
