using ESchool.Domain.Catalog.Packages;

namespace ESchool.Domain.Catalog;

/// <summary>What kind of lesson it is.</summary>
public enum LessonKind
{
    /// <summary>A lecture to watch.</summary>
    Video = 1,

    /// <summary>A text to read.</summary>
    Article = 2,
}

/// <summary>What a student gets in a lesson, and when it counts as complete.</summary>
public abstract record LessonContent
{
    /// <summary>The kind of lesson that has this content.</summary>
    public abstract LessonKind Kind { get; }
}

/// <summary>A lecture.</summary>
/// <param name="AssetId">The uploaded video; null until one is attached.</param>
/// <param name="ThresholdBasisPoints">How much of it must be watched, 1 to 10000 basis points.</param>
public sealed record VideoContent(Guid? AssetId, int ThresholdBasisPoints) : LessonContent
{
    /// <summary>How much must be watched when the instructor does not say: 95 %.</summary>
    public const int DefaultThresholdBasisPoints = 9_500;

    /// <inheritdoc/>
    public override LessonKind Kind => LessonKind.Video;
}

/// <summary>A text.</summary>
/// <param name="Markdown">The text.</param>
/// <param name="MinimumDwellSeconds">How long it must have been open before it can be confirmed as read.</param>
public sealed record ArticleContent(string Markdown, int MinimumDwellSeconds) : LessonContent
{
    /// <inheritdoc/>
    public override LessonKind Kind => LessonKind.Article;
}

/// <summary>A lesson of a draft.</summary>
public sealed class Lesson : IOrdered
{
    private Lesson() { }

    internal Lesson(Guid sectionId, string title, bool required, LessonContent content, string orderKey, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        SectionId = sectionId;
        Kind = content.Kind;
        OrderKey = orderKey;
        SetContent(title, required, content);
    }

    /// <summary>The lesson's id; it stays the same in every published version.</summary>
    public Guid Id { get; private set; }

    /// <summary>The section it is in.</summary>
    public Guid SectionId { get; private set; }

    /// <summary>The title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>True when the course is complete only with it.</summary>
    public bool Required { get; private set; }

    /// <summary>True when everybody may see it, without an account, while the course is on sale.</summary>
    public bool IsFreePreview { get; private set; }

    /// <summary>What kind of lesson it is; never changes.</summary>
    public LessonKind Kind { get; private set; }

    /// <summary>Its place in the section, see <see cref="Catalog.OrderKey"/>.</summary>
    public string OrderKey { get; private set; } = "";

    /// <summary>When it was deleted; null while it is not.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Video: the uploaded video; null until one is attached.</summary>
    public Guid? AssetId { get; private set; }

    /// <summary>Video: how much must be watched, in basis points; 0 for an article.</summary>
    public int ThresholdBasisPoints { get; private set; }

    /// <summary>Article: the text; empty for a video.</summary>
    public string Markdown { get; private set; } = "";

    /// <summary>Article: how long it must have been open, in seconds; 0 for a video.</summary>
    public int MinimumDwellSeconds { get; private set; }

    /// <summary>How often its words or its content were changed; the contract's etag. A move does not count.</summary>
    public int Revision { get; private set; }

    /// <summary>The content as one value.</summary>
    public LessonContent Content =>
        Kind == LessonKind.Video ? new VideoContent(AssetId, ThresholdBasisPoints) : new ArticleContent(Markdown, MinimumDwellSeconds);

    internal void Edit(string title, bool required, LessonContent content)
    {
        SetContent(title, required, content);
        Revision++;
    }

    internal static Lesson Compose(Guid sectionId, PlannedLesson planned, string orderKey, DateTimeOffset now) =>
        new(sectionId, planned.Title, planned.Required, planned.Content, orderKey, now) { IsFreePreview = planned.IsFreePreview };

    internal void ShowToVisitors(bool isFreePreview) => IsFreePreview = isFreePreview;

    internal Lesson CopyTo(Guid sectionId, string title, string orderKey, DateTimeOffset now) =>
        new(sectionId, title, Required, Content, orderKey, now) { IsFreePreview = IsFreePreview };

    internal void Place(Guid sectionId, string orderKey) => (SectionId, OrderKey) = (sectionId, orderKey);

    internal void Delete(DateTimeOffset now) => DeletedAt = now;

    internal void Restore(string orderKey) => (DeletedAt, OrderKey) = (null, orderKey);

    private void SetContent(string title, bool required, LessonContent content)
    {
        if (content.Kind != Kind)
        {
            throw new DomainException(
                CatalogReasons.LessonKindFixed,
                "The lesson is of kind {kind} and cannot become {wanted}; make another lesson.",
                ("kind", Kind),
                ("wanted", content.Kind)
            );
        }

        Title = title.Trim();
        Required = required;
        switch (content)
        {
            case VideoContent video:
                AssetId = video.AssetId;
                ThresholdBasisPoints = video.ThresholdBasisPoints;
                break;
            case ArticleContent article:
                Markdown = article.Markdown;
                MinimumDwellSeconds = article.MinimumDwellSeconds;
                break;
        }
    }
}
