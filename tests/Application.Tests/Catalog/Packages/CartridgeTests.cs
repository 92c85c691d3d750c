using System.Text;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>Packages of other systems: Common Cartridges and SCORM.</summary>
public sealed class CartridgeTests : IAsyncLifetime
{
    private const string Resources = """
        <resource identifier="page" type="webcontent" href="pages/leaf%20one.html"><file href="pages/leaf%20one.html"/><file href="pages/leaf.png"/></resource>
        <resource identifier="film" type="webcontent" href="media/growth.mp4"><file href="media/growth.mp4"/></resource>
        <resource identifier="link" type="imswl_xmlv1p3"><file href="links/garden.xml"/></resource>
        <resource identifier="quiz" type="imsqti_xmlv1p3/imscc_xmlv1p3/assessment"><file href="quiz/quiz.xml"/></resource>
        <resource identifier="talk" type="imsdt_xmlv1p3"><file href="talk.xml"/></resource>
        <resource identifier="tool" type="imsbasiclti_xmlv1p3"><file href="tool.xml"/></resource>
        <resource identifier="work" type="assignment_xmlv1p0"><file href="work.xml"/></resource>
        <resource identifier="sheet" type="webcontent" href="sheet.pdf"><file href="sheet.pdf"/></resource>
        <resource identifier="gone" type="webcontent" href="gone.html"><file href="gone.html"/></resource>
        <resource identifier="out" type="webcontent" href="../../out.html"/>
        <resource identifier="bad" type="imswl_xmlv1p3"><file href="links/bad.xml"/></resource>
        """;

