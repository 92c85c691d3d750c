using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Engagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning.Progress;

/// <summary>
/// Notices that nothing required is missing any more and asks for the certificate, in the transaction that made it so: a lesson was completed, or what the
/// student must fulfil has changed.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CourseCompletion(SchoolDbContext db, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>
    /// Counts the required lessons that are complete, and looks whether the course is complete now; the enrollment must be locked. Counts what this unit of work
    /// has changed, saved or not. The caller saves.
    /// </summary>
    /// <param name="enrollment">The locked enrollment.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task CheckAsync(Enrollment enrollment, CancellationToken cancellationToken)
    {
        var required = await db
            .CurriculumLessons.AsNoTracking()
            .Where(l => l.VersionId == enrollment.CurriculumVersionId && l.Required)
            .ToListAsync(cancellationToken);
        await db.LessonProgress.Where(p => p.EnrollmentId == enrollment.Id).LoadAsync(cancellationToken);
        var progress = db.LessonProgress.Local.Where(p => p.EnrollmentId == enrollment.Id).ToLookup(p => p.LessonId);
        var completed = required.Where(lesson => IsComplete(enrollment, lesson, progress[lesson.LessonId])).Select(lesson => lesson.LessonId).ToHashSet();
        var isCompletedNow = enrollment.CompleteIfDone(required.ConvertAll(lesson => lesson.LessonId), completed, clock.GetUtcNow());
        enrollment.CountLessons(completed.Count, required.Count);
        if (isCompletedNow)
        {
            outbox.Add(new CertificateWork(enrollment.Id, Guid.CreateVersion7(clock.GetUtcNow())), enrollment.Id.ToString());
            outbox.Tell(enrollment.StudentId, new CourseCompleted(enrollment.Id));
        }
    }

    /// <summary>A lesson that asks for less than it did before may have been fulfilled long ago.</summary>
    private bool IsComplete(Enrollment enrollment, CurriculumLesson lesson, IEnumerable<LessonProgress> progress)
    {
        var rows = progress.ToList();
        if (!LessonStatus.IsFulfilled(lesson, rows))
        {
            return false;
        }

        if (rows.Exists(p => p.CompletedAt is not null))
        {
            return true;
        }

        rows.Single(p => p.AssetId == lesson.AssetId).CompleteIfFulfilled(new VideoRule(lesson.VideoSeconds, lesson.ThresholdBasisPoints), clock.GetUtcNow());
        db.EngagementChanges.Add(EngagementChange.OfCompletion(enrollment.CourseId, lesson.LessonId, clock.GetUtcNow()));
        return true;
    }
}
