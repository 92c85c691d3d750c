using ESchool.Application.Catalog.Submissions;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Takes a draft back from the reviewers.</summary>
public sealed class WithdrawSubmission(CourseDrafts drafts, SubmissionDesk desk, TimeProvider clock)
{
    /// <summary>Withdraws it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                course.Withdraw();
                (await desk.LockOpenAsync(courseId, cancellationToken))?.Withdraw(clock.GetUtcNow());
                return course;
            },
            cancellationToken
        );
}
