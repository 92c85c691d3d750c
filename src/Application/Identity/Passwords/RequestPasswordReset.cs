using ESchool.Application.Identity.Accounts;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Passwords;

/// <summary>
/// Asks for an e-mail that sets a new password, at most one a minute. The same statements run for an address nobody has, with a number nobody has, so
/// that answer and time are the same, repeated or not.
/// </summary>
public sealed class RequestPasswordReset(SchoolDbContext db, MailBudget mails, MailCodes codes)
{
    /// <summary>Asks for the e-mail.</summary>
    public async Task ExecuteAsync(string email, CancellationToken cancellationToken)
    {
        var (normalized, nobody) = (User.NormalizeEmail(email), codes.NobodyOf(User.NormalizeEmail(email)));
        var userId = await db.Users.Where(u => u.EmailNormalized == normalized).Select(u => u.Id).SingleOrDefaultAsync(cancellationToken);
        var recipient = userId == Guid.Empty ? nobody : userId;
        await mails.AskAsync(new PasswordResetEmailWork(recipient), MailRoom.Resets, normalized, recipient, cancellationToken);
    }
}
