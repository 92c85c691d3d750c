using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Authors;
using ESchool.Application.Catalog.Packages.Exporting;
using ESchool.Application.Catalog.Packages.Importing;
using ESchool.Application.Media.Uploading;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Tests.Support;

/// <summary>Packages, as instructors bring and get them. A test stands where the workers stand.</summary>
public static class Packing
{
    /// <summary>A ZIP of texts.</summary>
    public static byte[] Zip(params (string Path, string Content)[] files) => Zip(files.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Content))));

    /// <summary>A ZIP of files.</summary>
    public static byte[] Zip(IEnumerable<(string Path, byte[] Content)> files)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes) in files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(bytes);
            }
        }

        return content.ToArray();
    }

    /// <summary>Uploads a package in its parts.</summary>
    public static async Task<Upload> UploadPackageAsync(this TestSchool school, Actor instructor, byte[] package)
    {
        var upload = await school.DoAsync<CreateImportUpload, Upload>(c => c.ExecuteAsync(instructor, package.Length, CancellationToken.None));
        using var http = new HttpClient();
        for (var number = 1; number <= upload.PartCount; number++)
        {
            var part = package.AsMemory((int)((number - 1) * upload.PartSizeBytes), (int)upload.SizeOfPart(number)).ToArray();
            var signed = await school.DoAsync<SignUploadParts, IReadOnlyList<(UploadPart Part, SignedPut Put)>>(s =>
                s.ExecuteAsync(instructor, upload.Id, [(number, MD5.HashData(part))], CancellationToken.None)
            );
            using var body = new ByteArrayContent(part);
            body.Headers.ContentMD5 = MD5.HashData(part);
            using var answer = await http.PutAsync(new Uri(signed[0].Put.Url), body);
            answer.EnsureSuccessStatusCode();
        }

        return upload;
    }

    /// <summary>Uploads a package and asks for its import.</summary>
    public static async Task<CourseImport> BringAsync(this TestSchool school, Actor instructor, byte[] package)
    {
        var upload = await school.UploadPackageAsync(instructor, package);
        return await school.DoAsync<ImportCourse, CourseImport>(i => i.ExecuteAsync(instructor, upload.Id, CancellationToken.None));
    }

    /// <summary>Runs an import, as the job does.</summary>
    public static async Task<CourseImport> RunAsync(this TestSchool school, CourseImport import)
    {
        await school.DoAsync<RunCourseImport>(r => r.ExecuteAsync(import.Id, CancellationToken.None));
        return await school.ReadAsync(db => db.CourseImports.AsNoTracking().SingleAsync(i => i.Id == import.Id));
    }

    /// <summary>Brings a package and imports it.</summary>
    public static async Task<CourseImport> ImportAsync(this TestSchool school, Actor instructor, byte[] package) =>
        await school.RunAsync(await school.BringAsync(instructor, package));

    /// <summary>The draft of an import.</summary>
    public static async Task<Course> DraftAsync(this TestSchool school, Actor instructor, CourseImport import) =>
        (
            await school.DoAsync<GetCourseDraft, AuthoredCourse>(g =>
                g.ExecuteAsync(
                    instructor,
                    import.CourseId ?? throw new InvalidOperationException($"The import is {import.State}: {import.Refusal} {import.RefusedFor}"),
                    CancellationToken.None
                )
            )
        ).Course;

    /// <summary>Exports a course, as the job does.</summary>
    public static async Task<ReadyExport> ExportAsync(this TestSchool school, Actor owner, Guid courseId)
    {
        var export = await school.DoAsync<ExportCourse, CourseExport>(e => e.ExecuteAsync(owner, courseId, CancellationToken.None));
        await school.DoAsync<WriteCourseExport>(w => w.ExecuteAsync(export.Id, CancellationToken.None));
        return await school.ReadyExportAsync(owner, export.Id);
    }

    public static Task<ReadyExport> ReadyExportAsync(this TestSchool school, Actor owner, Guid exportId) =>
        school.DoAsync<GetCourseExport, ReadyExport>(g => g.ExecuteAsync(owner, exportId, CancellationToken.None));

    /// <summary>Downloads an export, as a browser does.</summary>
    public static async Task<byte[]> DownloadAsync(string url)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri(url));
    }

    /// <summary>The files of a ZIP.</summary>
    public static IReadOnlyDictionary<string, byte[]> Unzip(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read);
        return zip.Entries.ToDictionary(
            e => e.FullName,
            e =>
            {
                using var content = new MemoryStream();
                using var stream = e.Open();
                stream.CopyTo(content);
                return content.ToArray();
            }
        );
    }

    /// <summary>A video that was uploaded: its bytes are at S3.</summary>
    public static async Task<Asset> StoredAssetAsync(this TestSchool school, Actor owner, byte[] content, string fileName = "private name of a file.MP4")
    {
        var asset = new Asset(AssetOwner.Alone(owner.UserId), fileName, "video/mp4", content.Length, school.Clock.GetUtcNow());
        await school.DoAsync<ObjectStorage>(async s =>
        {
            await s.UploadAsync(s.MediaBucket, asset.SourceKey, content, "video/mp4", CancellationToken.None);
            asset.FinishUpload((await s.FindAsync(s.MediaBucket, asset.SourceKey, CancellationToken.None))!.Value.VersionId);
        });
        asset.BeginAttempt();
        asset.BeginTranscoding(100_000);
        asset.Publish([new Rendition("240p", 320, 240, 300_000, "avc1.42c01e", [100_000])], new byte[44]);
        await school.SaveAsync(asset);
        return asset;
    }

    /// <summary>The keys of everything in the bucket of media that belongs to somebody.</summary>
    public static Task<IReadOnlyList<string>> SourcesAsync(this TestSchool school, Actor owner) =>
        school.DoAsync<ObjectStorage, IReadOnlyList<string>>(s => s.ListAsync(s.MediaBucket, $"sources/{owner.UserId}/", CancellationToken.None));

    /// <summary>The keys of packages and exports of somebody.</summary>
    public static Task<IReadOnlyList<string>> FilesAsync(this TestSchool school, Actor owner) =>
        school.DoAsync<ObjectStorage, IReadOnlyList<string>>(async s =>
            [
                .. await s.ListAsync(s.DocumentsBucket, Upload.PackagesOf(owner.UserId), CancellationToken.None),
                .. await s.ListAsync(s.DocumentsBucket, CourseExport.FolderOf(owner.UserId), CancellationToken.None),
            ]
        );

    /// <summary>What somebody's feed was told of a kind.</summary>
    public static async Task<IReadOnlyList<TEvent>> ToldAsync<TEvent>(this TestSchool school, Actor user)
        where TEvent : IFeedEvent
    {
        var told = await school.ReadAsync(db =>
            db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One).OrderBy(m => m.Id).Select(m => m.Payload).ToListAsync()
        );
        return
        [
            .. told.Select(payload => JsonSerializer.Deserialize<FeedEventWork>(payload)!)
                .Where(e => e.UserId == user.UserId && e.Kind == TEvent.Kind)
                .Select(e => e.Event.Deserialize<TEvent>()!),
        ];
    }

    /// <summary>Deletes what is to be deleted, as the job does.</summary>
    public static async Task DeleteDocumentsAsync(this TestSchool school)
    {
        foreach (var payload in await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == DocumentWork.Kind).Select(m => m.Payload).ToListAsync()))
        {
            await school.DoAsync<ESchool.Application.Instructors.Applications.DeleteDocument>(d =>
                d.ExecuteAsync(JsonSerializer.Deserialize<DocumentWork>(payload)!.Key, CancellationToken.None)
            );
        }
    }
}
