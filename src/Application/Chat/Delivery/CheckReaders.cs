using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Chat.Delivery;

/// <summary>Where a conversation stands, and who may read it now.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="LastSequence">The number of its last message.</param>
/// <param name="InstructorId">One who may.</param>
/// <param name="StudentId">The other; null while the enrollment is not live.</param>
/// <param name="ChangeCount">How often messages have changed that were stored before.</param>
public sealed record ConversationStanding(Guid Id, long LastSequence, Guid InstructorId, Guid? StudentId, long ChangeCount);

/// <summary>Looks at all conversations that are read at a replica, and at all their readers, in two queries.</summary>
public sealed class CheckReaders(SchoolDbContext db, CheckSessions sessions)
{
    /// <summary>Tells where each conversation stands, and which readers have to stop, and why.</summary>
    public async Task<(
        IReadOnlyCollection<ConversationStanding> Standings,
        IReadOnlyList<(ConversationReader Reader, DomainException Reason)> Ended
    )> ExecuteAsync(IReadOnlyList<ConversationReader> readers, CancellationToken cancellationToken)
    {
        var open = await sessions.ExecuteAsync([.. readers.Select(r => r.Actor).Distinct()], cancellationToken);
        var ids = readers.Select(r => r.ConversationId).Distinct().ToArray();

        // The same as ConversationAccess.Of, for all participants at once.
        var standings = await db
            .Conversations.Where(c => ids.Contains(c.Id))
            .Select(c => new ConversationStanding(
                c.Id,
                c.LastSequence,
                c.InstructorId,
                db.Enrollments.Any(e => e.StudentId == c.StudentId && e.CourseId == c.CourseId && e.State == EnrollmentState.Active) ? c.StudentId : null,
                c.ChangeCount
            ))
            .ToDictionaryAsync(c => c.Id, cancellationToken);
        var ended = new List<(ConversationReader, DomainException)>();
        foreach (var reader in readers)
        {
            if (!open.Contains(reader.Actor))
            {
                ended.Add((reader, CheckSession.Ended()));
            }
            else if (
                !standings.TryGetValue(reader.ConversationId, out var standing)
                || (standing.InstructorId != reader.Actor.UserId && standing.StudentId != reader.Actor.UserId)
            )
            {
                ended.Add((reader, ConversationAccess.NotFound(reader.ConversationId)));
            }
        }

        return (standings.Values, ended);
    }
}
