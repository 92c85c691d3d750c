using ESchool.Data;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications;

/// <summary>Sends the decision on an instructor's application.</summary>
public sealed class SendApplicationReviewedEmail(SchoolDbContext db, MailSender mail)
{
    /// <summary>Sends it.</summary>
    public async Task ExecuteAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        var row = await (from application in db.InstructorApplications
                         join user in db.Users on application.ApplicantId equals user.Id
                         where application.Id == applicationId
                         select new { application.State, application.ReviewMessage, user.Email, user.DisplayName }).SingleAsync(cancellationToken);
        var decision = row.State == ApplicationState.Approved
            ? "welcome: you are an instructor now. Sign in again and make your first course."
            : "we cannot accept your application as it is. You may apply again.";
        await mail.SendAsync(
            new Mail(row.Email, row.DisplayName, "Your application as an instructor", $"Hello {row.DisplayName},\n\n{decision}\n\n{row.ReviewMessage}".TrimEnd()),
            cancellationToken);
    }
}
