using System.Text;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog.Packages;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>Packages that are made to do harm: each is refused with its reason, changes nothing, and keeps nobody waiting.</summary>
public sealed class HostilePackageTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (Func<byte[]> Make, ImportRefusal Refusal)> Zips = new()
    {
        ["nothing in it"] = (() => [0], ImportRefusal.NotAZip),
        ["noise"] = (() => [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7919 >> 3))], ImportRefusal.NotAZip),
        ["another format"] = (() => Encoding.UTF8.GetBytes("%PDF-1.7 and so on, for more than a few bytes of it"), ImportRefusal.NotAZip),
        ["cut off"] = (HostileZips.CutOff, ImportRefusal.NotAZip),
        ["directory elsewhere"] = (HostileZips.LostDirectory, ImportRefusal.NotAZip),
        ["up and out"] = (() => HostileZips.Named("../../etc/passwd"), ImportRefusal.UnsafeEntry),
        ["up in the middle"] = (() => HostileZips.Named("a/../../b"), ImportRefusal.UnsafeEntry),
        ["absolute"] = (() => HostileZips.Named("/etc/passwd"), ImportRefusal.UnsafeEntry),
        ["drive"] = (() => HostileZips.Named("C:/windows/system.ini"), ImportRefusal.UnsafeEntry),
        ["backslashes"] = (() => HostileZips.Named("..\\..\\system.ini"), ImportRefusal.UnsafeEntry),
        ["no name in the path"] = (() => HostileZips.Named("a//b"), ImportRefusal.UnsafeEntry),
        ["zero in the name"] = (() => HostileZips.NamedInBytes([.. "page.html"u8, 0, .. ".jpg"u8]), ImportRefusal.UnsafeEntry),
        ["terminal commands in the name"] = (() => HostileZips.NamedInBytes(0x1B, (byte)'[', (byte)'2', (byte)'J'), ImportRefusal.UnsafeEntry),
        ["endless name"] = (() => HostileZips.Named(new string('n', 5_000)), ImportRefusal.UnsafeEntry),
        ["link"] = (HostileZips.Link, ImportRefusal.UnsafeEntry),
        ["the same name twice"] = (HostileZips.Twice, ImportRefusal.DuplicateEntry),
        ["overlapping"] = (HostileZips.Overlapping, ImportRefusal.DuplicateEntry),
        ["outside"] = (HostileZips.Outside, ImportRefusal.Damaged),
        ["encrypted"] = (HostileZips.Encrypted, ImportRefusal.Encrypted),
        ["another compression"] = (HostileZips.CompressedOddly, ImportRefusal.CompressionUnknown),
        ["larger than it says"] = (HostileZips.Understated, ImportRefusal.Damaged),
        ["smaller than it says"] = (HostileZips.Overstated, ImportRefusal.Damaged),
        ["wrong checksum"] = (HostileZips.WrongChecksum, ImportRefusal.Damaged),
        ["bomb"] = (HostileZips.Bomb, ImportRefusal.Bomb),
        ["too many files"] = (() => HostileZips.Crowded(2_001), ImportRefusal.TooManyEntries),
        ["no manifest"] = (() => Packing.Zip(("page.html", "<p>Hello</p>")), ImportRefusal.KindUnknown),
        ["a manifest in a folder"] = (() => Packing.Zip(("course/manifest.json", HostileZips.Manifest)), ImportRefusal.KindUnknown),
        ["a manifest of something else"] = (() => Packing.Zip(("manifest.json", """{"name": "app"}""")), ImportRefusal.KindUnknown),
        ["no JSON"] = (() => Packing.Zip(("manifest.json", "{\"format\": ")), ImportRefusal.ManifestInvalid),
        ["JSON of another encoding"] = (() => Packing.Zip([("manifest.json", Encoding.Unicode.GetBytes(HostileZips.Manifest))]), ImportRefusal.ManifestInvalid),
        ["deep JSON"] = (() => Packing.Zip(("manifest.json", new string('[', 100_000))), ImportRefusal.ManifestInvalid),
        ["half a character"] = (
            () => Packing.Zip(("manifest.json", """{"format": "e-school-course", "version": 1, "course": {"title": "\ud800"}}""")),
            ImportRefusal.ManifestInvalid
        ),
        ["a later version"] = (() => Packing.Zip(("manifest.json", """{"format": "e-school-course", "version": 2}""")), ImportRefusal.VersionUnknown),
        ["a number too large"] = (
            () => Packing.Zip(("manifest.json", """{"format": "e-school-course", "version": 99999999999999}""")),
            ImportRefusal.ManifestInvalid
        ),
        ["no course"] = (() => Packing.Zip(("manifest.json", """{"format": "e-school-course", "version": 1}""")), ImportRefusal.ManifestInvalid),
        ["one medium twice"] = (
            () =>
                Packing.Zip(
                    (
                        "manifest.json",
                        """{"format": "e-school-course", "version": 1, "course": {}, "media": [{"id": "1", "path": "a"}, {"id": "1", "path": "b"}]}"""
                    )
                ),
            ImportRefusal.ManifestInvalid
        ),
        ["entities"] = (() => Packing.Zip(("imsmanifest.xml", Laughs)), ImportRefusal.ManifestUnsafe),
        ["a file of this machine"] = (
            () => Packing.Zip(("imsmanifest.xml", "<!DOCTYPE manifest [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><manifest>&x;</manifest>")),
            ImportRefusal.ManifestUnsafe
        ),
        ["a document type in UTF-16"] = (
            () =>
                Packing.Zip([
                    (
                        "imsmanifest.xml",
                        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("<!DOCTYPE manifest SYSTEM \"http://x/y.dtd\"><manifest/>")]
                    ),
                ]),
            ImportRefusal.ManifestUnsafe
        ),
        ["broken XML"] = (() => Packing.Zip(("imsmanifest.xml", "<manifest><organizations></manifest>")), ImportRefusal.ManifestInvalid),
        ["XML of a false encoding"] = (
            () => Packing.Zip([("imsmanifest.xml", [.. "<?xml version=\"1.0\" encoding=\"utf-8\"?><manifest>"u8, 0xFF, 0xC0, .. "</manifest>"u8])]),
            ImportRefusal.ManifestInvalid
        ),
        ["an encoding that is none"] = (
            () => Packing.Zip(("imsmanifest.xml", "<?xml version=\"1.0\" encoding=\"klingon\"?><manifest/>")),
            ImportRefusal.ManifestInvalid
        ),
        ["deep XML"] = (() => Packing.Zip(("imsmanifest.xml", string.Concat(Enumerable.Repeat("<manifest>", 100_000)))), ImportRefusal.ManifestTooLarge),
        ["a million items"] = (
            () => Packing.Zip(("imsmanifest.xml", Cartridges.Manifest(string.Concat(Enumerable.Repeat("<item/>", 1_000_000)), ""))),
            ImportRefusal.ManifestTooLarge
        ),
        ["a huge manifest"] = (
            () => Packing.Zip(("imsmanifest.xml", Cartridges.Manifest("", $"<!-- {Noise(17 * 1024 * 1024)} -->"))),
            ImportRefusal.ManifestTooLarge
        ),
        ["XML of something else"] = (() => Packing.Zip(("imsmanifest.xml", "<manifest xmlns=\"urn:else\"/>")), ImportRefusal.KindUnknown),
        ["an empty cartridge"] = (() => Packing.Zip(("imsmanifest.xml", Cartridges.Manifest("", ""))), ImportRefusal.NothingToImport),
        ["one resource twice"] = (
            () => Packing.Zip(("imsmanifest.xml", Cartridges.Manifest("", "<resource identifier=\"r\"/><resource identifier=\"r\"/>"))),
            ImportRefusal.ManifestInvalid
        ),
    };

    private const string Laughs = """
        <?xml version="1.0"?>
        <!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
        <manifest>&c;</manifest>
        """;

    private TestSchool school = null!;

    public static TheoryData<string> Names => [.. Zips.Keys];

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(("Packages:MaximumEntries", "2000"));
        await school.PrepareStorageAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task IsRefused_AndChangesNothing(string name)
    {
        var instructor = await school.InstructorAsync();
        var import = await school.ImportAsync(instructor, Zips[name].Make());
        Assert.Equal((CourseImportState.Refused, Zips[name].Refusal), (import.State, import.Refusal ?? 0));
        Assert.Null(import.CourseId);
        Assert.Null(VisibleText.FaultOf(import.RefusedFor, manyLines: false));
        Assert.Equal([new CourseImported(import.Id, CourseImportState.Refused)], await school.ToldAsync<CourseImported>(instructor));
        Assert.False(await school.ReadAsync(db => db.Courses.AnyAsync(c => c.InstructorId == instructor.UserId)));
        Assert.False(await school.ReadAsync(db => db.Assets.AnyAsync(a => a.OwnerId == instructor.UserId)));
        await school.DeleteDocumentsAsync();
        Assert.Empty(await school.FilesAsync(instructor));
        Assert.Empty(await school.SourcesAsync(instructor));
    }

    /// <summary>A video is stored before it is known that it is damaged: nothing of it stays.</summary>
    [Fact]
    public async Task ADamagedVideo_LeavesNothing()
    {
        var instructor = await school.InstructorAsync();
        var package = Packing.Zip(
            (
                "manifest.json",
                """
                {"format": "e-school-course", "version": 1, "course": {"title": "A fine course", "language": "en"},
                 "media": [{"id": "1", "path": "a.mp4"}, {"id": "2", "path": "b.mp4"}],
                 "sections": [{"title": "S", "lessons": [{"title": "A", "video": {"media": "1"}}, {"title": "B", "video": {"media": "2"}}]}]}
                """
            ),
            ("a.mp4", "a fine video"),
            ("b.mp4", "a bad video that is long enough")
        );
        var at = package.AsSpan().IndexOf("b.mp4"u8) + 8;
        package[at] ^= 0xFF;
        var import = await school.ImportAsync(instructor, package);
        Assert.Equal((ImportRefusal.Damaged, "b.mp4"), (import.Refusal!.Value, import.RefusedFor));
        Assert.Empty(await school.SourcesAsync(instructor));
        Assert.Empty(import.LooseFiles);
    }

    [Fact]
    public async Task TooMuchWhenItIsUnpacked_IsRefused()
    {
        await using var small = TestSchool.On(school.Database, ("Packages:MaximumUnpackedBytes", "1000"));
        var instructor = await small.InstructorAsync();
        var package = Packing.Zip(("manifest.json", HostileZips.Manifest), ("a", new string('a', 500)), ("b", new string('b', 500)));
        var import = await small.ImportAsync(instructor, package);
        Assert.Equal((ImportRefusal.TooLargeUnpacked, "b"), (import.Refusal!.Value, import.RefusedFor));
    }

    [Fact]
    public async Task WhatTakesTooLong_IsRefused()
    {
        await using var hasty = TestSchool.On(school.Database, ("Packages:MaximumReadTime", "00:00:00.0000001"));
        var import = await hasty.ImportAsync(await hasty.InstructorAsync(), Packing.Zip(("manifest.json", HostileZips.Manifest)));
        Assert.Equal(ImportRefusal.TooSlow, import.Refusal);
    }

    /// <summary>A ZIP within the package is a file like any other.</summary>
    [Fact]
    public async Task AZipWithin_IsNotOpened()
    {
        var instructor = await school.InstructorAsync();
        var package = Packing.Zip([("manifest.json", Encoding.UTF8.GetBytes(HostileZips.Manifest)), ("inner.zip", HostileZips.Bomb())]);
        var import = await school.ImportAsync(instructor, package);
        Assert.Equal(CourseImportState.Done, import.State);
        var line = Assert.Single(import.Report.Lines, l => l.Outcome == ImportOutcome.LeftOut);
        Assert.Equal((ImportedThing.File, "inner.zip"), (line.Thing, line.Path));
        Assert.Equal([ImportCause.NotReferredTo], line.Causes);
    }

    /// <summary>What does not compress, so that it is no bomb.</summary>
    private static string Noise(int length)
    {
        var random = new Random(1);
        return string.Create(
            length,
            random,
            (text, source) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = (char)('a' + source.Next(26));
                }
            }
        );
    }
}
