using ESchool.Application.Catalog.Authoring;
using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Watching;

/// <summary>Opens a playback of a draft's lesson: for those who work on it, or for staff who review it.</summary>
public sealed class PreviewLesson(SchoolDbContext db, CourseAuthors authors, PlaybackTickets tickets, AuditTrail audit)
{
    /// <summary>Opens it; what staff open is in the audit log.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>, <c>LESSON_NOT_PLAYABLE</c>.</exception>
    public async Task<Playback> ExecuteAsync(Actor actor, Guid courseId, Guid lessonId, CancellationToken cancellationToken)
    {
        var own = authors.CoursesOf(actor.UserId);
        var shown = db.Courses.Where(CourseDrafts.WasSubmitted);
        var lesson =
            await db
                .Courses.Where(c => c.Id == courseId && c.DeletedAt == null && (own.Any(o => o.Id == c.Id) || (actor.ReadsAll && shown.Any(s => s.Id == c.Id))))
                .SelectMany(c => c.Sections.Where(s => s.DeletedAt == null), (c, s) => new { c.Id, Lessons = s.Lessons.Where(l => l.DeletedAt == null) })
                .SelectMany(
                    s => s.Lessons,
                    (s, l) =>
                        new
                        {
                            l.Id,
                            l.AssetId,
                            IsOwn = own.Any(o => o.Id == s.Id),
                        }
                )
                .Where(l => l.Id == lessonId)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(CatalogReasons.LessonNotFound, "{lesson} does not exist.", ("lesson", $"courses/{courseId}/lessons/{lessonId}"));
        if (!lesson.IsOwn)
        {
            audit.Note(actor, "course.play_submitted", $"courses/{courseId}/lessons/{lessonId}");
            await db.SaveChangesAsync(cancellationToken);
        }

        return await tickets.OpenAsync(actor, Guid.Empty, lesson.AssetId, 0, cancellationToken);
    }
}
