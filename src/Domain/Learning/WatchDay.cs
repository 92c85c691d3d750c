namespace ESchool.Domain.Learning;

/// <summary>How much video was credited to a metered enrollment on a day. Only ever grows.</summary>
public sealed class WatchDay
{
    private WatchDay() { }

    /// <summary>The enrollment.</summary>
    public Guid EnrollmentId { get; private set; }

    /// <summary>The day, in UTC.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Seconds that were newly credited on it.</summary>
    public int Seconds { get; private set; }
}
