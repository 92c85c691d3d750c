using ESchool.Domain.Identity;

namespace ESchool.Domain.Catalog.Authors;

/// <summary>
/// Asks whoever has an address to work on a course. It is there while it is open: accepted, declined or revoked it is deleted, and an address that nobody
/// answers from is not kept.
/// </summary>
public sealed class CoAuthorInvitation
{
    /// <summary>How long it can be accepted.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private CoAuthorInvitation() { }

    /// <summary>Invites somebody.</summary>
    public CoAuthorInvitation(Guid courseId, string email, AuthorRole role, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = courseId;
        Email = EmailAddress.Normalize(email);
        Renew(role, now);
    }

    /// <summary>The invitation's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The address, normalised: only whoever has it can accept.</summary>
    public string Email { get; private set; } = "";

    /// <summary>What they may do then.</summary>
    public AuthorRole Role { get; private set; }

    /// <summary>When they were last invited.</summary>
    public DateTimeOffset InvitedAt { get; private set; }

    /// <summary>Until when they can accept.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Invites them once more.</summary>
    public void Renew(AuthorRole role, DateTimeOffset now)
    {
        Role = role;
        InvitedAt = now;
        ExpiresAt = now + Lifetime;
    }
}
