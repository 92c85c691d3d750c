using ESchool.Application.Media;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Adds a lesson at the end of a section.</summary>
public sealed class CreateLesson(SchoolDbContext db, CourseDrafts drafts, GetAsset assets, TimeProvider clock)
{
    /// <summary>Adds it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>ASSET_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>.</exception>
    public async Task<Lesson> ExecuteAsync(Actor actor, Guid courseId, Guid sectionId, LessonDraft draft, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag: null, cancellationToken);
        if (draft.Content is VideoContent { AssetId: { } assetId })
        {
            await assets.ExecuteAsync(actor, assetId, cancellationToken);
        }

        var lesson = course.AddLesson(sectionId, draft.Title, draft.Required, draft.Content, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return lesson;
    }
}

/// <summary>What an instructor says about a lesson.</summary>
/// <param name="Title">The title.</param>
/// <param name="Required">True when the course is complete only with it.</param>
/// <param name="Content">What the student gets.</param>
public sealed record LessonDraft(string Title, bool Required, LessonContent Content);
