using ESchool.Domain;
using ESchool.Domain.Catalog.Submissions;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>Asks for a change in other words, before the submission is decided.</summary>
public sealed class UpdateRequestedChange(ChangeDesk desk)
{
    /// <summary>Changes it.</summary>
    /// <param name="actor">The reviewer.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="submissionId">The submission.</param>
    /// <param name="changeId">The change.</param>
    /// <param name="edit">Makes the new wish of the old.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException">
    /// <c>SUBMISSION_NOT_FOUND</c>, <c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_NOT_CLAIMED</c>, <c>REQUESTED_CHANGE_NOT_FOUND</c>,
    /// <c>LESSON_NOT_FOUND</c>, <c>LESSON_POSITION_INVALID</c>.
    /// </exception>
    public Task<RequestedChange> ExecuteAsync(
        Actor actor,
        Guid courseId,
        Guid submissionId,
        Guid changeId,
        Func<ChangeWish, ChangeWish> edit,
        CancellationToken cancellationToken
    ) =>
        desk.WriteAsync(
            actor,
            courseId,
            submissionId,
            async _ =>
            {
                var change = await desk.FindAsync(courseId, submissionId, changeId, cancellationToken);
                var wish = edit(new ChangeWish(change.LessonId, change.PositionSeconds, change.Importance, change.Text));
                await desk.RequirePlaceAsync(courseId, wish, cancellationToken);
                change.Reword(wish);
                return change;
            },
            cancellationToken
        );
}
