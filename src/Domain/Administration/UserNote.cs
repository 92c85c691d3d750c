namespace ESchool.Domain.Administration;

/// <summary>What staff note about a user for each other. It is a part of what the school holds about the user: exported with it, and erased with the account.</summary>
public sealed class UserNote
{
    /// <summary>How many characters a note has at most.</summary>
    public const int MaximumLength = 4_000;

    private UserNote() { }

    /// <summary>Notes something.</summary>
    /// <param name="userId">About whom.</param>
    /// <param name="authorId">Who of the staff notes it.</param>
    /// <param name="text">What.</param>
    /// <param name="now">The present time.</param>
    public UserNote(Guid userId, Guid authorId, string text, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = userId;
        AuthorId = authorId;
        Text = text.Trim();
        CreatedAt = now;
    }

    /// <summary>The note's id; newer notes have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>About whom.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Who of the staff wrote it.</summary>
    public Guid AuthorId { get; private set; }

    /// <summary>The words.</summary>
    public string Text { get; private set; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}
