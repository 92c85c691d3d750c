using System.Text;
using ESchool.Application.Catalog.Packages.Formats;
using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;

namespace ESchool.Application.Catalog.Packages.Drafts;

/// <summary>How a lesson is announced by a package.</summary>
/// <param name="Thing">What it is in the package.</param>
/// <param name="Path">Where it is in the package.</param>
/// <param name="Title">Its title.</param>
internal sealed record LessonSource(ImportedThing Thing, string Path, string? Title)
{
    /// <summary>True when the course is complete only with it.</summary>
    public bool Required { get; init; } = true;

    /// <summary>True when everybody may see it, without an account.</summary>
    public bool IsFreePreview { get; init; }

    /// <summary>What was lost already when the package was read.</summary>
    public IReadOnlyCollection<ImportCause> Causes { get; init; } = [];
}

/// <summary>A video of a package, and the asset that it becomes.</summary>
internal sealed record PlannedVideo(PackageEntry Entry, Asset Asset);

/// <summary>
/// The draft that a package becomes, while the package is read. It never holds more than a course may hold: what has no room is reported, and left out.
/// </summary>
/// <param name="instructorId">Whose it will be.</param>
/// <param name="mostVideoBytes">The largest video that the school takes.</param>
/// <param name="catalog">What the school knows.</param>
/// <param name="now">The present time.</param>
internal sealed class DraftPlan(Guid instructorId, long mostVideoBytes, CatalogOptions catalog, DateTimeOffset now)
{
    private readonly List<(string Title, List<PlannedLesson> Lessons)> sections = [];
    private readonly Dictionary<string, PlannedVideo> videos = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private bool isInSection;
    private long textBytes;
    private int lessons;

    /// <summary>What became of everything.</summary>
    public ReportWriter Report { get; } = new();

    /// <summary>What is said of the course; a package that says nothing makes a course without words.</summary>
    public ManifestCourse Words { get; set; } = new();

    /// <summary>The video that everybody may watch.</summary>
    public Asset? PromotionalVideo { get; private set; }

    /// <summary>The picture that becomes the cover.</summary>
    public PackageEntry? Cover { get; set; }

    /// <summary>The videos, each once.</summary>
    public IReadOnlyCollection<PlannedVideo> Videos => videos.Values;

    /// <summary>True while there is a lesson.</summary>
    public bool HasLessons => lessons > 0;

    /// <summary>True while another article may be read.</summary>
    public bool HasRoom => isInSection && lessons < Course.MostLessons && textBytes < Course.MostTextBytes;

    /// <summary>Notes that an entry is not left over.</summary>
    public void Use(PackageEntry entry) => used.Add(entry.Path);

    /// <summary>True for an entry that became something, or was reported.</summary>
    public bool IsUsed(PackageEntry entry) => used.Contains(entry.Path);

    /// <summary>Begins a section, into which the following lessons come.</summary>
    public void BeginSection(string? title, string path, IReadOnlyCollection<ImportCause>? causes = null)
    {
        isInSection = sections.Count < Course.MostSections;
        if (!isInSection)
        {
            LeaveOut(ImportedThing.Section, path, ImportCause.CourseFull);
            return;
        }

        var found = new List<ImportCause>(causes ?? []);
        var fitted = FittedText.Line(title, CourseTextLimits.Title, found);
        NoteDefault(title, fitted, found);
        sections.Add((fitted.Length > 0 ? fitted : $"Section {sections.Count + 1}", []));
        Report.Keep(ImportedThing.Section, path, found);
    }

    /// <summary>Adds an article.</summary>
    public void AddArticle(LessonSource source, string? markdown, int dwellSeconds = 0)
    {
        var causes = new List<ImportCause>(source.Causes);
        var text = FittedText.Lines(markdown, CourseTextLimits.Markdown, causes);
        Add(source, new ArticleContent(text, Fitted(dwellSeconds, 0, CourseTextLimits.DwellSeconds, causes)), causes);
    }

