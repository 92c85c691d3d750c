using ESchool.Application.Catalog.Authoring;
using ESchool.Application.Catalog.Authors;
using ESchool.Application.Catalog.Submissions.Changes;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Submissions;

/// <summary>A submission as its reader may see it.</summary>
/// <param name="Submission">The submission.</param>
/// <param name="Holder">Who is at work on it; null for nobody.</param>
/// <param name="IsForStaff">Whether the reader may see who reviews it.</param>
public sealed record SubmissionView(CourseSubmission Submission, Guid? Holder, bool IsForStaff);

/// <summary>Who reads submissions: the authors of the course, and the staff.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SubmissionReaders(SchoolDbContext db, CourseAuthors authors, SentBackChanges sentBack)
{
    /// <summary>Lets in who may read the submissions of a course.</summary>
    /// <returns>True for staff, who are not its authors.</returns>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<bool> IsForStaffAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        if (
            actor.ReadsAll
            && !await authors.CoursesOf(actor.UserId).AnyAsync(c => c.Id == courseId, cancellationToken)
            && await db.Courses.Where(CourseDrafts.WasSubmitted).AnyAsync(c => c.Id == courseId, cancellationToken)
        )
        {
            return true;
        }

        await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        return false;
    }

    /// <summary>The changes that were asked for of a course, as the reader may see them: what a reviewer is still writing is not for the authors.</summary>
    public IQueryable<RequestedChange> ChangesOf(Guid courseId, bool isForStaff) =>
        isForStaff ? db.RequestedChanges.AsNoTracking().Where(c => c.CourseId == courseId) : sentBack.Of(courseId).AsNoTracking();
}
