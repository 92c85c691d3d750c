using ESchool.Domain.Administration.Merging;

namespace ESchool.Application.Administration.Merging;

/// <summary>What becomes of a column that names a user when the user's account is merged into another.</summary>
internal enum MergeFate
{
    /// <summary>The rows become the other account's.</summary>
    Moves,

    /// <summary>The rows go with the enrollment or the conversation that they belong to.</summary>
    Follows,

    /// <summary>The rows keep naming the closed account.</summary>
    Stays,

    /// <summary>While there are such rows, or some of them, accounts are not merged. Those that do not block stay.</summary>
    Blocks,
}

/// <summary>The rule for a column.</summary>
/// <param name="Column">The column, <c>schema.table.column</c>.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Why">Why, in words.</param>
internal sealed record MergeRule(string Column, MergeFate Fate, string Why)
{
    /// <summary>As what it is counted in a plan; null when it is not.</summary>
    public MergeItemKind? Kind { get; init; }

    /// <summary>SQL that is true for the rows that move, of those that name <c>@source</c>; <c>r</c> is the row, <c>@target</c> the other account.</summary>
    public string Condition { get; init; } = "true";

    /// <summary>What else is set in a row that moves, SQL.</summary>
    public string Also { get; init; } = "";

    /// <summary>SQL that is true for the rows of which a plan tells anything.</summary>
    public string Told { get; init; } = "true";

    /// <summary>Why rows stay that do not fulfil the condition, in words for staff.</summary>
    public string WhyOthersStay { get; init; } = "";

    /// <summary>The table, quoted by nothing: names are ours.</summary>
    public string Table => Column[..Column.LastIndexOf('.')];

    private string Name => Column[(Column.LastIndexOf('.') + 1)..];

    /// <summary>Counts the rows that move, and all.</summary>
    public string Count =>
        $"SELECT count(*) FILTER (WHERE {Condition})::int AS moves, count(*) FILTER (WHERE {Told})::int AS total FROM {Table} r WHERE r.{Name} = @source";

    /// <summary>Moves them.</summary>
    public string Move => $"UPDATE {Table} r SET {Name} = @target{Also} WHERE r.{Name} = @source AND ({Condition})";
}
