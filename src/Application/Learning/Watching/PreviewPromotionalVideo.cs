using ESchool.Application.Catalog.Authoring;
using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Watching;

/// <summary>Opens a playback of a draft's promotional video: for those who work on it, or for staff who review it.</summary>
public sealed class PreviewPromotionalVideo(SchoolDbContext db, CourseAuthors authors, PlaybackTickets tickets, AuditTrail audit)
{
    /// <summary>Opens it; what staff open is in the audit log.</summary>
    /// <exception cref="DomainException"><c>PROMOTIONAL_VIDEO_NOT_FOUND</c>, <c>LESSON_NOT_PLAYABLE</c>.</exception>
    public async Task<Playback> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var own = authors.CoursesOf(actor.UserId);
        var shown = db.Courses.Where(CourseDrafts.WasSubmitted);
        var draft = await db
            .Courses.Where(c => c.Id == courseId && c.DeletedAt == null && (own.Any(o => o.Id == c.Id) || (actor.ReadsAll && shown.Any(s => s.Id == c.Id))))
            .Select(c => new { c.Text.PromotionalVideo, IsOwn = own.Any(o => o.Id == c.Id) })
            .SingleOrDefaultAsync(cancellationToken);
        if (draft?.PromotionalVideo is not { } assetId)
        {
            throw OpenPromotionalVideo.NotFound(courseId);
        }

        if (!draft.IsOwn)
        {
            audit.Note(actor, "course.play_submitted", $"courses/{courseId}/promotionalVideo");
            await db.SaveChangesAsync(cancellationToken);
        }

        return await tickets.OpenAsync(actor, Guid.Empty, assetId, 0, cancellationToken);
    }
}
