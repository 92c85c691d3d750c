using System.Buffers.Binary;

namespace ESchool.Domain.Learning;

/// <summary>What a report was answered.</summary>
/// <param name="CreditedSeconds">Seconds that were newly credited.</param>
/// <param name="Clipped">True when more was claimed than the clock allowed.</param>
public readonly record struct WatchAnswer(int CreditedSeconds, bool Clipped);

/// <summary>The counted reports of one player session, so that a repeated report changes nothing and gets its first answer.</summary>
public sealed class WatchSession
{
    /// <summary>Of so many reports the answers are kept; an older one that is repeated is told that it credited nothing.</summary>
    public const int KeptAnswers = 64;

    /// <summary>The sequence number and the answer, four bytes each.</summary>
    private const int AnswerSize = 8;

    private WatchSession() { }

    /// <summary>Notes a session's first report.</summary>
    public WatchSession(Guid enrollmentId, Guid lessonId, Guid sessionId)
    {
        EnrollmentId = enrollmentId;
        LessonId = lessonId;
        SessionId = sessionId;
    }

    /// <summary>A session as it was stored.</summary>
    public static WatchSession Restore(Guid enrollmentId, Guid lessonId, Guid sessionId, Coverage sequences, byte[] answers) =>
        new(enrollmentId, lessonId, sessionId) { Sequences = sequences, Answers = answers };

    /// <summary>The enrollment.</summary>
    public Guid EnrollmentId { get; private set; }

    /// <summary>The lesson.</summary>
    public Guid LessonId { get; private set; }

    /// <summary>The player's own id.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>The sequence numbers that were counted, as a set of numbers.</summary>
    public Coverage Sequences { get; private set; } = Coverage.Empty;

    /// <summary>The last <see cref="KeptAnswers"/> answers, packed, the oldest first. Small, because it is written with every report.</summary>
    public byte[] Answers { get; private set; } = [];

    /// <summary>Finds what a report was answered.</summary>
    /// <returns>Null when it was not counted yet.</returns>
    public WatchAnswer? FindAnswer(int sequence)
    {
        if (!Sequences.Contains(sequence))
        {
            return null;
        }

        for (var at = Answers.Length - AnswerSize; at >= 0; at -= AnswerSize)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(Answers.AsSpan(at)) == sequence)
            {
                var packed = BinaryPrimitives.ReadInt32BigEndian(Answers.AsSpan(at + 4));
                return new WatchAnswer(packed >> 1, (packed & 1) == 1);
            }
        }

        return default(WatchAnswer);
    }

    /// <summary>Notes a report that was not counted before, and what it is answered.</summary>
    public void Count(int sequence, WatchAnswer answer)
    {
        Sequences = Sequences.Union(Coverage.Of([new SecondRange(sequence, sequence + 1)]));
        var kept = Answers.AsSpan(Answers.Length < KeptAnswers * AnswerSize ? 0 : AnswerSize);
        var answers = new byte[kept.Length + AnswerSize];
        kept.CopyTo(answers);
        BinaryPrimitives.WriteInt32BigEndian(answers.AsSpan(kept.Length), sequence);
        BinaryPrimitives.WriteInt32BigEndian(answers.AsSpan(kept.Length + 4), (answer.CreditedSeconds << 1) | (answer.Clipped ? 1 : 0));
        Answers = answers;
    }
}
