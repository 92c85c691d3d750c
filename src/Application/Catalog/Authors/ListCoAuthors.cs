using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Lists those who work on a course.</summary>
public sealed class ListCoAuthors(SchoolDbContext db, CourseAuthors authors, Invitations invitations)
{
    /// <summary>Lists the co-authors, the longest first, and to the owner the open invitations.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<(IReadOnlyList<CoAuthorView> CoAuthors, IReadOnlyList<InvitationView> Invitations)> ExecuteAsync(
        Actor actor,
        Guid courseId,
        CancellationToken cancellationToken
    )
    {
        var (_, role) = await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var present = await CoAuthorView.Of(db, db.CoAuthors.AsNoTracking().Where(a => a.CourseId == courseId)).ToListAsync(cancellationToken);
        var invited = role == AuthorRole.Owner ? await InvitationView.Of(db, invitations.Of(courseId)).ToListAsync(cancellationToken) : [];
        return (present, invited);
    }
}
