namespace ESchool.Domain.Instructors;

/// <summary>What everybody may read of an instructor, besides the name.</summary>
public sealed class InstructorProfile
{
    private InstructorProfile() { }

    /// <summary>Makes the profile of somebody who became an instructor.</summary>
    public InstructorProfile(Guid instructorId, string bio, string expertise, DateTimeOffset now)
    {
        InstructorId = instructorId;
        Bio = bio;
        Expertise = expertise;
        UpdatedAt = now;
    }

    /// <summary>Whose it is; an instructor has one.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The instructor in a line.</summary>
    public string Headline { get; private set; } = "";

    /// <summary>Who the instructor is.</summary>
    public string Bio { get; private set; } = "";

    /// <summary>What the instructor teaches.</summary>
    public string Expertise { get; private set; } = "";

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Since when later versions of their courses may be published without a review, where the school does so; null when they may not.</summary>
    public DateTimeOffset? TrustedAt { get; private set; }

    /// <summary>Trusts the instructor, or does no more. Doing it again changes nothing.</summary>
    /// <returns>Whether it changed anything.</returns>
    public bool Trust(bool isTrusted, DateTimeOffset now)
    {
        if (isTrusted == TrustedAt is not null)
        {
            return false;
        }

        TrustedAt = isTrusted ? now : null;
        return true;
    }

    /// <summary>Changes it; null leaves a text as it is.</summary>
    public void Describe(string? headline, string? bio, string? expertise, DateTimeOffset now)
    {
        Headline = headline?.Trim() ?? Headline;
        Bio = bio?.Trim() ?? Bio;
        Expertise = expertise?.Trim() ?? Expertise;
        UpdatedAt = now;
    }
}
