using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Chat;
using ESchool.Domain.Learning;

namespace ESchool.Application.Chat;

/// <summary>Who may read and write a conversation: its instructor, and its student while the enrollment is live. Nobody with an ended session.</summary>
internal static class ConversationAccess
{
    /// <summary>The conversations an actor takes part in now.</summary>
    public static IQueryable<Conversation> Of(SchoolDbContext db, Actor actor) =>
        db.Conversations.Where(c =>
            c.InstructorId == actor.UserId
            || (
                c.StudentId == actor.UserId
                && db.Enrollments.Any(e => e.StudentId == c.StudentId && e.CourseId == c.CourseId && e.State == EnrollmentState.Active)
            )
        );

    /// <summary>The refusal for a conversation the actor has no part in.</summary>
    public static DomainException NotFound(Guid conversationId) =>
        new(ChatReasons.ConversationNotFound, "{conversation} does not exist.", ("conversation", $"conversations/{conversationId}"));
}
