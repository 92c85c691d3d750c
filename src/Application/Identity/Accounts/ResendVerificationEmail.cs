using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Accounts;

/// <summary>
/// Sends another verification e-mail, at most one a minute, if somebody waits for one. The same statements run for any other address, with a number
/// nobody has, so that answer and time are the same, repeated or not.
/// </summary>
public sealed class ResendVerificationEmail(SchoolDbContext db, MailBudget mails, MailCodes codes)
{
    /// <summary>Asks for the e-mail.</summary>
    public async Task ExecuteAsync(string email, CancellationToken cancellationToken)
    {
        var (normalized, nobody) = (User.NormalizeEmail(email), codes.NobodyOf(User.NormalizeEmail(email)));
        var userId = await db
            .Users.Where(u => u.EmailNormalized == normalized && u.EmailVerifiedAt == null)
            .Select(u => u.Id)
            .SingleOrDefaultAsync(cancellationToken);
        var recipient = userId == Guid.Empty ? nobody : userId;
        await mails.AskAsync(new VerificationEmailWork(recipient), MailRoom.Registrations, normalized, recipient, cancellationToken);
    }
}
