using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Takes a draft back from the reviewers.</summary>
public sealed class WithdrawSubmission(SchoolDbContext db, CourseDrafts drafts)
{
    /// <summary>Withdraws it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag: null, cancellationToken);
        course.Withdraw();
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}
