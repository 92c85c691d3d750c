using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.People;

/// <summary>What others may read of a user.</summary>
/// <param name="UserId">Who it is.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="AvatarUrl">A short-lived address of the picture; empty without one.</param>
/// <param name="Headline">An instructor in a line; empty for others.</param>
/// <param name="IsInstructor">Whether it is an instructor now.</param>
public sealed record PersonView(Guid UserId, string DisplayName, string AvatarUrl, string Headline, bool IsInstructor);

/// <summary>
/// Reads what a caller may know of people. An instructor's profile is everybody's; anybody else's is for whoever shares a conversation or a course with them,
/// and for the staff.
/// </summary>
public sealed class FindPeople(SchoolDbContext db, ObjectStorage storage)
{
    private static readonly TimeSpan AvatarLifetime = TimeSpan.FromMinutes(15);

    /// <summary>Reads those of the people whom the caller may see, in the order asked for.</summary>
    /// <param name="actor">The caller; the anonymous one sees instructors.</param>
    /// <param name="userIds">Whom.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<PersonView>> ExecuteAsync(Actor actor, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        var me = actor.UserId;
        var visible = db.Users.Where(user =>
            userIds.Contains(user.Id)
            && user.ErasedAt == null
            && (
                user.Id == me
                || actor.ReadsAll
                || ((user.Roles & Roles.Instructor) != 0 && user.SuspendedAt == null)
                || db.Conversations.Any(c => (c.StudentId == user.Id && c.InstructorId == me) || (c.InstructorId == user.Id && c.StudentId == me))
                || db.Enrollments.Any(theirs =>
                    theirs.StudentId == user.Id
                    && theirs.State == EnrollmentState.Active
                    && (
                        db.Courses.Any(c => c.Id == theirs.CourseId && c.InstructorId == me)
                        || db.Enrollments.Any(mine => mine.StudentId == me && mine.CourseId == theirs.CourseId && mine.State == EnrollmentState.Active)
                    )
                )
            )
        );
        var found = await (
            from user in visible
            join profile in db.InstructorProfiles on user.Id equals profile.InstructorId into profiles
            from profile in profiles.DefaultIfEmpty()
            let isInstructor = (user.Roles & Roles.Instructor) != 0 && user.SuspendedAt == null
            select new
            {
                user.Id,
                user.DisplayName,
                user.AvatarKey,
                Headline = isInstructor && profile != null ? profile.Headline : "",
                IsInstructor = isInstructor,
            }
        ).ToDictionaryAsync(p => p.Id, cancellationToken);
        return
        [
            .. userIds
                .Distinct()
                .Where(found.ContainsKey)
                .Select(id => found[id])
                .Select(p => new PersonView(
                    p.Id,
                    p.DisplayName,
                    p.AvatarKey is { } key ? storage.SignGet(storage.DocumentsBucket, key, AvatarLifetime).Url : "",
                    p.Headline,
                    p.IsInstructor
                )),
        ];
    }
}
