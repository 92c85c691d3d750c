using ESchool.Application.Identity.Passwords;
using ESchool.Application.Settings;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Accounts;

/// <summary>Makes an account. Whoever calls learns nothing about whether the address was known: only the owner of the address does, by e-mail.</summary>
public sealed class Register(
    SchoolDbContext db,
    PasswordHasher passwords,
    WorkOutbox outbox,
    MailBudget mails,
    MailCodes codes,
    LiveSettings settings,
    TimeProvider clock
)
{
    /// <summary>Makes the account, or tells the owner of a known address; the same request id again does nothing.</summary>
    /// <returns>The code that the subject of the mail begins with, the same whether the address was known or not.</returns>
    /// <exception cref="DomainException"><c>PASSWORD_TOO_WEAK</c>, <c>CLOSED_BY_STAFF</c>.</exception>
    public async Task<string> ExecuteAsync(Guid requestId, string email, string password, string displayName, CancellationToken cancellationToken)
    {
        await settings.RequireOpenAsync(KnownSettings.RegistrationOpen, cancellationToken);
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
                var isDone =
                    await db.Registrations.AnyAsync(r => r.Id == requestId, cancellationToken)
                    || await db.OutboxMessages.AnyAsync(
                        m => (m.Kind == VerificationEmailWork.Kind || m.Kind == AddressKnownEmailWork.Kind) && m.DeduplicationKey == cause,
                        cancellationToken
                    );
                if (!isDone)
                {
                    await AddAsync(requestId, new Applicant(email, normalized, displayName, hash), cancellationToken);
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
        return codes.CodeOf(requestId);
    }

    private async Task AddAsync(Guid requestId, Applicant applicant, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var mayMail = await mails.TakeAsync(applicant.Normalized, MailRoom.Registrations, cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == applicant.Normalized, cancellationToken);
        if (user?.EmailVerifiedAt is not null)
        {
            Ask(new AddressKnownEmailWork(user.Id, requestId));
            return;
        }

        if (user is null)
        {
            user = new User(applicant.Email, applicant.DisplayName, applicant.PasswordHash, now);
            db.Users.Add(user);
        }
        else
        {
            // Several registrations, and nobody has proved to own the address: no password counts until a mail is opened, and then the one of that mail.
            user.SetPassword(null);
        }

        db.Registrations.Add(new Registration(requestId, user.Id, applicant.PasswordHash, applicant.DisplayName, now));
        Ask(new VerificationEmailWork(user.Id, requestId));

        void Ask<TWork>(TWork mail)
            where TWork : IWork
        {
            if (mayMail)
            {
                outbox.Add(mail, requestId.ToString());
            }
        }
    }

    /// <summary>Who wants an account.</summary>
    private sealed record Applicant(string Email, string Normalized, string DisplayName, string PasswordHash);
}
