using ESchool.Application.Media;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Learning.Watching;

/// <summary>An opened playback.</summary>
/// <param name="Ticket">The part of the addresses that names the playback.</param>
/// <param name="ExpiresAt">When the addresses stop working.</param>
/// <param name="DurationMilliseconds">The video's length, as probed.</param>
/// <param name="ResumeMilliseconds">Where the student stopped last time.</param>
public sealed record Playback(string Ticket, DateTimeOffset ExpiresAt, long DurationMilliseconds, long ResumeMilliseconds);

/// <summary>Makes the tickets by which players read playlists and keys.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class PlaybackTickets(SchoolDbContext db, SealedTokens tokens, IOptions<MediaOptions> options, TimeProvider clock)
{
    /// <summary>Makes one for a video.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_PLAYABLE</c>.</exception>
    public async Task<Playback> OpenAsync(Actor actor, Guid enrollmentId, Guid? assetId, long resume, CancellationToken cancellationToken)
    {
        var duration =
            await db
                .Assets.Where(a => a.Id == assetId && a.State == AssetState.Ready)
                .Select(a => a.DurationMilliseconds)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(MediaReasons.LessonNotPlayable, "The lesson has no video that can be played.");

        // A player reads the playlist of a video once: its addresses live for a whole viewing, with pauses, and each use of them is checked.
        var expiresAt = clock.GetUtcNow() + options.Value.PlaybackLifetime + TimeSpan.FromMilliseconds(duration);
        var ticket = tokens.Create(PlaybackTicket.Purpose, new PlaybackTicket(actor.UserId, actor.SessionId, enrollmentId, assetId!.Value, expiresAt));
        return new Playback(ticket, expiresAt, duration, resume);
    }
}
