namespace ESchool.Application.Administration.DeadLetters;

/// <summary>Which dead letters an administrator decides on: those named, or the oldest that wait of a kind.</summary>
/// <param name="Ids">The letters; at most <see cref="SettledDeadLetters.MostAtOnce"/>. Empty when a kind is given.</param>
/// <param name="Kind">A kind of work; empty when letters are named.</param>
public sealed record LetterSelection(IReadOnlyCollection<Guid> Ids, string Kind);

/// <summary>Why nothing was done with a letter. The contract's <c>SkippedDeadLetter.Obstacle</c> has the same numbers.</summary>
public enum LetterObstacle
{
    /// <summary>There is no such letter.</summary>
    NotFound = 1,

    /// <summary>Its work was requeued already.</summary>
    Requeued = 2,

    /// <summary>It was discarded already.</summary>
    Discarded = 3,

    /// <summary>It is of a recurring job: the clock runs it again by itself.</summary>
    Recurring = 4,

    /// <summary>The requests that its payload names were deleted, 30 days after they were made.</summary>
    Expired = 5,
}

/// <summary>What was done with the letters of a selection.</summary>
/// <param name="Done">Those that were requeued or discarded.</param>
/// <param name="Skipped">Those with which nothing was done, and why.</param>
/// <param name="More">True when more letters of the kind wait than one call decides on.</param>
public sealed record SettledLetters(IReadOnlyList<Guid> Done, IReadOnlyList<(Guid Id, LetterObstacle Obstacle)> Skipped, bool More);
