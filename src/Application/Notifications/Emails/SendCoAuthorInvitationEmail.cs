using ESchool.Application.Identity.Accounts;
using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Invites somebody to work on a course. Only whoever signs in with the address can accept, so the link is no secret.</summary>
public sealed class SendCoAuthorInvitationEmail(SchoolDbContext db, MailSender mail, MailBudget budget, IOptions<PublicOptions> addresses)
    : IHandle<CoAuthorInvitationEmailWork>
{
    Task IHandle<CoAuthorInvitationEmailWork>.HandleAsync(CoAuthorInvitationEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.InvitationId, cancellationToken);

    /// <summary>Sends it, unless the invitation has ended meanwhile, or the recipient has had too many mails lately.</summary>
    public async Task ExecuteAsync(Guid invitationId, CancellationToken cancellationToken)
    {
        var row = await (
            from invitation in db.CoAuthorInvitations
            join course in db.Courses on invitation.CourseId equals course.Id
            join owner in db.Users on course.InstructorId equals owner.Id
            where invitation.Id == invitationId && course.DeletedAt == null && owner.SuspendedAt == null
            select new
            {
                invitation.Email,
                invitation.CourseId,
                course.Text.Title,
                owner.DisplayName,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        // Beyond the budget nothing is sent, now or later: whoever signs in finds the invitation anyway, and nobody's inbox is filled by inviting.
        if (!await budget.TakeAsync(row.Email, MailRoom.Others, cancellationToken))
        {
            return;
        }

        var from = MailText.NameOf(row.DisplayName) is { Length: > 0 } name ? name : "An instructor";
        await mail.SendAsync(
            new Mail(
                row.Email,
                "",
                $"{from} invites you to work on a course",
                $"""
                Hello,

                {from} invites you to work on the course "{MailText.LineOf(
                    row.Title
                )}" at E-School. Open this page to answer; sign in, or register, with this address:

                {new Uri(addresses.Value.WebUrl, $"invitations?name=courses/{row.CourseId}/invitations/{invitationId}")}

                If you do not know them, nothing needs to be done: the invitation ends by itself.
                """
            ),
            cancellationToken
        );
    }
}
