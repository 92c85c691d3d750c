using System.Text.Json;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Data.Outbox;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.DeadLetters;

/// <summary>
/// Asks again for the work of dead letters. The request and the letter's new state are saved in one transaction: each is requeued exactly once, and a process
/// that is killed leaves both or neither. Work that fails for good again leaves a new letter.
/// </summary>
public sealed class RequeueDeadLetters(SchoolDbContext db, WorkOutbox outbox, SettledDeadLetters letters, AuditTrail audit, TimeProvider clock)
{
    private static readonly HashSet<string> Kinds = [.. WorkType.All.Select(work => work.Kind)];

    /// <summary>Requeues those that wait, and says why the others are not.</summary>
    public Task<SettledLetters> ExecuteAsync(Actor actor, LetterSelection selection, CancellationToken cancellationToken) =>
        letters.SettleAsync(
            selection,
            async letter =>
            {
                if (await AskAgainAsync(letter, cancellationToken) is { } obstacle)
                {
                    return obstacle;
                }

                letter.Requeue(actor.UserId, clock.GetUtcNow());
                audit.Note(actor, "dead_letter.requeue", $"deadLetters/{letter.Id}", new { state = "waiting" }, new { state = "requeued", kind = letter.Kind });
                return null;
            },
            cancellationToken
        );

    private async Task<LetterObstacle?> AskAgainAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        if (letter.Kind == FeedEventWork.Batch)
        {
            // Events are read from their requests by id, so those requests wait again; an event that a feed has already is left out.
            var requests = JsonSerializer.Deserialize<Guid[]>(letter.Payload) ?? [];
            var waiting = await db
                .OutboxMessages.Where(m => requests.Contains(m.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, (DateTimeOffset?)null), cancellationToken);
            return waiting > 0 ? null : LetterObstacle.Expired;
        }

        if (!Kinds.Contains(letter.Kind))
        {
            return LetterObstacle.Recurring;
        }

        outbox.Repeat(letter.Kind, letter.Payload, $"deadLetters/{letter.Id}");
        return null;
    }
}
