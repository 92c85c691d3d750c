using ESchool.Domain;

namespace ESchool.Application.Administration.DeadLetters;

/// <summary>Notes that the work of dead letters is not needed. The letters stay, with the reason.</summary>
public sealed class DiscardDeadLetters(SettledDeadLetters letters, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Discards those that wait, and says why the others are not.</summary>
    public Task<SettledLetters> ExecuteAsync(Actor actor, LetterSelection selection, string reason, CancellationToken cancellationToken) =>
        letters.SettleAsync(
            selection,
            letter =>
            {
                letter.Discard(actor.UserId, reason.Trim(), clock.GetUtcNow());
                audit.Note(
                    actor,
                    "dead_letter.discard",
                    $"deadLetters/{letter.Id}",
                    new { state = "waiting" },
                    new
                    {
                        state = "discarded",
                        kind = letter.Kind,
                        reason = letter.DiscardReason,
                    }
                );
                return Task.FromResult<LetterObstacle?>(null);
            },
            cancellationToken
        );
}
