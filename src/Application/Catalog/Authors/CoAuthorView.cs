using ESchool.Data;
using ESchool.Domain.Catalog.Authors;

namespace ESchool.Application.Catalog.Authors;

/// <summary>A co-author, for showing.</summary>
/// <param name="CoAuthor">Who works on what.</param>
/// <param name="DisplayName">The name they show.</param>
public sealed record CoAuthorView(CoAuthor CoAuthor, string DisplayName)
{
    internal static IQueryable<CoAuthorView> Of(SchoolDbContext db, IQueryable<CoAuthor> coAuthors) =>
        from author in coAuthors
        join user in db.Users on author.UserId equals user.Id
        orderby author.JoinedAt, author.UserId
        select new CoAuthorView(author, user.DisplayName);
}

/// <summary>An invitation, for showing.</summary>
/// <param name="Invitation">The invitation.</param>
/// <param name="CourseTitle">The title of the course's draft.</param>
/// <param name="OwnerName">The name its owner shows.</param>
public sealed record InvitationView(CoAuthorInvitation Invitation, string CourseTitle, string OwnerName)
{
    internal static IQueryable<InvitationView> Of(SchoolDbContext db, IQueryable<CoAuthorInvitation> invitations) =>
        from invitation in invitations
        join course in db.Courses on invitation.CourseId equals course.Id
        join owner in db.Users on course.InstructorId equals owner.Id
        orderby invitation.Id descending
        select new InvitationView(invitation, course.Text.Title, owner.DisplayName);
}
