using ESchool.Application.Identity;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications;

/// <summary>Sends the e-mail that verifies an address. The token is made here and kept only as a hash, so that it lies nowhere in plain.</summary>
public sealed class SendVerificationEmail(SchoolDbContext db, MailSender mail, IOptions<PublicOptions> addresses, TimeProvider clock)
{
    /// <summary>Makes a token and sends it, unless the address is verified meanwhile.</summary>
    public async Task ExecuteAsync(Guid userId, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.EmailVerifiedAt == null, cancellationToken);
        if (user is null)
        {
            return;
        }

        var token = OpaqueToken.Create();
        db.EmailVerifications.Add(new EmailVerification(userId, OpaqueToken.Hash(token), clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await mail.SendAsync(
            new Mail(
                user.Email, user.DisplayName, "Verify your e-mail address",
                $"""
                Hello {user.DisplayName},

                please verify your e-mail address by opening this page within a day:

                {new Uri(addresses.Value.WebUrl, $"verify-email?token={token}")}

                If you did not register at E-School, do nothing: without this step the account cannot be used.
                """),
            cancellationToken);
    }
}
