using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using ESchool.Domain.Media;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Says whose an upload is: the caller's own, or for a course of which they are an editor.</summary>
public sealed class OwnUploads(CourseAuthors authors)
{
    /// <summary>Decides it.</summary>
    /// <param name="actor">Who uploads.</param>
    /// <param name="courseId">What for; null for no course.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <exception cref="DomainException"><c>ROLE_MISSING</c>, <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<AssetOwner> ExecuteAsync(Actor actor, Guid? courseId, CancellationToken cancellationToken)
    {
        if (courseId is not { } id)
        {
            return actor.Roles.HasFlag(Roles.Instructor)
                ? AssetOwner.Alone(actor.UserId)
                : throw new DomainException(CallReasons.RoleMissing, "The call needs one of these roles: {roles}.", ("roles", Roles.Instructor));
        }

        var (course, _) = await authors.FindAsync(actor, id, AuthorRole.Editor, cancellationToken);
        return new AssetOwner(course.InstructorId, actor.UserId, id);
    }
}
