using ESchool.Application.Identity;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Sends the e-mail that sets a new password. The token is made here and kept only as a hash, so that it lies nowhere in plain.</summary>
public sealed class SendPasswordResetEmail(SchoolDbContext db, MailSender mail, IOptions<PublicOptions> addresses, TimeProvider clock)
    : IHandle<PasswordResetEmailWork>
{
    Task IHandle<PasswordResetEmailWork>.HandleAsync(PasswordResetEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.UserId, cancellationToken);

    /// <summary>Makes a token and sends it, unless nobody has that number or the account may not be used.</summary>
    public async Task ExecuteAsync(Guid userId, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.SuspendedAt == null && u.ErasedAt == null, cancellationToken);
        if (user is null)
        {
            return;
        }

        var token = OpaqueToken.Create();
        db.PasswordResets.Add(new PasswordReset(userId, OpaqueToken.Hash(token), clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await mail.SendAsync(
            new Mail(
                user.EmailNormalized,
                MailText.NameOf(user.DisplayName),
                "Set a new password",
                $"""
                {MailText.Greeting(user.DisplayName)}

                you can set a new password by opening this page within an hour:

                {new Uri(addresses.Value.WebUrl, $"reset-password?token={token}")}

                If you did not ask for it, do nothing: your password stays as it is.
                """
            ),
            cancellationToken
        );
    }
}
