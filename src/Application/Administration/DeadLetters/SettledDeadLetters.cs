using ESchool.Data;
using ESchool.Data.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.DeadLetters;

/// <summary>Decides on dead letters: each is locked first, so of two administrators who decide at once one does, and the other is told.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SettledDeadLetters(SchoolDbContext db)
{
    /// <summary>How many letters one call decides on at most.</summary>
    public const int MostAtOnce = 200;

    /// <summary>Runs a decision for every letter that waits, all in one transaction.</summary>
    /// <param name="selection">Which letters.</param>
    /// <param name="settle">Decides on one; returns what prevents it, or null.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    public Task<SettledLetters> SettleAsync(LetterSelection selection, Func<DeadLetter, Task<LetterObstacle?>> settle, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var letters = await LockAsync(selection, cancellationToken);
                var done = new List<Guid>();
                var skipped = selection.Ids.Except(letters.Select(d => d.Id)).Select(id => (id, LetterObstacle.NotFound)).ToList();
                foreach (var letter in letters.Take(MostAtOnce))
                {
                    if ((ObstacleOf(letter) ?? await settle(letter)) is { } obstacle)
                    {
                        skipped.Add((letter.Id, obstacle));
                    }
                    else
                    {
                        done.Add(letter.Id);
                    }
                }

                await db.SaveChangesAsync(cancellationToken);
                return new SettledLetters(done, skipped, letters.Count > MostAtOnce);
            },
            cancellationToken
        );

    private static LetterObstacle? ObstacleOf(DeadLetter letter) =>
        letter.State switch
        {
            DeadLetterState.Requeued => LetterObstacle.Requeued,
            DeadLetterState.Discarded => LetterObstacle.Discarded,
            _ => null,
        };

    private Task<List<DeadLetter>> LockAsync(LetterSelection selection, CancellationToken cancellationToken)
    {
        var chosen =
            selection.Kind.Length > 0
                ? db.DeadLetters.Where(d => d.Kind == selection.Kind && d.State == DeadLetterState.Waiting)
                : db.DeadLetters.Where(d => selection.Ids.Contains(d.Id));
        return chosen.OrderBy(d => d.Id).Take(MostAtOnce + 1).ForUpdate().ToListAsync(cancellationToken);
    }
}