    private static readonly (string Path, string Content)[] Files =
    [
        (
            "pages/leaf one.html",
            """
            <html><head><title>Leaf</title><script>alert("x")</script></head>
            <body><h1>The leaf</h1><p>A <b>leaf</b> is <a href="https://example.org/leaf">green</a>, <a href="stem.html">mostly</a>.</p>
            <img src="leaf.png" alt="A leaf"><video src="../media/leaf.webm"></video></body></html>
            """
        ),
        ("pages/leaf.png", "png"),
        ("media/growth.mp4", "growth"),
        ("media/leaf.webm", "leaf"),
        (
            "links/garden.xml",
            """<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p1"><title>Kew [Gardens]</title><url href="https://www.kew.org/a(b)"/></webLink>"""
        ),
        (
            "links/bad.xml",
            """<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p1"><title>Bad</title><url href="javascript:alert(1)"/></webLink>"""
        ),
        ("quiz/quiz.xml", "<questestinterop/>"),
        ("talk.xml", "<topic/>"),
        ("tool.xml", "<cartridge_basiclti_link/>"),
        ("work.xml", "<assignment/>"),
        ("sheet.pdf", "%PDF"),
        ("stray.txt", "nobody knows me"),
    ];

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
    public async Task ACommonCartridge_BecomesADraft()
    {
        const string items = """
            <item identifier="F1"><title>Leaves</title>
              <item identifier="I1" identifierref="page"><title>The leaf</title></item>
              <item identifier="F2"><title>Deeper</title><item identifier="I2" identifierref="film"><title>Growth</title></item></item>
              <item identifier="I3" identifierref="link"><title>Kew [Gardens]</title></item>
            </item>
            <item identifier="I4" identifierref="quiz"><title>A quiz</title></item>
            <item identifier="F3"><title>The rest</title>
              <item identifier="I5" identifierref="talk"><title>Talk</title></item><item identifier="I6" identifierref="tool"><title>Tool</title></item>
              <item identifier="I7" identifierref="work"><title>Work</title></item><item identifier="I8" identifierref="sheet"><title>Sheet</title></item>
              <item identifier="I9" identifierref="gone"><title>Gone</title></item><item identifier="I10" identifierref="nowhere"><title>Nowhere</title></item>
              <item identifier="I11" identifierref="out"><title>Out</title></item><item identifier="I12" identifierref="bad"><title>Bad</title></item>
              <item identifier="I13"><title>Nothing</title></item>
            </item>
            """;
        var import = await school.ImportAsync(instructor, Packing.Zip([("imsmanifest.xml", Cartridges.Manifest(items, Resources)), .. Files]));
        var draft = await school.DraftAsync(instructor, import);
        Assert.Equal(PackageKind.CommonCartridge, import.Kind);
        Assert.Equal(("Botany & Gardens", "About **plants**.", "en-US"), (draft.Text.Title, draft.Text.Description, draft.Text.Language));
        Assert.Equal(["plants"], draft.Text.Tags);
        Assert.Equal(["Leaves", "Botany & Gardens", "The rest"], draft.Sections.Select(s => s.Title));
        Assert.Equal(["The leaf", "leaf", "Growth", "Kew [Gardens]"], draft.Sections[0].Lessons.Select(l => l.Title));
        Assert.Equal("# The leaf\n\nA **leaf** is [green](https://example.org/leaf), mostly.\n\nA leaf", draft.Sections[0].Lessons[0].Markdown);
        Assert.Equal("[Kew \\[Gardens\\]](https://www.kew.org/a%28b%29)", draft.Sections[0].Lessons[3].Markdown);
        var assets = await school.ReadAsync(db => db.Assets.AsNoTracking().Where(a => a.OwnerId == instructor.UserId).OrderBy(a => a.FileName).ToListAsync());
        Assert.Equal([("growth.mp4", "video/mp4"), ("leaf.webm", "video/webm")], assets.Select(a => (a.FileName, a.ContentType)));
        Assert.Equal([assets[1].Id, assets[0].Id], draft.Sections[0].Lessons.Select(l => l.AssetId).OfType<Guid>());

        var leftOut = import.Report.Lines.Where(l => l.Outcome == ImportOutcome.LeftOut).Select(l => (l.Thing, l.Path, Assert.Single(l.Causes))).ToList();
        Assert.Equal(
            [
                (ImportedThing.Quiz, "A quiz", ImportCause.KindNotSupported),
                (ImportedThing.Discussion, "Talk", ImportCause.KindNotSupported),
                (ImportedThing.Tool, "Tool", ImportCause.KindNotSupported),
                (ImportedThing.Assignment, "Work", ImportCause.KindNotSupported),
                (ImportedThing.File, "sheet.pdf", ImportCause.KindNotSupported),
                (ImportedThing.Lesson, "gone.html", ImportCause.NotInPackage),
                (ImportedThing.Lesson, "Nowhere", ImportCause.NotInPackage),
                (ImportedThing.Lesson, "../../out.html", ImportCause.NotInPackage),
                (ImportedThing.WebLink, "links/bad.xml", ImportCause.LinkNotAllowed),
                (ImportedThing.Lesson, "Nothing", ImportCause.Empty),
                (ImportedThing.File, "pages/leaf.png", ImportCause.KindNotSupported),
                (ImportedThing.File, "quiz/quiz.xml", ImportCause.KindNotSupported),
                (ImportedThing.File, "talk.xml", ImportCause.KindNotSupported),
                (ImportedThing.File, "tool.xml", ImportCause.KindNotSupported),
                (ImportedThing.File, "work.xml", ImportCause.KindNotSupported),
                (ImportedThing.File, "stray.txt", ImportCause.NotReferredTo),
            ],
            leftOut
        );
        var partly = import.Report.Lines.Where(l => l.Outcome == ImportOutcome.Partly).ToList();
        Assert.Equal([(ImportedThing.Section, "Leaves"), (ImportedThing.Page, "pages/leaf one.html")], partly.Select(l => (l.Thing, l.Path)));
        Assert.Equal([ImportCause.FoldersFlattened], partly[0].Causes);
        Assert.Equal([ImportCause.InteractiveDropped, ImportCause.LinksDropped, ImportCause.PicturesDropped], partly[1].Causes);
    }

