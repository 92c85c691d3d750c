using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Chat;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Chat;

/// <summary>Opens the conversation of a student with the instructor of a course, or finds the one that is there.</summary>
public sealed class StartConversation(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Opens or finds it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>: also when the caller is not enrolled in it.</exception>
    public async Task<ConversationView> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var instructorId =
            await db
                .Enrollments.Where(e => e.StudentId == actor.UserId && e.CourseId == courseId && e.State == EnrollmentState.Active)
                .Join(db.Courses, e => e.CourseId, c => c.Id, (_, c) => (Guid?)c.InstructorId)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(CatalogReasons.CourseNotFound, "The caller is not enrolled in {course}.", ("course", $"courses/{courseId}"));
        var fresh = new Conversation(courseId, actor.UserId, instructorId, clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO chat.conversations (id, course_id, student_id, instructor_id, last_sequence, change_count, updated_at)
            VALUES ({fresh.Id}, {courseId}, {actor.UserId}, {instructorId}, 0, 0, {fresh.UpdatedAt}) ON CONFLICT (student_id, course_id) DO NOTHING
            """,
            cancellationToken
        );
        return await ConversationView.Of(db, db.Conversations.Where(c => c.StudentId == actor.UserId && c.CourseId == courseId)).SingleAsync(cancellationToken);
    }
}
