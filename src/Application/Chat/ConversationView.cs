using ESchool.Data;
using ESchool.Domain.Chat;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Chat;

/// <summary>A conversation with what people see of it.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="CourseTitle">The course's title, as it was published last.</param>
/// <param name="StudentName">The student's name.</param>
/// <param name="InstructorName">The instructor's name.</param>
public sealed record ConversationView(Conversation Conversation, string CourseTitle, string StudentName, string InstructorName)
{
    /// <summary>The one projection of conversations.</summary>
    internal static IQueryable<ConversationView> Of(SchoolDbContext db, IQueryable<Conversation> conversations) =>
        conversations
            .AsNoTracking()
            .Select(c => new ConversationView(
                c,
                db.CurriculumVersions.Where(v => v.CourseId == c.CourseId).OrderByDescending(v => v.Number).Select(v => v.Text.Title).First(),
                db.Users.Where(u => u.Id == c.StudentId).Select(u => u.DisplayName).First(),
                db.Users.Where(u => u.Id == c.InstructorId).Select(u => u.DisplayName).First()
            ));
}
