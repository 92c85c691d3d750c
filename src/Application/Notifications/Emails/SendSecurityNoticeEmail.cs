using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Tells a user that something about how they sign in has changed, so that a thief cannot change it unnoticed.</summary>
public sealed class SendSecurityNoticeEmail(SchoolDbContext db, MailSender mail) : IHandle<SecurityNoticeEmailWork>
{
    Task IHandle<SecurityNoticeEmailWork>.HandleAsync(SecurityNoticeEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.UserId, work.Notice, cancellationToken);

    /// <summary>Sends it, unless the account was erased meanwhile.</summary>
    public async Task ExecuteAsync(Guid userId, SecurityNotice notice, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.ErasedAt == null, cancellationToken);
        if (user is null)
        {
            return;
        }

        await mail.SendAsync(
            new Mail(
                user.EmailNormalized,
                MailText.NameOf(user.DisplayName),
                "Your E-School account",
                $"""
                {MailText.Greeting(user.DisplayName)}

                {WordsOf(notice)}

                {AdviceOn(notice)}
                """
            ),
            cancellationToken
        );
    }

    private static string AdviceOn(SecurityNotice notice) =>
        notice is SecurityNotice.MergedIntoAnother or SecurityNotice.AnotherMerged
            ? "If you know nothing of this, write to us at once."
            : "If it was not you, set a new password at once and write to us.";

    private static string WordsOf(SecurityNotice notice) =>
        notice switch
        {
            SecurityNotice.PasswordChanged => "the password of your account was set anew. Other devices were signed out.",
            SecurityNotice.TotpEnabled => "an authenticator app was set up. From now on, signing in asks for a code.",
            SecurityNotice.TotpDisabled => "the authenticator app was taken away from your account. Signing in does not ask for a code any more.",
            SecurityNotice.RecoveryCodesReplaced => "new recovery codes were made. The old ones do not work any more.",
            SecurityNotice.GoogleLinked => "your account can now be opened with Google.",
            SecurityNotice.DeletionRequested => "your account was closed and will be erased in fourteen days. Sign in and restore it if you change your mind.",
            SecurityNotice.SignInsBraked =>
                "somebody has tried many wrong passwords on your account. None of them opened it. Devices that you have used before are not affected; on a new one, signing in may have to wait for some minutes.",
            SecurityNotice.MergedIntoAnother =>
                "this account was merged into your other one, as was agreed with our staff. Your courses, certificates and orders are there now; sign in with that account. This one is closed.",
            SecurityNotice.AnotherMerged =>
                "your other account was merged into this one, as was agreed with our staff. Its courses, certificates and orders are here now.",
            _ => throw new InvalidOperationException($"{notice} is not known."),
        };
}
