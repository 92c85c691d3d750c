namespace ESchool.Domain.Identity;

/// <summary>
/// What a user told about themselves before staff hid it. It is taken out of the account, so that nothing that shows people can forget that it is hidden, and
/// put back when the decision is lifted.
/// </summary>
public sealed class HiddenProfile
{
    /// <summary>What stands in place of the name.</summary>
    public const string NameShown = "Hidden name";

    private HiddenProfile() { }

    /// <summary>Keeps what a user told.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="displayName">The name.</param>
    /// <param name="avatarKey">The object that holds the picture; null without one.</param>
    /// <param name="headline">An instructor in a line; empty for others.</param>
    /// <param name="bio">Who an instructor is; empty for others.</param>
    /// <param name="expertise">What an instructor teaches; empty for others.</param>
    /// <param name="now">The present time.</param>
    public HiddenProfile(Guid userId, string displayName, string? avatarKey, string headline, string bio, string expertise, DateTimeOffset now)
    {
        (UserId, DisplayName, AvatarKey, HiddenAt) = (userId, displayName, avatarKey, now);
        (Headline, Bio, Expertise) = (headline, bio, expertise);
    }

    /// <summary>Whose it is.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The name.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>The object that holds the picture; null without one.</summary>
    public string? AvatarKey { get; private set; }

    /// <summary>An instructor in a line; empty for others.</summary>
    public string Headline { get; private set; } = "";

    /// <summary>Who an instructor is; empty for others.</summary>
    public string Bio { get; private set; } = "";

    /// <summary>What an instructor teaches; empty for others.</summary>
    public string Expertise { get; private set; } = "";

    /// <summary>When it was hidden.</summary>
    public DateTimeOffset HiddenAt { get; private set; }
}
