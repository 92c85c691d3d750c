using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog;

/// <summary>
/// What an instructor has on sale follows whether they may sell: suspended, or without the role, they sell nothing, and open checkout pages are closed;
/// once they may again, everything is on sale as it was.
/// </summary>
public sealed class FollowInstructor(SchoolDbContext db, WorkOutbox outbox) : IHandle<FollowInstructorWork>
{
    Task IHandle<FollowInstructorWork>.HandleAsync(FollowInstructorWork work, CancellationToken cancellationToken) => OneAsync(work.UserId, cancellationToken);

    /// <summary>Follows a user whose role or suspension was changed before.</summary>
    internal Task OneAsync(Guid userId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The user's lock: whoever suspends them meanwhile comes before or after.
                await ExecuteAsync(await db.Users.Where(u => u.Id == userId).ForNoKeyUpdate().SingleAsync(cancellationToken), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );

    /// <summary>
    /// Follows the user as they are now, inside the transaction that changes them; of somebody who teaches nothing, and done again, it changes nothing. The
    /// caller saves.
    /// </summary>
    public async Task ExecuteAsync(User user, CancellationToken cancellationToken)
    {
        var isBlocked = user.SuspendedAt is not null || !user.Roles.HasFlag(Roles.Instructor);
        foreach (var course in await db.Courses.Where(c => c.InstructorId == user.Id && c.IsInstructorBlocked != isBlocked).ToListAsync(cancellationToken))
        {
            if (course.PublishedVersion > 0)
            {
                outbox.CloseCheckouts(course.Id);
            }

            course.BlockInstructor(isBlocked);
        }
    }
}
