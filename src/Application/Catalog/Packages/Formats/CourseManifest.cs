using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ESchool.Application.Catalog.Packages.Formats;

/// <summary>
/// What a course is, as <c>manifest.json</c> of our own packages says it: docs/packages.md. Whoever reads one trusts nothing, so everything may be missing.
/// </summary>
internal sealed record CourseManifest
{
    /// <summary>Its name in the package.</summary>
    public const string FileName = "manifest.json";

    /// <summary>What <see cref="Format"/> says.</summary>
    public const string FormatName = "e-school-course";

    /// <summary>The version that is written, and the newest that is read.</summary>
    public const int NewestVersion = 1;

    /// <summary>How it is written: with our names in camel case, for people to read.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string? Format { get; init; }

    public int Version { get; init; }

    public string? ExportTime { get; init; }

    public ManifestCourse? Course { get; init; }

    public IReadOnlyList<ManifestSection?>? Sections { get; init; }

    public IReadOnlyList<ManifestMedia?>? Media { get; init; }
}

/// <summary>What is said of the course.</summary>
internal sealed record ManifestCourse
{
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    public string? Summary { get; init; }

    public string? Description { get; init; }

    public string? Language { get; init; }

    public string? Category { get; init; }

    public string? Level { get; init; }

    public IReadOnlyList<string?>? Tags { get; init; }

    public IReadOnlyList<string?>? Objectives { get; init; }

    public IReadOnlyList<string?>? Requirements { get; init; }

    public IReadOnlyList<string?>? Audience { get; init; }

    public IReadOnlyList<ManifestQuestion?>? Faq { get; init; }

    public string? WelcomeMessage { get; init; }

    public string? CongratulationMessage { get; init; }

    public IReadOnlyList<ManifestPrice?>? Prices { get; init; }

    public string? PromotionalVideo { get; init; }

    public string? Cover { get; init; }
}

internal sealed record ManifestQuestion(string? Question, string? Answer);

/// <summary>A price; the first is the one the course has.</summary>
internal sealed record ManifestPrice(string? Currency, long MinorUnits);

internal sealed record ManifestSection(string? Title, IReadOnlyList<ManifestLesson?>? Lessons);

/// <summary>A lesson: either a video or an article.</summary>
internal sealed record ManifestLesson(string? Title, bool Required, ManifestVideo? Video, ManifestArticle? Article)
{
    public bool FreePreview { get; init; }
}

internal sealed record ManifestVideo(string? Media, int ThresholdBasisPoints);

internal sealed record ManifestArticle(string? Markdown, int MinimumDwellSeconds);

/// <summary>A file of the package that lessons refer to by its id.</summary>
internal sealed record ManifestMedia(string? Id, string? Path, string? ContentType, long SizeBytes, string? Sha256)
{
    /// <summary>Files of captions; there are none yet.</summary>
    public IReadOnlyList<ManifestCaptions?>? Captions { get; init; }
}

internal sealed record ManifestCaptions(string? Language, string? Path);
