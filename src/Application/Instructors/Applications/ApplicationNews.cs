using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain.Instructors;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Tells an applicant, by e-mail and in the feed, where the application stands.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ApplicationNews(WorkOutbox outbox)
{
    /// <summary>Adds the news to the present unit of work.</summary>
    /// <param name="application">The application, as it has become.</param>
    /// <param name="happened">What happened.</param>
    public void Tell<TEvent>(InstructorApplication application, TEvent happened)
        where TEvent : IFeedEvent
    {
        var state = application.State;
        outbox.Add(new ApplicationReviewedEmailWork(application.Id, state), $"{application.Id}/{application.Submissions}/{state}");
        outbox.Tell(application.ApplicantId, happened);
    }
}
