namespace ESchool.Application.Settings;

/// <summary>How later versions of a published course are reviewed.</summary>
public enum LaterVersionReview
{
    /// <summary>As a whole, like the first.</summary>
    Full = 1,

    /// <summary>Only what differs from the version that was published last.</summary>
    Changes = 2,

    /// <summary>Not at all when the instructor, and whoever hands it in, is trusted; of others what differs.</summary>
    TrustedWithout = 3,
}

/// <summary>What administrators can set while the school runs. What an operator sets stands in docs/operations.md.</summary>
public static class KnownSettings
{
    /// <summary>How later versions are reviewed.</summary>
    public static readonly Choice<LaterVersionReview> LaterVersions = new(
        "course-review.later-versions",
        LaterVersionReview.Full,
        "How later versions of a published course are reviewed: as a whole (FULL), only what differs from the version published last (CHANGES), or of trusted "
            + "instructors not at all and of others what differs (TRUSTED_WITHOUT)."
    );

    /// <summary>Whether accounts can be made.</summary>
    public static readonly Switch RegistrationOpen = new(
        "registration.open",
        IsOn: true,
        "Whether people can make accounts. Those who have one sign in as always."
    );

    /// <summary>Whether people can ask to teach.</summary>
    public static readonly Switch ApplicationsOpen = new(
        "instructor-applications.open",
        IsOn: true,
        "Whether people can apply to teach. Applications that wait are reviewed as always."
    );

    /// <summary>Whether anything can be bought.</summary>
    public static readonly Switch CheckoutOpen = new(
        "checkout.open",
        IsOn: true,
        "Whether courses, bundles, gifts and memberships can be bought. Pages that are open can still be paid, memberships go on, and refunds are made."
    );

    /// <summary>What everybody is told.</summary>
    public static readonly Words Notice = new("school.notice", 500, "What frontends show to everybody, such as planned maintenance; empty for nothing.");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Setting> All { get; } = [ApplicationsOpen, CheckoutOpen, LaterVersions, Notice, RegistrationOpen];
}
