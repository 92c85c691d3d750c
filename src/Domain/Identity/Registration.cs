namespace ESchool.Domain.Identity;

/// <summary>
/// A registration that waits for its mail to be opened. An address that was registered several times has several, each with a password of its own: the one
/// whose mail is opened counts, because only who opened it is known to own the address.
/// </summary>
public sealed class Registration
{
    private Registration() { }

    /// <summary>Keeps a registration.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="userId">The account that waits for its owner.</param>
    /// <param name="passwordHash">The encoded Argon2id hash.</param>
    /// <param name="displayName">The name that was given.</param>
    /// <param name="now">The present time.</param>
    public Registration(Guid id, Guid userId, string passwordHash, string displayName, DateTimeOffset now)
    {
        Id = id;
        UserId = userId;
        PasswordHash = passwordHash;
        DisplayName = displayName.Trim();
        CreatedAt = now;
    }

    /// <summary>The request's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The account that waits for its owner.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The encoded Argon2id hash of its password.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>The name that was given.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}
