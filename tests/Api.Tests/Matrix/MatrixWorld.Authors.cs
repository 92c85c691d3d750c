using ESchool.Application.Catalog.Authors;
using ESchool.Domain.Catalog.Authors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests.Matrix;

/// <content>Those who work on the instructor's courses.</content>
internal sealed partial class MatrixWorld
{
    /// <summary>The editor and the assistant work on every course of the instructor's that there is by now.</summary>
    private Task JoinCoursesAsync() =>
        School.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO catalog.co_authors (course_id, user_id, role, joined_at)
                SELECT c.id, a.user_id, a.role, {School.Clock.GetUtcNow()} FROM catalog.courses c, (VALUES
                    ({ActorOf(Editor).UserId}, {(int)AuthorRole.Editor}), ({ActorOf(Assistant).UserId}, {(int)AuthorRole.Assistant})) a (user_id, role)
                WHERE c.instructor_id = {ActorOf(Instructor).UserId} ON CONFLICT DO NOTHING
                """
            )
        );

    /// <summary>The owner, who is a student, is invited to the instructor's draft.</summary>
    private async Task<string> InvitationAsync()
    {
        var courseId = Guid.Parse(await NeedAsync("draft"));
        var email = await School.ReadAsync(db => db.Users.Where(u => u.Id == ActorOf(Owner).UserId).Select(u => u.Email).SingleAsync());
        var invited = await School.DoAsync<InviteCoAuthor, InvitationView>(i =>
            i.ExecuteAsync(ActorOf(Instructor), courseId, email, AuthorRole.Editor, CancellationToken.None)
        );
        return invited.Invitation.Id.ToString();
    }
}
