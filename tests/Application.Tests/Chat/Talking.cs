using ESchool.Application.Chat;
using ESchool.Domain;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Chat;

internal static class Talking
{
    /// <summary>A student and an instructor with a conversation.</summary>
    public static async Task<(Actor Student, Actor Instructor, Guid Conversation)> TalkingAsync(this TestSchool school)
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        await school.EnrollmentAsync(student, course);
        var conversation = (
            await school.DoAsync<StartConversation, ConversationView>(s => s.ExecuteAsync(student, course.Id, CancellationToken.None))
        ).Conversation;
        return (student, course.Instructor, conversation.Id);
    }
}
