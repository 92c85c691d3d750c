using System.Text;
using System.Text.Json;
using ESchool.Application.Catalog.Packages.Drafts;
using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Formats;

/// <summary>Reads our own packages: docs/packages.md.</summary>
internal static class SchoolPackage
{
    /// <summary>The largest manifest: ten times the most text of a course.</summary>
    private const int MostBytes = 20 * 1024 * 1024;

    /// <summary>Plans the draft.</summary>
    /// <exception cref="PackageRefusedException">The manifest can't be read.</exception>
    public static async Task ReadAsync(PackageArchive archive, PackageEntry entry, DraftPlan plan, CancellationToken cancellationToken)
    {
        plan.Use(entry);
        var manifest = await ParseAsync(archive, entry, cancellationToken);
        var media = new Dictionary<string, ManifestMedia>(StringComparer.Ordinal);
        foreach (var file in (manifest.Media ?? []).OfType<ManifestMedia>())
        {
            if (file.Id is null || !media.TryAdd(file.Id, file))
            {
                throw new PackageRefusedException(ImportRefusal.ManifestInvalid, "media");
            }
        }

        plan.Words = manifest.Course ?? throw new PackageRefusedException(ImportRefusal.ManifestInvalid, "course");
        ReadPromotion(archive, plan, media);
        ReadCover(archive, plan);
        var number = 0;
        foreach (var section in manifest.Sections ?? [])
        {
            var path = $"sections[{number++}]";
            plan.BeginSection(section?.Title, path);
            ReadLessons(archive, plan, media, section?.Lessons ?? [], path, cancellationToken);
        }
    }

    private static void ReadLessons(
        PackageArchive archive,
        DraftPlan plan,
        Dictionary<string, ManifestMedia> media,
        IReadOnlyList<ManifestLesson?> lessons,
        string section,
        CancellationToken cancellationToken
    )
    {
        var number = 0;
        foreach (var lesson in lessons)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = $"{section}.lessons[{number++}]";
            var source = new LessonSource(lesson?.Video is null ? ImportedThing.Page : ImportedThing.Video, path, lesson?.Title)
            {
                Required = lesson?.Required ?? true,
                IsFreePreview = lesson?.FreePreview ?? false,
            };
            if (lesson is { Video: not null, Article: not null })
            {
                // A lesson has one kind of content here.
                plan.LeaveOut(ImportedThing.Page, $"{path}.article", ImportCause.KindNotSupported);
            }

            if (lesson?.Video is { } video)
            {
                var file = video.Media is { } id ? media.GetValueOrDefault(id) : null;
                var entry = archive.Find(file?.Path);
                var isLost = video.Media is not null && entry is null;
                plan.AddVideo(
                    isLost ? source with { Causes = [ImportCause.NotInPackage] } : source,
                    entry,
                    TypeOf(file),
                    video.ThresholdBasisPoints == 0 ? VideoContent.DefaultThresholdBasisPoints : video.ThresholdBasisPoints
                );
            }
            else if (lesson?.Article is { } article)
            {
                plan.AddArticle(source, article.Markdown, article.MinimumDwellSeconds);
            }
            else
            {
                plan.LeaveOut(ImportedThing.Lesson, path, ImportCause.KindNotSupported);
            }
        }
    }

    private static void ReadPromotion(PackageArchive archive, DraftPlan plan, Dictionary<string, ManifestMedia> media)
    {
        if (plan.Words.PromotionalVideo is not { } id)
        {
            return;
        }

        var file = media.GetValueOrDefault(id);
        if (archive.Find(file?.Path) is { } entry)
        {
            plan.Promote(entry, TypeOf(file));
        }
        else
        {
            plan.LeaveOut(ImportedThing.Video, file?.Path ?? id, ImportCause.NotInPackage);
        }
    }

    private static void ReadCover(PackageArchive archive, DraftPlan plan)
    {
        if (plan.Words.Cover is not { } path)
        {
            return;
        }

        if (archive.Find(path) is not { } entry)
        {
            plan.LeaveOut(ImportedThing.Cover, path, ImportCause.NotInPackage);
            return;
        }

        plan.Use(entry);
        if (entry.SizeBytes is 0 or > Domain.Catalog.Covers.Cover.MaximumBytes)
        {
            plan.LeaveOut(ImportedThing.Cover, path, entry.SizeBytes == 0 ? ImportCause.Empty : ImportCause.TooLarge);
            return;
        }

        // What is in it is looked at like any other upload's; the draft says what came of that.
        plan.Cover = entry;
        plan.Report.Keep(ImportedThing.Cover, path, []);
    }

    private static async Task<CourseManifest> ParseAsync(PackageArchive archive, PackageEntry entry, CancellationToken cancellationToken)
    {
        var bytes =
            await archive.ReadAsync(entry, MostBytes, cancellationToken) ?? throw new PackageRefusedException(ImportRefusal.ManifestTooLarge, entry.Path);
        CourseManifest? manifest;
        try
        {
            // Some editors begin a file with a mark of its byte order.
            var text = bytes.AsSpan();
            text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
            manifest = JsonSerializer.Deserialize<CourseManifest>(text, CourseManifest.Json);
        }
        catch (JsonException)
        {
            throw new PackageRefusedException(ImportRefusal.ManifestInvalid, entry.Path);
        }

        return manifest?.Format != CourseManifest.FormatName ? throw new PackageRefusedException(ImportRefusal.KindUnknown, entry.Path)
            : manifest.Version is < 1 or > CourseManifest.NewestVersion ? throw new PackageRefusedException(ImportRefusal.VersionUnknown, $"{manifest.Version}")
            : manifest;
    }

    /// <summary>A media type that S3 takes; others say nothing.</summary>
    private static string TypeOf(ManifestMedia? file) =>
        file?.ContentType is { Length: > 0 and <= 100 } type && type.All(c => char.IsAsciiLetterOrDigit(c) || "/.+-".Contains(c))
            ? type
            : "application/octet-stream";
}
