using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>A course goes out of one school and into another, and loses nothing on the way.</summary>
public sealed class PackageRoundTripTests : IAsyncLifetime
{
    private static readonly byte[] First = RandomNumberGenerator.GetBytes(300_000);
    private static readonly byte[] Second = RandomNumberGenerator.GetBytes(9 * 1024 * 1024);

    private TestSchool here = null!;
    private TestSchool there = null!;

    public async ValueTask InitializeAsync()
    {
        here = await TestSchool.OpenAsync();
        there = await TestSchool.OpenAsync();
        await here.PrepareStorageAsync();
        await there.PrepareStorageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
    }

    [Fact]
    public async Task ACourse_ComesBackAsItWas()
    {
        var (author, reader) = (await here.InstructorAsync(), await there.InstructorAsync());
        var course = await WholeCourseAsync(author);
        var first = await here.ExportAsync(author, course.Id);
        Assert.Equal((CourseExportState.Succeeded, 100, 0), (first.Export.State, first.Export.Percent, first.Export.MissingVideos));
        var package = await Packing.DownloadAsync(first.DownloadUrl);
        Assert.Equal(first.Export.SizeBytes, package.Length);
        Assert.Equal([new CourseExported(first.Export.Id, CourseExportState.Succeeded)], await here.ToldAsync<CourseExported>(author));

        var import = await there.ImportAsync(reader, package);
        Assert.Equal((CourseImportState.Done, PackageKind.School, 100), (import.State, import.Kind!.Value, import.Percent));
        Assert.Equal((0, 0), (import.Report.Partly, import.Report.LeftOut));
        Assert.Equal([new CourseImported(import.Id, CourseImportState.Done)], await there.ToldAsync<CourseImported>(reader));
        var draft = await there.DraftAsync(reader, import);
        Assert.Equal((CourseState.Draft, reader.UserId), (draft.State, draft.InstructorId));
        Assert.Equal([true, false, false, false], draft.Sections.SelectMany(s => s.Lessons).Select(l => l.IsFreePreview));

        // Its cover and its videos are looked at as if they had been uploaded.
        await there.DoAsync<ProcessCover>(p => p.ExecuteAsync(draft.NextCoverId!.Value, CancellationToken.None));
        var assets = await there.ReadAsync(db => db.Assets.AsNoTracking().Where(a => a.OwnerId == reader.UserId).ToListAsync());
        Assert.Equal(2, assets.Count);
        Assert.All(assets, asset => Assert.Equal(AssetState.Uploaded, asset.State));
        Assert.Equal(2, await there.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == TranscodeWork.Kind)));

        var (sent, back) = (Packing.Unzip(package), Packing.Unzip(await Packing.DownloadAsync((await there.ExportAsync(reader, draft.Id)).DownloadUrl)));
        Assert.Equal(Manifest(sent), Manifest(back));
        Assert.Equal(sent.Keys.Order(), back.Keys.Order());
        Assert.Equal(First, back["media/1.mp4"]);
        Assert.Equal(Second, back["media/2.mp4"]);
        Assert.Equal(First, sent["media/1.mp4"]);

        // Once read, the package is deleted.
        Assert.Single(await there.FilesAsync(reader), key => key.StartsWith("packages/", StringComparison.Ordinal));
        await there.DeleteDocumentsAsync();
        Assert.DoesNotContain(await there.FilesAsync(reader), key => key.StartsWith("packages/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NothingPersonal_GoesOut()
    {
        var author = await here.InstructorAsync();
        var course = await WholeCourseAsync(author);
        var package = Packing.Unzip(await Packing.DownloadAsync((await here.ExportAsync(author, course.Id)).DownloadUrl));
        var words = Encoding.UTF8.GetString(package["manifest.json"]);
        var (lessons, user) = (
            course.Sections.SelectMany(s => s.Lessons).ToList(),
            await here.ReadAsync(db => db.Users.SingleAsync(u => u.Id == author.UserId))
        );
        string[] secrets =
        [
            $"{author.UserId}",
            $"{course.Id}",
            user.Email,
            user.DisplayName,
            "private name",
            .. lessons.Select(l => $"{l.Id}"),
            .. lessons.Select(l => $"{l.AssetId}").Where(id => id.Length > 0),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, words, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["cover.jpg", "manifest.json", "media/1.mp4", "media/2.mp4"], package.Keys.Order());
    }

    [Fact]
    public async Task ACourseWithoutAnything_ComesBackToo()
    {
        var (author, reader) = (await here.InstructorAsync(), await there.InstructorAsync());
        var course = new Course(author.UserId, new CourseText("Nothing yet", "", "", "pt-BR"), here.Clock.GetUtcNow());
        course.AddSection("An empty one", here.Clock.GetUtcNow());
        await here.SaveAsync(course);
        var package = await Packing.DownloadAsync((await here.ExportAsync(author, course.Id)).DownloadUrl);
        var draft = await there.DraftAsync(reader, await there.ImportAsync(reader, package));
        Assert.Equal(("Nothing yet", "pt-BR", "An empty one"), (draft.Text.Title, draft.Text.Language, Assert.Single(draft.Sections).Title));
    }

    /// <summary>A video that was never uploaded whole has no file: its lesson goes without one, and the export says so.</summary>
    [Fact]
    public async Task AVideoWithoutAFile_IsMissing()
    {
        var author = await here.InstructorAsync();
        var (open, now) = (new Asset(AssetOwner.Alone(author.UserId), "a.mp4", "video/mp4", 10, here.Clock.GetUtcNow()), here.Clock.GetUtcNow());
        await here.SaveAsync(open);
        var course = new Course(author.UserId, new CourseText("Half a course", "", "", "en"), now);
        course.AddLesson(course.AddSection("One", now).Id, "Lost", required: true, new VideoContent(open.Id, 5_000), now);
        await here.SaveAsync(course);
        var ready = await here.ExportAsync(author, course.Id);
        Assert.Equal(1, ready.Export.MissingVideos);
        var reader = await there.InstructorAsync();
        var draft = await there.DraftAsync(reader, await there.ImportAsync(reader, await Packing.DownloadAsync(ready.DownloadUrl)));
        Assert.Equal(new VideoContent(null, 5_000), Assert.Single(Assert.Single(draft.Sections).Lessons).Content);
    }

    /// <summary>Everything that a course may have.</summary>
    private async Task<Course> WholeCourseAsync(Actor author)
    {
        var now = here.Clock.GetUtcNow();
        var (first, second) = (await here.StoredAssetAsync(author, First), await here.StoredAssetAsync(author, Second));
        var text = new CourseText("Compilers in an Afternoon ‏", "From letters\nto code.", "# All of it\n\n**Bold**, 日本語, é", "de-AT")
        {
            Subtitle = "A line below",
            Category = "development",
            Level = CourseLevel.Intermediate,
            Tags = ["compilers", "Parsing"],
            Objectives = ["Write one", "Read one"],
            Requirements = ["Patience"],
            Audience = ["Everybody"],
            Faq = [new CourseQuestion("Is it long?", "No.\n\nNot at all.")],
            WelcomeMessage = "Welcome!",
            CongratulationMessage = "*Done.*",
            PromotionalVideo = first.Id,
        };
        var course = new Course(author.UserId, text, now);
        var (one, two) = (course.AddSection("Everything", now), course.AddSection("And more", now));
        course.AddLesson(one.Id, "The lecture", required: true, new VideoContent(second.Id, 7_000), now, isFreePreview: true);
        course.AddLesson(one.Id, "The article", required: false, new ArticleContent("\n  Read `me`.\r\n\r\n<b>Now</b>\n", 10), now);
        course.AddLesson(two.Id, "Once more", required: true, new VideoContent(first.Id, VideoContent.DefaultThresholdBasisPoints), now);
        course.AddLesson(two.Id, "Nothing yet", required: true, new VideoContent(null, 1), now);
        course.SetPrice(new Money(4_900, "EUR"), A.Limits, [new Money(5_900, "USD"), new Money(6_000, "JPY")]);
        await here.SaveAsync(course);
        var upload = await here.UploadCoverAsync(author, course.Id, TestPictures.Png(1_400, 800));
        await here.DoAsync<SetCover>(s => s.ExecuteAsync(author, course.Id, upload, etag: null, CancellationToken.None));
        await here.DoAsync<ProcessCover>(p => p.ExecuteAsync(upload, CancellationToken.None));
        return course;
    }

    private static string Manifest(IReadOnlyDictionary<string, byte[]> package)
    {
        var manifest = JsonNode.Parse(package["manifest.json"])!;
        manifest["exportTime"] = "";
        return manifest.ToJsonString();
    }
}