    /// <summary>Adds a lesson with a video.</summary>
    /// <param name="source">The lesson.</param>
    /// <param name="entry">The video; null when the package does not contain it, and the lesson comes to be without one.</param>
    /// <param name="contentType">The video's media type, as the package says.</param>
    /// <param name="thresholdBasisPoints">How much of it must be watched.</param>
    public void AddVideo(LessonSource source, PackageEntry? entry, string contentType, int thresholdBasisPoints = VideoContent.DefaultThresholdBasisPoints)
    {
        var causes = new List<ImportCause>(source.Causes);
        if (!HasRoomFor(source, 0))
        {
            return;
        }

        var asset = entry is null ? null : AssetOf(entry, contentType, causes);
        Add(source, new VideoContent(asset?.Id, Fitted(thresholdBasisPoints, 1, CourseTextLimits.ThresholdBasisPoints, causes)), causes);
    }

    /// <summary>Makes a video the promotional one.</summary>
    public void Promote(PackageEntry entry, string contentType)
    {
        var causes = new List<ImportCause>();
        PromotionalVideo = AssetOf(entry, contentType, causes);
        Report.Add(ImportedThing.Video, entry.Path, PromotionalVideo is null ? ImportOutcome.LeftOut : ImportOutcome.Mapped, causes);
    }

    /// <summary>Says that something does not come into the draft.</summary>
    public void LeaveOut(ImportedThing thing, string path, ImportCause cause) => Report.Add(thing, path, ImportOutcome.LeftOut, [cause]);

    /// <summary>Makes the draft.</summary>
    public Course Compose()
    {
        var words = new CourseWords(catalog, Report);
        var text = words.Read(Words) with { PromotionalVideo = PromotionalVideo?.Id };
        var course = Course.Compose(instructorId, text, [.. sections.Select(section => new PlannedSection(section.Title, section.Lessons))], now);
        words.SetPrices(course, Words.Prices);
        return course;
    }

    /// <summary>A title that was given, and of which nothing is left.</summary>
    private static void NoteDefault(string? title, string fitted, List<ImportCause> causes)
    {
        if (title is not null && fitted.Length == 0)
        {
            causes.Add(ImportCause.OutOfRange);
        }
    }

    private static int Fitted(int value, int least, int most, List<ImportCause> causes)
    {
        if (value < least || value > most)
        {
            causes.Add(ImportCause.OutOfRange);
        }

        return Math.Clamp(value, least, most);
    }

    private void Add(LessonSource source, LessonContent content, List<ImportCause> causes)
    {
        var fitted = FittedText.Line(source.Title, CourseTextLimits.Title, causes);
        NoteDefault(source.Title, fitted, causes);
        var title = fitted.Length > 0 ? fitted : $"Lesson {lessons + 1}";
        var bytes = Encoding.UTF8.GetByteCount(title) + (content is ArticleContent article ? Encoding.UTF8.GetByteCount(article.Markdown) : 0);
        if (!HasRoomFor(source, bytes))
        {
            return;
        }

        lessons++;
        textBytes += bytes;
        sections[^1].Lessons.Add(new PlannedLesson(title, source.Required, content) { IsFreePreview = source.IsFreePreview });
        Report.Keep(source.Thing, source.Path, causes);
    }

    private bool HasRoomFor(LessonSource source, int bytes)
    {
        if (HasRoom && textBytes + bytes <= Course.MostTextBytes)
        {
            return true;
        }

        LeaveOut(source.Thing, source.Path, ImportCause.CourseFull);
        return false;
    }

    private Asset? AssetOf(PackageEntry entry, string contentType, List<ImportCause> causes)
    {
        Use(entry);
        if (videos.TryGetValue(entry.Path, out var known))
        {
            return known.Asset;
        }

        if (entry.SizeBytes == 0 || entry.SizeBytes > mostVideoBytes)
        {
            causes.Add(entry.SizeBytes == 0 ? ImportCause.Empty : ImportCause.TooLarge);
            return null;
        }

        var asset = new Asset(AssetOwner.Alone(instructorId), EntryNames.Shown(entry.Name), contentType, entry.SizeBytes, now);
        videos.Add(entry.Path, new PlannedVideo(entry, asset));
        return asset;
    }
}
