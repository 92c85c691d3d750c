using ESchool.Application.Catalog.Storefront;
using ESchool.Domain;

namespace ESchool.Application.Learning.Watching;

/// <summary>Opens a playback of a lesson that everybody may see. Nothing is recorded of it.</summary>
public sealed class OpenPreviewLesson(GetPreviewLesson lessons, PlaybackTickets tickets)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>, <c>LESSON_NOT_PLAYABLE</c>.</exception>
    public async Task<Playback> ExecuteAsync(Guid courseId, Guid lessonId, CancellationToken cancellationToken)
    {
        var lesson = await lessons.ExecuteAsync(courseId, lessonId, cancellationToken);
        return await tickets.OpenToAllAsync(courseId, lesson.AssetId, cancellationToken);
    }
}
