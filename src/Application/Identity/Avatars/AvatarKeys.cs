using ESchool.Application.Storage;

namespace ESchool.Application.Identity.Avatars;

/// <summary>Where pictures lie: as they were uploaded, and as they are shown.</summary>
internal static class AvatarKeys
{
    /// <summary>Everything of a user.</summary>
    public static IReadOnlyList<string> Prefixes(Guid userId) => [Shown(userId), Arriving(userId)];

    public static string Upload(Guid userId, Guid uploadId) => $"{Arriving(userId)}{uploadId}";

    public static string Picture(Guid userId, Guid uploadId) => $"{Shown(userId)}{uploadId}.webp";

    private static string Shown(Guid userId) => $"avatars/{userId}/";

    private static string Arriving(Guid userId) => $"{ObjectStorage.Arrivals}avatars/{userId}/";
}
