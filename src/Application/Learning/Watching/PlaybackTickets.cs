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
    public Task<Playback> OpenAsync(Actor actor, Guid enrollmentId, Guid? assetId, long resume, CancellationToken cancellationToken) =>
        OpenAsync(assetId, resume, (asset, end) => new PlaybackTicket(actor.UserId, actor.SessionId, enrollmentId, asset, end), cancellationToken);

    /// <summary>Makes one for everybody, of what a course on sale shows to everybody.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_PLAYABLE</c>.</exception>
    public Task<Playback> OpenToAllAsync(Guid courseId, Guid? assetId, CancellationToken cancellationToken) =>
        OpenAsync(assetId, 0, (asset, end) => new PlaybackTicket(Guid.Empty, Guid.Empty, Guid.Empty, asset, end, courseId), cancellationToken);

    private async Task<Playback> OpenAsync(Guid? assetId, long resume, Func<Guid, DateTimeOffset, PlaybackTicket> make, CancellationToken cancellationToken)
    {
        var duration =
            await db
                .Assets.Where(a => a.Id == assetId && a.State == AssetState.Ready)
                .Select(a => a.DurationMilliseconds)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(MediaReasons.LessonNotPlayable, "The lesson has no video that can be played.");

        // A player reads the playlist of a video once: its addresses live for a whole viewing, with pauses, and each use of them is checked.
        var expiresAt = clock.GetUtcNow() + options.Value.PlaybackLifetime + TimeSpan.FromMilliseconds(duration);
        return new Playback(tokens.Create(PlaybackTicket.Purpose, make(assetId!.Value, expiresAt)), expiresAt, duration, resume);
    }
}
