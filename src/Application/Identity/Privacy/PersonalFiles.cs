using ESchool.Application.Identity.Avatars;
using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Certificates;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Privacy;

/// <summary>
/// The files about a user in the bucket of documents: picture, covers of courses, exports, certificates, and the documents of an application.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class PersonalFiles(SchoolDbContext db, ObjectStorage storage)
{
    /// <summary>The user's own files, as an export holds them: all but the exports themselves.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        foreach (var prefix in (string[])[.. AvatarKeys.Prefixes(userId), ApplicationsOf(userId), $"{ObjectStorage.Arrivals}{Cover.UploadsOf(userId)}"])
        {
            keys.AddRange(await storage.ListAsync(storage.DocumentsBucket, prefix, cancellationToken));
        }

        foreach (var cover in await db.Covers.Where(c => c.InstructorId == userId).Select(c => c.Id).ToListAsync(cancellationToken))
        {
            keys.AddRange(await storage.ListAsync(storage.DocumentsBucket, Cover.FolderOf(cover), cancellationToken));
        }

        var certificates = await db.Certificates.Where(c => c.LearnerId == userId).Select(c => c.Id).ToListAsync(cancellationToken);
        keys.AddRange(certificates.Select(Certificate.FileKeyOf));
        return keys;
    }

    /// <summary>Every file about the user: the exports of data and of courses too, what was made to be downloaded, and packages that were uploaded.</summary>
    public async Task<IReadOnlyList<string>> ListAllAsync(Guid userId, CancellationToken cancellationToken) =>
        [
            .. await ListAsync(userId, cancellationToken),
            .. await storage.ListAsync(storage.DocumentsBucket, $"exports/{userId}/", cancellationToken),
            .. await storage.ListAsync(storage.DocumentsBucket, $"{ObjectStorage.Departures}{userId}/", cancellationToken),
            .. await storage.ListAsync(storage.DocumentsBucket, Upload.PackagesOf(userId), cancellationToken),
        ];

    private static string ApplicationsOf(Guid userId) => $"applications/{userId}/";
}
