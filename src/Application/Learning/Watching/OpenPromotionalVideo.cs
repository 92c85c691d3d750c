using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Watching;

/// <summary>Opens a playback of the promotional video of a course on sale, for everybody. Nothing is recorded of it.</summary>
public sealed class OpenPromotionalVideo(SchoolDbContext db, PlaybackTickets tickets)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="DomainException"><c>PROMOTIONAL_VIDEO_NOT_FOUND</c>: also when the course is not on sale.</exception>
    public async Task<Playback> ExecuteAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var assetId =
            await db
                .CurriculumVersions.Where(v => v.CourseId == courseId && db.Courses.Any(c => c.Id == courseId && c.PublishedVersion == v.Number))
                .Select(v => v.Text.PromotionalVideo)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw NotFound(courseId);
        return await tickets.OpenToAllAsync(courseId, assetId, cancellationToken);
    }

    /// <summary>The refusal where there is none.</summary>
    internal static DomainException NotFound(Guid courseId) =>
        new(CatalogReasons.PromotionalVideoNotFound, "{course} has no promotional video.", ("course", $"courses/{courseId}"));
}
