using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Media;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Learning.Watching;

/// <summary>An opened playback.</summary>
/// <param name="Ticket">The part of the addresses that names the playback.</param>
/// <param name="ExpiresAt">When the addresses stop working.</param>
/// <param name="DurationMilliseconds">The video's length, as probed.</param>
/// <param name="ResumeMilliseconds">Where the student stopped last time.</param>
public sealed record Playback(string Ticket, DateTimeOffset ExpiresAt, long DurationMilliseconds, long ResumeMilliseconds);

/// <summary>Opens a playback of a video lesson: for an enrolled student, or for the instructor's own view.</summary>
public sealed class CreatePlayback(SchoolDbContext db, Enrollments enrollments, SealedTokens tokens, AuditTrail audit, IOptions<MediaOptions> options, TimeProvider clock)
{
    /// <summary>Opens it by an enrollment. From now on, and for this lesson, what is watched can be credited.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>LESSON_NOT_PLAYABLE</c>.</exception>
    public Task<Playback> ExecuteAsync(Actor actor, Guid enrollmentId, Guid lessonId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var enrollment = await enrollments.LockAsync(actor, enrollmentId, cancellationToken);
                enrollment.RequireLive();
                var lesson = await enrollments.ReadLessonAsync(enrollment, lessonId, LessonKind.Video, cancellationToken);
                var progress = await db.LessonProgress.SingleOrDefaultAsync(
                    p => p.EnrollmentId == enrollmentId && p.LessonId == lessonId && p.AssetId == lesson.AssetId, cancellationToken);
                var playback = await OpenAsync(actor, enrollmentId, lesson.AssetId, progress?.ResumeMilliseconds ?? 0, cancellationToken);
                if (progress is null)
                {
                    db.LessonProgress.Add(new LessonProgress(enrollmentId, lessonId, lesson.AssetId, clock.GetUtcNow()));
                }

                enrollment.OpenPlayback(clock.GetUtcNow(), playback.ExpiresAt);
                await db.SaveChangesAsync(cancellationToken);
                return playback;
            },
            cancellationToken);

    /// <summary>Opens the view of a draft's lesson: its instructor's own, or that of staff who review it, which is in the audit log.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>, <c>LESSON_NOT_PLAYABLE</c>.</exception>
    public async Task<Playback> PreviewAsync(Actor actor, Guid courseId, Guid lessonId, CancellationToken cancellationToken)
    {
        var lesson = await db.Courses
            .Where(c => c.Id == courseId && (c.InstructorId == actor.UserId || (actor.ReadsAll && (c.State != CourseState.Draft || c.LatestVersion > 0))))
            .SelectMany(c => c.Sections, (c, s) => new { c.InstructorId, s.Lessons }).SelectMany(s => s.Lessons, (s, l) => new { l.Id, l.AssetId, IsOwn = s.InstructorId == actor.UserId })
            .Where(l => l.Id == lessonId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(CatalogReasons.LessonNotFound, "{lesson} does not exist.", ("lesson", $"courses/{courseId}/lessons/{lessonId}"));
        if (!lesson.IsOwn)
        {
            audit.Note(actor, "course.play_submitted", $"courses/{courseId}/lessons/{lessonId}");
            await db.SaveChangesAsync(cancellationToken);
        }

        return await OpenAsync(actor, Guid.Empty, lesson.AssetId, 0, cancellationToken);
    }

    private async Task<Playback> OpenAsync(Actor actor, Guid enrollmentId, Guid? assetId, long resume, CancellationToken cancellationToken)
    {
        var duration = await db.Assets.Where(a => a.Id == assetId && a.State == AssetState.Ready).Select(a => a.DurationMilliseconds).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(MediaReasons.LessonNotPlayable, "The lesson has no video that can be played.");

        // A player reads the playlist of a video once: its addresses live for a whole viewing, with pauses, and each use of them is checked.
        var expiresAt = clock.GetUtcNow() + options.Value.PlaybackLifetime + TimeSpan.FromMilliseconds(duration);
        var ticket = tokens.Create(PlaybackTicket.Purpose, new PlaybackTicket(actor.UserId, actor.SessionId, enrollmentId, assetId!.Value, expiresAt));
        return new Playback(ticket, expiresAt, duration, resume);
    }
}
