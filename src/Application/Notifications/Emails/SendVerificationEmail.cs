using ESchool.Application.Identity;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Sends the e-mail that verifies an address. The token is made here and kept only as a hash, so that it lies nowhere in plain.</summary>
public sealed class SendVerificationEmail(SchoolDbContext db, MailSender mail, MailCodes codes, IOptions<PublicOptions> addresses, TimeProvider clock)
    : IHandle<VerificationEmailWork>
{
    Task IHandle<VerificationEmailWork>.HandleAsync(VerificationEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.UserId, work.RegistrationId, cancellationToken);

    /// <summary>Makes a token and sends it, unless the address is verified meanwhile.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="registrationId">Whose password counts when the mail is opened; <see cref="Guid.Empty"/> for that of the latest registration.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    public async Task ExecuteAsync(Guid userId, Guid registrationId, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.EmailVerifiedAt == null, cancellationToken);
        if (user is null)
        {
            return;
        }

        var waiting = await db.Registrations.AsNoTracking().Where(r => r.UserId == userId).OrderByDescending(r => r.CreatedAt).ToListAsync(cancellationToken);
        var registration = waiting.Find(r => r.Id == registrationId) ?? waiting.FirstOrDefault();
        var token = OpaqueToken.Create();
        db.EmailVerifications.Add(new EmailVerification(userId, OpaqueToken.Hash(token), registration?.Id, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await mail.SendAsync(
            new Mail(
                user.EmailNormalized,
                MailText.NameOf(user.DisplayName),
                SubjectOf(registration),
                $"""
                {MailText.Greeting(user.DisplayName)}

                please verify your e-mail address by opening this page within a day:

                {new Uri(addresses.Value.WebUrl, $"verify-email?token={token}")}

                {WordsOf(registration, waiting.Count > 1)}
                """
            ),
            cancellationToken
        );
    }

    private string SubjectOf(Registration? registration) =>
        registration is null ? "Verify your e-mail address" : $"{codes.CodeOf(registration.Id)}: verify your e-mail address";

    private string WordsOf(Registration? registration, bool isOneOfMany)
    {
        const string Stranger = "If you did not register at E-School, do nothing: without this step the account cannot be used.";
        return registration is null ? Stranger
            : isOneOfMany
                ? $"This address was registered more than once. Open the page only if the code {codes.CodeOf(registration.Id)} was shown to you when you registered: "
                    + "from then on, the password that was given there opens the account. Otherwise open the mail with your code.\n\n"
                    + Stranger
            : $"When you registered, the code {codes.CodeOf(registration.Id)} was shown to you. {Stranger}";
    }
}
