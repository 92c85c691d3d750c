namespace ESchool.Domain.Learning.Announcements;

/// <summary>Where an announcement stands.</summary>
public enum AnnouncementState
{
    /// <summary>It is on its way to its recipients.</summary>
    Sending = 1,

    /// <summary>Every recipient has it.</summary>
    Sent = 2,
}

/// <summary>
/// What the authors of a course tell its students. It goes out in parts, in the order of the enrollments' ids; where it stands is saved with each part, so that
/// a part that is interrupted is done again as a whole, and none twice.
/// </summary>
public sealed class Announcement
{
    private Announcement() { }

    /// <summary>Publishes it.</summary>
    public Announcement(Guid courseId, Guid authorId, string subject, string markdown, StudentFilter filter, int recipients, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = courseId;
        AuthorId = authorId;
        Subject = subject;
        Markdown = markdown;
        Filter = filter;
        RecipientCount = recipients;
        State = AnnouncementState.Sending;
        PublishedAt = now;
    }

    /// <summary>The announcement's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Who wrote it.</summary>
    public Guid AuthorId { get; private set; }

    /// <summary>What it is about, one line.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The text, as Markdown.</summary>
    public string Markdown { get; private set; } = "";

    /// <summary>Which students it is meant for, besides that they may learn.</summary>
    public StudentFilter Filter { get; private set; } = StudentFilter.All;

    /// <summary>How many students it was meant for when it was published.</summary>
    public int RecipientCount { get; private set; }

    /// <summary>To how many students it was sent by now.</summary>
    public int SentCount { get; private set; }

    /// <summary>How many parts were sent.</summary>
    public int Parts { get; private set; }

    /// <summary>The enrollment up to which it was sent, itself included; <see cref="Guid.Empty"/> at the beginning.</summary>
    public Guid SentUpTo { get; private set; }

    /// <summary>Where it stands.</summary>
    public AnnouncementState State { get; private set; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>A part was sent.</summary>
    /// <param name="upTo">Its last enrollment.</param>
    /// <param name="students">To how many students.</param>
    /// <returns>The part's number.</returns>
    public int SendPart(Guid upTo, int students)
    {
        SentUpTo = upTo;
        SentCount += students;
        return ++Parts;
    }

    /// <summary>There was nobody left.</summary>
    public void Finish() => State = AnnouncementState.Sent;
}

/// <summary>Somebody to whom an announcement was sent. One row a student, however often a part is done again.</summary>
public sealed class AnnouncementRecipient
{
    private AnnouncementRecipient() { }

    /// <summary>Sends it to a student.</summary>
    public AnnouncementRecipient(Guid announcementId, Guid studentId, int part)
    {
        AnnouncementId = announcementId;
        StudentId = studentId;
        Part = part;
    }

    /// <summary>The announcement.</summary>
    public Guid AnnouncementId { get; private set; }

    /// <summary>The student.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>The part it was sent with; each part's mails are one job.</summary>
    public int Part { get; private set; }

    /// <summary>When its mail was settled: sent, or left out because the recipient has had many; null before.</summary>
    public DateTimeOffset? MailedAt { get; private set; }
}
