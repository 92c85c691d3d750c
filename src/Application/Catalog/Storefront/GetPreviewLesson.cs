using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>Reads a lesson that everybody may see.</summary>
public sealed class GetPreviewLesson(SchoolDbContext db)
{
    /// <summary>Reads it as it is on sale.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>: also when it is no free preview, or the course is not on sale.</exception>
    public async Task<CurriculumLesson> ExecuteAsync(Guid courseId, Guid lessonId, CancellationToken cancellationToken) =>
        await OnSale(db, courseId).AsNoTracking().SingleOrDefaultAsync(l => l.LessonId == lessonId, cancellationToken)
        ?? throw new DomainException(CatalogReasons.LessonNotFound, "{lesson} does not exist.", ("lesson", $"courses/{courseId}/lessons/{lessonId}"));

    /// <summary>The free previews of a course on sale.</summary>
    public static IQueryable<CurriculumLesson> OnSale(SchoolDbContext db, Guid courseId) =>
        from course in db.Courses
        join version in db.CurriculumVersions on new { CourseId = course.Id, Number = course.PublishedVersion } equals new { version.CourseId, version.Number }
        join lesson in db.CurriculumLessons on version.Id equals lesson.VersionId
        where course.Id == courseId && lesson.IsFreePreview
        select lesson;
}
