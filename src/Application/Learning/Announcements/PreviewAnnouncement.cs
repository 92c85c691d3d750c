using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Announcements;

/// <summary>Says whom an announcement would reach, before it is published.</summary>
public sealed class PreviewAnnouncement(CourseAuthors authors, AnnouncementRecipients recipients)
{
    /// <summary>Counts the recipients as of now, and the announcements that may still be published. Changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<(int Recipients, int Remaining)> ExecuteAsync(Actor actor, Guid courseId, StudentFilter filter, CancellationToken cancellationToken)
    {
        await authors.FindAsync(actor, courseId, AuthorRole.Editor, cancellationToken);
        var (remaining, _) = await recipients.BudgetAsync(courseId, cancellationToken);
        return (await recipients.Of(courseId, filter).CountAsync(cancellationToken), remaining);
    }
}
