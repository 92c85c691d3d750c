namespace ESchool.Domain.Learning;

/// <summary>The reports of one player session that were counted, so that a repeated one changes nothing.</summary>
public sealed class WatchSession
{
    private WatchSession()
    {
    }

    /// <summary>Notes a session's first report.</summary>
    public WatchSession(Guid enrollmentId, Guid lessonId, Guid sessionId)
    {
        EnrollmentId = enrollmentId;
        LessonId = lessonId;
        SessionId = sessionId;
    }

    /// <summary>A session as it was stored.</summary>
    public static WatchSession Restore(Guid enrollmentId, Guid lessonId, Guid sessionId, Coverage sequences) =>
        new(enrollmentId, lessonId, sessionId) { Sequences = sequences };

    /// <summary>The enrollment.</summary>
    public Guid EnrollmentId { get; private set; }

    /// <summary>The lesson.</summary>
    public Guid LessonId { get; private set; }

    /// <summary>The player's own id.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>The sequence numbers that were counted, as a set of numbers.</summary>
    public Coverage Sequences { get; private set; } = Coverage.Empty;

    /// <summary>Notes a report.</summary>
    /// <returns>False when it was counted before.</returns>
    public bool Count(int sequence)
    {
        if (Sequences.Contains(sequence))
        {
            return false;
        }

        Sequences = Sequences.Union(Coverage.Of([new SecondRange(sequence, sequence + 1)]));
        return true;
    }
}
