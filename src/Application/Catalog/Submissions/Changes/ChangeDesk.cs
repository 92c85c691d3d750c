using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>Where a reviewer who has claimed a submission writes down what is to be changed.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ChangeDesk(SchoolDbContext db, SubmissionDesk desk, TimeProvider clock)
{
    /// <summary>Works on a submission's changes; nobody else does meanwhile.</summary>
    /// <exception cref="DomainException"><c>SUBMISSION_NOT_FOUND</c>, <c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_NOT_CLAIMED</c>.</exception>
    public Task<T> WriteAsync<T>(Actor actor, Guid courseId, Guid submissionId, Func<CourseSubmission, Task<T>> write, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var submission = await desk.LockAsync(courseId, submissionId, cancellationToken);
                submission.RequireHeldBy(actor.UserId, clock.GetUtcNow());
                var result = await write(submission);
                await db.SaveChangesAsync(cancellationToken);
                return result;
            },
            cancellationToken
        );

    /// <summary>Finds a change of a submission.</summary>
    /// <exception cref="DomainException"><c>REQUESTED_CHANGE_NOT_FOUND</c>.</exception>
    public async Task<RequestedChange> FindAsync(Guid courseId, Guid submissionId, Guid changeId, CancellationToken cancellationToken) =>
        await db.RequestedChanges.SingleOrDefaultAsync(c => c.Id == changeId && c.SubmissionId == submissionId && c.CourseId == courseId, cancellationToken)
        ?? throw NotFound(courseId, submissionId, changeId);

    /// <summary>Refuses a place that the draft does not have.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>, <c>LESSON_POSITION_INVALID</c>.</exception>
    public async Task RequirePlaceAsync(Guid courseId, ChangeWish wish, CancellationToken cancellationToken)
    {
        if (wish.LessonId is not { } lessonId)
        {
            return;
        }

        var lesson =
            await db
                .Courses.Where(c => c.Id == courseId)
                .SelectMany(c => c.Sections.Where(s => s.DeletedAt == null))
                .SelectMany(s => s.Lessons.Where(l => l.DeletedAt == null && l.Id == lessonId))
                .Select(l => new { Seconds = db.Assets.Where(a => a.Id == l.AssetId).Select(a => a.DurationSeconds).SingleOrDefault() })
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(CatalogReasons.LessonNotFound, "{lesson} does not exist.", ("lesson", $"courses/{courseId}/lessons/{lessonId}"));
        if (wish.PositionSeconds is { } seconds && (lesson.Seconds is null || seconds > lesson.Seconds))
        {
            throw new DomainException(
                SubmissionReasons.LessonPositionInvalid,
                "{lesson} has {seconds} seconds of video.",
                ("lesson", $"courses/{courseId}/lessons/{lessonId}"),
                ("seconds", lesson.Seconds ?? 0)
            );
        }
    }

    /// <summary>The refusal of a change that is not there, or that the caller may not see.</summary>
    internal static DomainException NotFound(Guid courseId, Guid submissionId, Guid changeId) =>
        new(
            SubmissionReasons.RequestedChangeNotFound,
            "{requested_change} does not exist.",
            ("requested_change", SubmissionDesk.NameOf(courseId, submissionId, changeId))
        );
}
