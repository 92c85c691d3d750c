using System.Text;
using System.Text.Json;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>What does not fit into a course is cut or left out, and the report says so; nothing fails.</summary>
public sealed class FittedCourseTests : IAsyncLifetime
{
    private static readonly string[] Objectives = ["", "\u200B", "fine"];

    private TestSchool school = null!;
    private Actor instructor = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        instructor = await school.InstructorAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task TextsThatAreTooLong_OrHaveCharactersThatDeceive_AreCut()
    {
        var (import, draft) = await ImportAsync(
            new
            {
                title = new string('t', 300) + "\u202Eevil",
                subtitle = "a\u0000b\u0007c",
                summary = "x",
                description = new string('d', 30_000),
                language = "klingon",
                category = "nonsense",
                level = "2",
                tags = Enumerable.Range(0, 50).Select(i => $"tag {i % 15}").Append("x"),
                objectives = Objectives,
                faq = new[] { new { question = "Q", answer = "" }, new { question = "Q", answer = "A" } },
                welcomeMessage = string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 3_000)),
                promotionalVideo = "9",
                cover = "nowhere.jpg",
                prices = new object[]
                {
                    new { currency = "XXX", minorUnits = 100 },
                    new { currency = "EUR", minorUnits = 4_900 },
                    new { currency = "EUR", minorUnits = 5_900 },
                    new { currency = "USD", minorUnits = -1 },
                    new { currency = "USD", minorUnits = long.MaxValue },
                    new { currency = "GBP", minorUnits = 4_000 },
                },
            },
            [Section("S", Article("A", new string('m', 150_000)), Video("V", "9", -5), Video("W", null, 99_999), new { title = "Odd" })]
        );
        var text = draft.Text;
        Assert.Equal((new string('t', 120), "abc", "x", "en", ""), (text.Title, text.Subtitle, text.Summary, text.Language, text.Category));
        Assert.Equal((20_000, CourseLevel.Unspecified, 15), (text.Description.Length, text.Level, text.Tags.Length));
        Assert.Equal((1, 1), (text.Objectives.Length, text.Faq.Length));
        Assert.True(TextLength.IsWithin(text.WelcomeMessage, CourseTextLimits.Message));
        Assert.InRange(Encoding.UTF8.GetByteCount(text.WelcomeMessage), 1, TextLength.MostBytes(CourseTextLimits.Message));
        Assert.Equal((new Money(4_900, "EUR"), new Money(4_000, "GBP")), (draft.Price!.Value, Assert.Single(draft.OtherPrices)));
        var lessons = Assert.Single(draft.Sections).Lessons;
        Assert.Equal(["A", "V", "W"], lessons.Select(l => l.Title));
        Assert.Equal([100_000, 0, 0], lessons.Select(l => l.Markdown.Length));
        Assert.Equal([0, 1, 10_000], lessons.Select(l => l.ThresholdBasisPoints));

        AssertLine(import, ImportedThing.CourseField, "title", ImportOutcome.Partly, ImportCause.TextCut, ImportCause.CharactersDropped);
        AssertLine(import, ImportedThing.CourseField, "subtitle", ImportOutcome.Partly, ImportCause.CharactersDropped);
        AssertLine(import, ImportedThing.CourseField, "language", ImportOutcome.Partly, ImportCause.ValueUnknown);
        AssertLine(import, ImportedThing.CourseField, "category", ImportOutcome.LeftOut, ImportCause.ValueUnknown);
        AssertLine(import, ImportedThing.CourseField, "level", ImportOutcome.LeftOut, ImportCause.ValueUnknown);
        AssertLine(import, ImportedThing.CourseField, "tags", ImportOutcome.Partly, ImportCause.TextCut, ImportCause.Empty);
        AssertLine(import, ImportedThing.Cover, "nowhere.jpg", ImportOutcome.LeftOut, ImportCause.NotInPackage);
        AssertLine(import, ImportedThing.Video, "9", ImportOutcome.LeftOut, ImportCause.NotInPackage);
        AssertLine(import, ImportedThing.Page, "sections[0].lessons[0]", ImportOutcome.Partly, ImportCause.TextCut);
        AssertLine(import, ImportedThing.Video, "sections[0].lessons[1]", ImportOutcome.Partly, ImportCause.NotInPackage, ImportCause.OutOfRange);
        AssertLine(import, ImportedThing.Video, "sections[0].lessons[2]", ImportOutcome.Partly, ImportCause.OutOfRange);
        AssertLine(import, ImportedThing.Lesson, "sections[0].lessons[3]", ImportOutcome.LeftOut, ImportCause.KindNotSupported);
        Assert.Equal(4, import.Report.Lines.Count(l => l is { Thing: ImportedThing.Price, Outcome: ImportOutcome.LeftOut }));
    }

    [Fact]
    public async Task WhatIsReplacedByADefault_OrByTheNearestValue_IsTold()
    {
        var (import, draft) = await ImportAsync(
            new
            {
                title = "T",
                language = "en",
                tags = Enumerable.Repeat("", 20).Append("fine"),
            },
            [
                Section(
                    " ",
                    new { title = "Long", article = new { markdown = "Text", minimumDwellSeconds = 90_000 } },
                    Article("\u200B", "Text"),
                    new
                    {
                        title = "Both",
                        article = new { markdown = "Text" },
                        video = new { thresholdBasisPoints = 9_000 },
                    }
                ),
            ]
        );
        var section = Assert.Single(draft.Sections);
        Assert.Equal(("fine", "Section 1"), (Assert.Single(draft.Text.Tags), section.Title));
        Assert.Equal(["Long", "Lesson 2", "Both"], section.Lessons.Select(l => l.Title));
        Assert.Equal([CourseTextLimits.DwellSeconds, 0, 0], section.Lessons.Select(l => l.MinimumDwellSeconds));

        AssertLine(import, ImportedThing.CourseField, "title", ImportOutcome.LeftOut, ImportCause.OutOfRange);
        AssertLine(import, ImportedThing.CourseField, "tags", ImportOutcome.Partly, ImportCause.Empty);
        AssertLine(import, ImportedThing.Section, "sections[0]", ImportOutcome.Partly, ImportCause.OutOfRange);
        AssertLine(import, ImportedThing.Page, "sections[0].lessons[0]", ImportOutcome.Partly, ImportCause.OutOfRange);
        AssertLine(import, ImportedThing.Page, "sections[0].lessons[1]", ImportOutcome.Partly, ImportCause.CharactersDropped, ImportCause.OutOfRange);
        AssertLine(import, ImportedThing.Page, "sections[0].lessons[2].article", ImportOutcome.LeftOut, ImportCause.KindNotSupported);
    }

    [Fact]
    public async Task AManifest_MayBeginWithAByteOrderMark_AndSaysEachThingOnce()
    {
        var manifest = Manifest(new { title = "Marked", language = "en" }, [Section("S", Article("A", "Text"))]);
        var marked = await school.ImportAsync(instructor, Packing.Zip(("manifest.json", "\uFEFF" + manifest)));
        Assert.Equal("Marked", (await school.DraftAsync(instructor, marked)).Text.Title);

        var doubled = manifest.Replace("\"title\":\"Marked\"", "\"title\":\"Marked\",\"title\":\"Other\"", StringComparison.Ordinal);
        var import = await school.ImportAsync(instructor, Packing.Zip(("manifest.json", doubled)));
        Assert.Equal((CourseImportState.Refused, ImportRefusal.ManifestInvalid), (import.State, import.Refusal));
    }

    [Fact]
    public async Task MoreThanACourseHolds_IsLeftOut()
    {
        var sections = Enumerable
            .Range(0, 250)
            .Select(i => Section($"Section {i}", [.. Enumerable.Range(0, 12).Select(j => Article($"Lesson {j}", "Text"))]))
            .ToArray();
        var (import, draft) = await ImportAsync(new { title = "Too much", language = "en" }, sections);
        Assert.Equal(Course.MostSections, draft.Sections.Count);
        Assert.Equal(Course.MostLessons, draft.Sections.Sum(s => s.Lessons.Count));
        Assert.Equal(ImportReport.MostLines, import.Report.Lines.Count);

        // 50 sections, and the lessons beyond 2,000.
        Assert.Equal(50 + (250 * 12) - 2_000, import.Report.LeftOut);
        Assert.All(import.Report.Lines, line => Assert.Equal([ImportCause.CourseFull], line.Causes));
        Assert.Equal(import.Report.Mapped + import.Report.LeftOut - ImportReport.MostLines, import.Report.LinesLeftOut);
    }

    [Fact]
    public async Task MoreTextThanACourseHolds_IsLeftOut()
    {
        var articles = Enumerable.Range(0, 30).Select(i => Article($"Lesson {i}", new string('x', 90_000))).ToArray();
        var (import, draft) = await ImportAsync(new { title = "Too much", language = "en" }, [Section("S", articles)]);
        Assert.Equal(22, Assert.Single(draft.Sections).Lessons.Count);
        Assert.Equal(8, import.Report.LeftOut);
    }

    [Fact]
    public async Task AVideoThatIsTooLarge_OrEmpty_IsLeftOut_AndItsLessonStays()
    {
        await using var small = TestSchool.On(school.Database, ("Media:MaximumUploadBytes", "10"));
        var package = Packing.Zip(
            ("manifest.json", Manifest(new { title = "Videos", language = "en" }, [Section("S", Video("A", "1", 1), Video("B", "2", 1))])),
            ("a.mp4", "more than ten bytes"),
            ("b.mp4", "")
        );
        var import = await small.ImportAsync(instructor, package);
        var draft = await small.DraftAsync(instructor, import);
        Assert.Equal([null, null], Assert.Single(draft.Sections).Lessons.Select(l => l.AssetId));
        AssertLine(import, ImportedThing.Video, "sections[0].lessons[0]", ImportOutcome.Partly, ImportCause.TooLarge);
        AssertLine(import, ImportedThing.Video, "sections[0].lessons[1]", ImportOutcome.Partly, ImportCause.Empty);
    }

    private async Task<(CourseImport Import, Course Draft)> ImportAsync(object course, object[] sections)
    {
        var import = await school.ImportAsync(instructor, Packing.Zip(("manifest.json", Manifest(course, sections))));
        return (import, await school.DraftAsync(instructor, import));
    }

    private static string Manifest(object course, object[] sections) =>
        JsonSerializer.Serialize(
            new
            {
                format = "e-school-course",
                version = 1,
                course,
                sections,
                media = new[] { new { id = "1", path = "a.mp4" }, new { id = "2", path = "b.mp4" } },
            }
        );

    private static object Section(string title, params object[] lessons) => new { title, lessons };

    private static object Article(string title, string markdown) => new { title, article = new { markdown, minimumDwellSeconds = 0 } };

    private static object Video(string title, string? media, int threshold) => new { title, video = new { media, thresholdBasisPoints = threshold } };

    private static void AssertLine(CourseImport import, ImportedThing thing, string path, ImportOutcome outcome, params ImportCause[] causes)
    {
        var line = Assert.Single(import.Report.Lines, l => l.Thing == thing && l.Path == path);
        Assert.Equal(outcome, line.Outcome);
        Assert.Equal(causes.Order(), line.Causes);
    }
}
