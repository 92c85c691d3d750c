namespace ESchool.Domain.Catalog.Reviews;

/// <summary>
/// How many reviews with one star a course may get in an hour before more of them wait for the staff. A crowd that wants to harm a course comes at once;
/// students who are disappointed come one by one.
/// </summary>
/// <param name="Allowance">How many are nothing unusual for any course.</param>
public sealed record OneStarLimit(int Allowance)
{
    /// <summary>How long a wave is.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>The time before it that tells what is usual.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(30);

    /// <summary>An hour may bring twice of what an hour of the history brought, because chance is uneven.</summary>
    private const int Tolerance = 2;

    private static readonly int HoursOfHistory = (int)(History / Window);

    /// <summary>How many there may be in an hour.</summary>
    /// <param name="inHistory">How many were counted in the history.</param>
    public int For(int inHistory) => Allowance + (Tolerance * ((inHistory + HoursOfHistory - 1) / HoursOfHistory));

    /// <summary>Whether a review with one star must wait.</summary>
    /// <param name="inWindow">How many there are in the last hour, with this one.</param>
    /// <param name="inHistory">How many were counted in the history before that.</param>
    public bool IsExceeded(int inWindow, int inHistory) => inWindow > For(inHistory);
}
