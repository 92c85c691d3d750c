using ESchool.Application.Storage;
using ESchool.Domain.Instructors;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Where the documents of applications lie: under their applicant, so that they go with the account.</summary>
internal static class ApplicationKeys
{
    /// <summary>Everything of an application.</summary>
    public static string Prefix(InstructorApplication application) => $"applications/{application.ApplicantId}/{application.Id}/";

    /// <summary>Where an upload arrives; its sender may still write there, and S3 forgets it after a day.</summary>
    public static string Upload(InstructorApplication application, Guid uploadId) => $"{ObjectStorage.Arrivals}{Prefix(application)}{uploadId}";

    /// <summary>Where it lies once it was checked; nobody but us can write there.</summary>
    public static string Document(InstructorApplication application, DocumentKind kind, Guid uploadId) => $"{Prefix(application)}{kind}/{uploadId}";
}
