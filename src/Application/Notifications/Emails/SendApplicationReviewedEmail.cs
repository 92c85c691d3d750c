using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Tells an applicant where the application stands.</summary>
public sealed class SendApplicationReviewedEmail(SchoolDbContext db, MailSender mail) : IHandle<ApplicationReviewedEmailWork>
{
    Task IHandle<ApplicationReviewedEmailWork>.HandleAsync(ApplicationReviewedEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.ApplicationId, work.State, cancellationToken);

    /// <summary>Sends it.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="state">What it had become; null for what it is now.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    public async Task ExecuteAsync(Guid applicationId, ApplicationState? state, CancellationToken cancellationToken)
    {
        var row = await (
            from application in db.InstructorApplications
            join user in db.Users on application.ApplicantId equals user.Id
            where application.Id == applicationId
            select new
            {
                application.State,
                application.ReviewMessage,
                user.EmailNormalized,
                user.DisplayName,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            // Erased with its applicant.
            return;
        }

        var (news, withMessage) = TextOf(state ?? row.State);
        var message = withMessage ? row.ReviewMessage : "";
        await mail.SendAsync(
            new Mail(
                row.EmailNormalized,
                MailText.NameOf(row.DisplayName),
                "Your application as an instructor",
                $"{MailText.Greeting(row.DisplayName)}\n\n{news}\n\n{message}".TrimEnd()
            ),
            cancellationToken
        );
    }

    private static (string News, bool WithMessage) TextOf(ApplicationState state) =>
        state switch
        {
            ApplicationState.Submitted => ("we have your application and will look at it soon.", false),
            ApplicationState.Approved => ("welcome: you are an instructor now. Sign in again and make your first course.", true),
            ApplicationState.ChangesRequested => ("we need something more before we can decide. Change your application and submit it again.", true),
            ApplicationState.Withdrawn => ("you have withdrawn your application. Its documents are being deleted.", false),
            ApplicationState.Declined => ("we cannot accept your application as it is. You may apply again after a while.", true),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Nobody is told of this state."),
        };
}