    [Theory]
    [InlineData(PackageKind.Scorm12)]
    [InlineData(PackageKind.Scorm2004)]
    public async Task Scorm_BecomesADraft(PackageKind kind)
    {
        const string items = """
            <item identifier="I1" identifierref="one" isvisible="true"><title>Playing</title></item>
            <item identifier="I2"><title>Etiquette</title>
              <item identifier="I3" identifierref="two" parameters="?a=1"><title>Course</title></item>
              <item identifier="I4" identifierref="site"><title>More</title></item>
            </item>
            """;
        const string resources = """
            <resource identifier="one" type="webcontent" xml:base="shared/" adlcp:scormtype="sco" href="playing.html"><file href="playing.html"/>
              <dependency identifierref="two"/></resource>
            <resource identifier="two" type="webcontent" adlcp:scormtype="sco" href="course.htm?x=1#top"><dependency identifierref="one"/></resource>
            <resource identifier="site" type="webcontent" adlcp:scormtype="asset" href="https://example.org/golf?a=b"/>
            """;
        var manifest = kind == PackageKind.Scorm12 ? Cartridges.Scorm12(items, resources) : Cartridges.Scorm2004(items, resources);
        var import = await school.ImportAsync(
            instructor,
            Packing.Zip(
                ("imsmanifest.xml", manifest),
                ("shared/playing.html", "<script src='api.js'></script><p>Par &amp; handicap.</p>"),
                ("course.htm", "<p>Replace divots.</p>"),
                ("adlcp_rootv1p2.xsd", "<schema/>")
            )
        );
        var draft = await school.DraftAsync(instructor, import);
        var title = kind == PackageKind.Scorm12 ? "Golf Explained" : "Golf 2004";
        Assert.Equal((kind, title), (import.Kind!.Value, draft.Text.Title));
        Assert.Equal([title, "Etiquette"], draft.Sections.Select(s => s.Title));
        Assert.Equal(["Playing", "Course", "More"], draft.Sections.SelectMany(s => s.Lessons).Select(l => l.Title));
        Assert.Equal(
            ["Par \\& handicap.", "Replace divots.", "[More](https://example.org/golf?a=b)"],
            draft.Sections.SelectMany(s => s.Lessons).Select(l => l.Markdown)
        );
        Assert.Contains(import.Report.Lines, l => l is { Path: "shared/playing.html", Outcome: ImportOutcome.Partly });
        Assert.Contains(import.Report.Lines, l => l is { Path: "adlcp_rootv1p2.xsd", Outcome: ImportOutcome.LeftOut });
    }

    [Fact]
    public async Task PagesOfOtherEncodings_AreRead()
    {
        const string items = """<item identifier="a" identifierref="a"/><item identifier="b" identifierref="b"/><item identifier="c" identifierref="c"/>""";
        const string resources = """
            <resource identifier="a" href="a.html"/><resource identifier="b" href="b.html"/><resource identifier="c" href="c.html"/>
            """;
        var cyrillic = CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!;
        var import = await school.ImportAsync(
            instructor,
            Packing.Zip([
                ("imsmanifest.xml", Encoding.UTF8.GetBytes(Cartridges.Scorm12(items, resources))),
                ("a.html", Encoding.Latin1.GetBytes("<p>Café</p>")),
                ("b.html", cyrillic.GetBytes("<meta charset=\"windows-1251\"><p>Привет</p>")),
                ("c.html", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("<p>日本</p>")]),
            ])
        );
        var lessons = Assert.Single((await school.DraftAsync(instructor, import)).Sections).Lessons;
        Assert.Equal(["Café", "Привет", "日本"], lessons.Select(l => l.Markdown));
        Assert.Equal(["a.html", "b.html", "c.html"], lessons.Select(l => l.Title));
    }
}
