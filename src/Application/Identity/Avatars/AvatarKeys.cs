namespace ESchool.Application.Identity.Avatars;

/// <summary>Where pictures lie: as they were uploaded, and as they are shown.</summary>
internal static class AvatarKeys
{
    /// <summary>Everything of a user.</summary>
    public static string Prefix(Guid userId) => $"avatars/{userId}/";

    public static string Upload(Guid userId, Guid uploadId) => $"{Prefix(userId)}uploads/{uploadId}";

    public static string Picture(Guid userId, Guid uploadId) => $"{Prefix(userId)}{uploadId}.webp";
}
