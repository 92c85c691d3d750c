using ESchool.Domain.Catalog.Covers;

namespace ESchool.Domain.Catalog;

/// <summary>A published version, which never changes; enrollments are pinned to one.</summary>
public sealed class CurriculumVersion
{
    private readonly List<CurriculumLesson> lessons = [];

    private CurriculumVersion() { }

    /// <summary>The version's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Counted from 1 within the course.</summary>
    public int Number { get; private set; }

    /// <summary>The words that describe the course.</summary>
    public CourseText Text { get; private set; } = null!;

    /// <summary>The instructor.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The instructor's name when it was published.</summary>
    public string InstructorName { get; private set; } = "";

    /// <summary>All videos together, in seconds.</summary>
    public int VideoSeconds { get; private set; }

    /// <summary>The cover; null for none.</summary>
    public Guid? CoverId { get; private set; }

    /// <summary>How wide its largest picture is; means nothing without a cover.</summary>
    public int? CoverWidth { get; private set; }

    /// <summary>The length of the promotional video, in seconds; 0 for none.</summary>
    public int PromotionalSeconds { get; private set; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>The cover; null for none.</summary>
    public CourseCover? Cover => CourseCover.Of(CoverId, CoverWidth);

    /// <summary>The lessons, in order of their position.</summary>
    public IReadOnlyList<CurriculumLesson> Lessons => lessons;

    internal static CurriculumVersion Of(Course course, string instructorName, IReadOnlyDictionary<Guid, int> playableSeconds, DateTimeOffset now)
    {
        var version = new CurriculumVersion
        {
            Id = Guid.CreateVersion7(now),
            CourseId = course.Id,
            Number = course.LatestVersion,
            Text = course.Text,
            InstructorId = course.InstructorId,
            InstructorName = instructorName,
            CoverId = course.CoverId,
            CoverWidth = course.CoverWidth,
            PromotionalSeconds = course.Text.PromotionalVideo is { } video ? playableSeconds[video] : 0,
            PublishedAt = now,
        };
        foreach (var section in course.Sections)
        {
            foreach (var lesson in section.Lessons)
            {
                var seconds = lesson.AssetId is { } asset ? playableSeconds[asset] : 0;
                version.lessons.Add(new CurriculumLesson(version.Id, version.lessons.Count + 1, section, lesson, seconds));
            }
        }

        version.VideoSeconds = version.lessons.Sum(l => l.VideoSeconds);
        return version;
    }
}

/// <summary>A lesson as it was published.</summary>
public sealed class CurriculumLesson
{
    private CurriculumLesson() { }

    internal CurriculumLesson(Guid versionId, int position, Section section, Lesson lesson, int videoSeconds)
    {
        VersionId = versionId;
        LessonId = lesson.Id;
        Position = position;
        SectionId = section.Id;
        SectionTitle = section.Title;
        Title = lesson.Title;
        Kind = lesson.Kind;
        Required = lesson.Required;
        IsFreePreview = lesson.IsFreePreview;
        AssetId = lesson.AssetId;
        VideoSeconds = videoSeconds;
        ThresholdBasisPoints = lesson.ThresholdBasisPoints;
        Markdown = lesson.Markdown;
        MinimumDwellSeconds = lesson.MinimumDwellSeconds;
    }

    /// <summary>The version it is a part of.</summary>
    public Guid VersionId { get; private set; }

    /// <summary>The lesson's id, the same in every version.</summary>
    public Guid LessonId { get; private set; }

    /// <summary>Its place in the version, counted from 1.</summary>
    public int Position { get; private set; }

    /// <summary>The section it is in.</summary>
    public Guid SectionId { get; private set; }

    /// <summary>The section's title.</summary>
    public string SectionTitle { get; private set; } = "";

    /// <summary>The title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What kind of lesson it is.</summary>
    public LessonKind Kind { get; private set; }

    /// <summary>True when the course is complete only with it.</summary>
    public bool Required { get; private set; }

    /// <summary>True when everybody may see it while this version is on sale.</summary>
    public bool IsFreePreview { get; private set; }

    /// <summary>Video: what is played.</summary>
    public Guid? AssetId { get; private set; }

    /// <summary>Video: its length in whole seconds, as probed; 0 for an article.</summary>
    public int VideoSeconds { get; private set; }

    /// <summary>Video: how much must be watched, in basis points.</summary>
    public int ThresholdBasisPoints { get; private set; }

    /// <summary>Article: the text.</summary>
    public string Markdown { get; private set; } = "";

    /// <summary>Article: how long it must have been open, in seconds.</summary>
    public int MinimumDwellSeconds { get; private set; }
}
