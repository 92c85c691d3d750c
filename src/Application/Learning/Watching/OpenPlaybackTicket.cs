using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Watching;

/// <summary>Checks a playback's access anew; called for every playlist, key, segment and poster.</summary>
public sealed class OpenPlaybackTicket(SchoolDbContext db, SealedTokens tokens, TimeProvider clock)
{
    /// <summary>Reads the asset a ticket opens, and for how long it still does.</summary>
    /// <exception cref="DomainException"><c>PLAYBACK_NOT_ALLOWED</c>: forged, expired, or access or the session has ended.</exception>
    public async Task<(Asset Asset, TimeSpan Remaining)> ExecuteAsync(string ticket, CancellationToken cancellationToken)
    {
        var opened = tokens.Read<PlaybackTicket>(PlaybackTicket.Purpose, ticket);
        var remaining = opened is null ? TimeSpan.Zero : opened.ExpiresAt - clock.GetUtcNow();
        var asset = remaining <= TimeSpan.Zero ? null : await FindAsync(opened!, cancellationToken);
        return asset is null
            ? throw new DomainException(MediaReasons.PlaybackNotAllowed, "The playback has expired or access has ended; open a new one.")
            : (asset, remaining);
    }

    private Task<Asset?> FindAsync(PlaybackTicket ticket, CancellationToken cancellationToken) =>
        ticket.PublicCourseId == Guid.Empty ? FindForUserAsync(ticket, cancellationToken) : FindForEverybodyAsync(ticket, cancellationToken);

    /// <summary>While the course is on sale, and this is still its promotional video or a free preview.</summary>
    private Task<Asset?> FindForEverybodyAsync(PlaybackTicket ticket, CancellationToken cancellationToken) =>
        db
            .Assets.AsNoTracking()
            .SingleOrDefaultAsync(
                a =>
                    a.Id == ticket.AssetId
                    && a.State == AssetState.Ready
                    && db.Courses.Any(c =>
                        c.Id == ticket.PublicCourseId
                        && db.CurriculumVersions.Any(v =>
                            v.CourseId == c.Id
                            && v.Number == c.PublishedVersion
                            && (v.Text.PromotionalVideo == a.Id || db.CurriculumLessons.Any(l => l.VersionId == v.Id && l.IsFreePreview && l.AssetId == a.Id))
                        )
                    ),
                cancellationToken
            );

    private Task<Asset?> FindForUserAsync(PlaybackTicket ticket, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var previewed = db.Set<Section>()
            .Where(s => db.CoAuthors.Any(a => a.CourseId == s.CourseId && a.UserId == ticket.UserId))
            .SelectMany(s => s.Lessons)
            .Select(l => l.AssetId);
        return db
            .Assets.AsNoTracking()
            .SingleOrDefaultAsync(
                a =>
                    a.Id == ticket.AssetId
                    && a.State == AssetState.Ready
                    && db.Users.Any(u => u.Id == ticket.UserId && u.SuspendedAt == null)
                    && db.Sessions.Any(s => s.Id == ticket.SessionId && s.UserId == ticket.UserId && s.RevokedAt == null && s.ExpiresAt > now)
                    && (
                        a.OwnerId == ticket.UserId
                        || (ticket.EnrollmentId == Guid.Empty && previewed.Contains(a.Id))
                        || (ticket.EnrollmentId == Guid.Empty && db.Users.Any(u => u.Id == ticket.UserId && (u.Roles & (Roles.Admin | Roles.Support)) != 0))
                        || db.Enrollments.Any(e =>
                            e.Id == ticket.EnrollmentId
                            && e.StudentId == ticket.UserId
                            && e.State == EnrollmentState.Active
                            && !db.Courses.Any(c => c.Id == e.CourseId && c.IsAccessSuspended)
                        )
                    ),
                cancellationToken
            );
    }
}
