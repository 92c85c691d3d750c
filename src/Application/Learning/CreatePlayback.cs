using ESchool.Application.Media;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Learning;

/// <summary>An opened playback.</summary>
/// <param name="Ticket">The part of the addresses that names the playback.</param>
/// <param name="ExpiresAt">When the addresses stop working.</param>
/// <param name="DurationMilliseconds">The video's length, as probed.</param>
/// <param name="ResumeMilliseconds">Where the student stopped last time.</param>
public sealed record Playback(string Ticket, DateTimeOffset ExpiresAt, long DurationMilliseconds, long ResumeMilliseconds);

/// <summary>Opens a playback of a video lesson: for an enrolled student, or for the instructor's own view.</summary>
public sealed class CreatePlayback(SchoolDbContext db, Enrollments enrollments, SealedTokens tokens, IOptions<MediaOptions> options, TimeProvider clock)
{
    /// <summary>Opens it by an enrollment.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>LESSON_NOT_PLAYABLE</c>.</exception>
    public async Task<Playback> ExecuteAsync(Actor actor, Guid enrollmentId, Guid lessonId, CancellationToken cancellationToken)
    {
        var enrollment = await enrollments.ReadAsync(actor, enrollmentId, cancellationToken);
        enrollment.RequireLive();
        var lesson = await enrollments.ReadLessonAsync(enrollment, lessonId, LessonKind.Video, cancellationToken);
        var resume = await db.LessonProgress
            .Where(p => p.EnrollmentId == enrollmentId && p.LessonId == lessonId && p.AssetId == lesson.AssetId)
            .Select(p => p.ResumeMilliseconds).SingleOrDefaultAsync(cancellationToken);
        var playback = await OpenAsync(actor, enrollmentId, lesson.AssetId, resume, cancellationToken);

        // Time before a playback was opened cannot have been spent watching it.
        var now = clock.GetUtcNow();
        await db.Enrollments.Where(e => e.Id == enrollmentId && e.ClockAt < now).ExecuteUpdateAsync(set => set.SetProperty(e => e.ClockAt, now), cancellationToken);
        return playback;
    }

    /// <summary>Opens the instructor's own view of a draft's lesson.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>, <c>LESSON_NOT_PLAYABLE</c>.</exception>
    public async Task<Playback> PreviewAsync(Actor actor, Guid courseId, Guid lessonId, CancellationToken cancellationToken)
    {
        var lesson = await db.Courses
            .Where(c => c.Id == courseId && c.InstructorId == actor.UserId)
            .SelectMany(c => c.Sections).SelectMany(s => s.Lessons)
            .Where(l => l.Id == lessonId).Select(l => new { l.AssetId }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(LearningReasons.LessonNotFound, $"There is no lesson {lessonId}.", ("lesson", lessonId.ToString()));
        return await OpenAsync(actor, Guid.Empty, lesson.AssetId, 0, cancellationToken);
    }

    private async Task<Playback> OpenAsync(Actor actor, Guid enrollmentId, Guid? assetId, long resume, CancellationToken cancellationToken)
    {
        var duration = await db.Assets.Where(a => a.Id == assetId && a.State == AssetState.Ready).Select(a => a.DurationMilliseconds).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(MediaReasons.LessonNotPlayable, "The lesson has no video that can be played.");

        // A player reads the playlist of a video once: its addresses live for a whole viewing, with pauses.
        var expiresAt = clock.GetUtcNow() + options.Value.PlaybackLifetime + TimeSpan.FromMilliseconds(duration);
        var ticket = tokens.Create(PlaybackTicket.Purpose, new PlaybackTicket(actor.UserId, enrollmentId, assetId!.Value, expiresAt));
        return new Playback(ticket, expiresAt, duration, resume);
    }
}
