namespace ESchool.Application.Work;

/// <summary>Puts what an instructor sells on sale or takes it off, as they may.</summary>
/// <param name="UserId">The instructor.</param>
public sealed record FollowInstructorWork(Guid UserId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "catalog.follow_instructor";
}

/// <summary>Re-encodes an uploaded picture.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="UploadId">Which upload.</param>
public sealed record AvatarWork(Guid UserId, Guid UploadId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "identity.avatar";
}

/// <summary>Makes a ZIP of everything held about a user.</summary>
/// <param name="ExportId">The export.</param>
public sealed record DataExportWork(Guid ExportId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "identity.data_export";
}

/// <summary>Deletes a document: of an application, of an erased account, or a picture of a cover that nobody shows.</summary>
/// <param name="Key">Its key in the bucket of documents, made of ids.</param>
public sealed record DocumentWork(string Key) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "instructors.delete_document";
}
