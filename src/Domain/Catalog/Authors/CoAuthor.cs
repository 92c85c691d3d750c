namespace ESchool.Domain.Catalog.Authors;

/// <summary>Somebody who works on another's course.</summary>
public sealed class CoAuthor
{
    private CoAuthor() { }

    /// <summary>Takes somebody in.</summary>
    public CoAuthor(Guid courseId, Guid userId, AuthorRole role, DateTimeOffset now)
    {
        CourseId = courseId;
        UserId = userId;
        Role = role;
        JoinedAt = now;
    }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Who works on it.</summary>
    public Guid UserId { get; private set; }

    /// <summary>What they may do: editor or assistant.</summary>
    public AuthorRole Role { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>Changes what they may do.</summary>
    public void Become(AuthorRole role) => Role = role;
}
