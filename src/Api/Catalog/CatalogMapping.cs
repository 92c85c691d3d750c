using ESchool.Api.Calls.Wire;
using ESchool.Api.Catalog.Covers;
using ESchool.Api.Catalog.Reviews;
using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Catalog.Storefront;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog;

internal static class CatalogMapping
{
    public static Wire.Course ToWire(this PublishedCourse course, CoverAddresses covers)
    {
        var wire = new Wire.Course
        {
            Name = $"courses/{course.CourseId}",
            Instructor = $"users/{course.InstructorId}",
            InstructorDisplayName = course.InstructorName,
            Price = course.Price.ToWire(),
            CurriculumVersion = course.Number,
            VideoDuration = course.VideoSeconds.ToDuration(),
            PublishTime = course.PublishedAt.ToWire(),
            OtherPrices = { course.OtherPrices.Select(price => price.ToWire()) },
            Rating = course.Rating.ToWire(),
            Slug = course.Slug,
            Cover = covers.ToWire(course.Cover),
            PromotionalVideoDuration = course.PromotionalSeconds > 0 ? course.PromotionalSeconds.ToDuration() : null,
        };
        course.Text.DescribeIn(wire, isWhole: course.Lessons.Count > 0);
        foreach (var section in course.Lessons.GroupBy(l => (l.SectionId, l.SectionTitle)))
        {
            wire.Sections.Add(new Wire.CurriculumSection { Title = section.Key.SectionTitle, Lessons = { section.Select(l => ToWire(course.CourseId, l)) } });
        }

        return wire;
    }

    public static Wire.Bundle ToWire(this OfferedBundle offered) =>
        new()
        {
            Name = $"bundles/{offered.Bundle.Id}",
            Title = offered.Bundle.Title,
            Instructor = $"users/{offered.Bundle.InstructorId}",
            Courses =
            {
                offered.Courses.Select(c => new Wire.BundledCourse
                {
                    Course = $"courses/{c.CourseId}",
                    Title = c.Title,
                    OnSale = c.IsOnSale,
                }),
            },
            Price = offered.Bundle.Price.ToWire(),
            OtherPrices = { offered.Bundle.OtherPrices.Select(price => price.ToWire()) },
            State =
                offered.Bundle.WithdrawnAt is not null ? Wire.Bundle.Types.State.Withdrawn
                : offered.Missing is not null ? Wire.Bundle.Types.State.Incomplete
                : Wire.Bundle.Types.State.OnSale,
            CreateTime = offered.Bundle.CreatedAt.ToWire(),
        };

    /// <summary>A draft that the caller has just changed: its owner, or an editor.</summary>
    public static Wire.CourseDraft ToWire(this Course course, CoverAddresses covers, Actor actor) =>
        course.ToWire(covers, course.InstructorId == actor.UserId ? AuthorRole.Owner : AuthorRole.Editor);

    public static Wire.CourseDraft ToWire(this Course course, CoverAddresses covers, AuthorRole? role, bool showDeleted = false, bool isWhole = true)
    {
        var wire = new Wire.CourseDraft
        {
            Name = $"courses/{course.Id}",
            Price = course.Price?.ToWire(),
            OtherPrices = { course.OtherPrices.Select(price => price.ToWire()) },
            State = (Wire.CourseDraft.Types.State)course.State,
            ReviewMessage = course.ReviewMessage,
            Etag = course.RowVersion.ToEtag(),
            CreateTime = course.CreatedAt.ToWire(),
            UnpublishTime = course.UnpublishedAt.ToWire(),
            SuspendTime = course.SuspendedAt.ToWire(),
            SuspendReason = course.SuspendReason,
            AccessSuspended = course.IsAccessSuspended,
            ArchiveTime = course.ArchivedAt.ToWire(),
            DeleteTime = course.DeletedAt.ToWire(),
            Instructor = $"users/{course.InstructorId}",
            CallerRole = (Wire.AuthorRole)(role ?? 0),
            Cover = covers.ToWire(course.Cover),
            CoverState =
                course.NextCoverId is not null ? Wire.CourseDraft.Types.CoverState.Processing
                : course.CoverRefusal is not null ? Wire.CourseDraft.Types.CoverState.Refused
                : Wire.CourseDraft.Types.CoverState.Unspecified,
            CoverRefusal = (Wire.CoverRefusal)course.CoverRefusal.GetValueOrDefault(),
        };
        course.Text.DescribeIn(wire, isWhole);
        if (course.PublishedVersion > 0)
        {
            wire.PublishedVersion = course.PublishedVersion;
        }

        wire.Sections.AddRange((showDeleted ? course.ListWithDeleted() : course.Sections).Select(s => s.ToWire(showDeleted)));
        return wire;
    }

    public static Wire.SectionDraft ToWire(this Section section, bool showDeleted = false) =>
        new()
        {
            Name = $"courses/{section.CourseId}/sections/{section.Id}",
            Title = section.Title,
            Lessons =
            {
                (showDeleted ? section.ListWithDeleted() : section.Lessons).Select(l =>
                    l.ToWire(section.CourseId, isDeleted: (section.DeletedAt ?? l.DeletedAt) is not null)
                ),
            },
            Etag = section.Fingerprint().ToEtag(),
            DeleteTime = section.DeletedAt.ToWire(),
        };

    public static Wire.LessonDraft ToWire(this Lesson lesson, Guid courseId, bool isDeleted = false)
    {
        var wire = new Wire.LessonDraft
        {
            Name = $"courses/{courseId}/lessons/{lesson.Id}",
            Title = lesson.Title,
            Required = lesson.Required,
            FreePreview = lesson.IsFreePreview,
            Etag = ((uint)lesson.Revision).ToEtag(),
            DeleteTime = lesson.DeletedAt.ToWire(),
        };
        lesson.Content.DescribeIn(wire);
        if (isDeleted && wire.Article is { } article)
        {
            article.Markdown = "";
        }

        return wire;
    }

    public static void DescribeIn(this LessonContent content, Wire.LessonDraft wire)
    {
        switch (content)
        {
            case VideoContent video:
                wire.Video = new Wire.VideoContent
                {
                    Asset = video.AssetId is { } id ? $"assets/{id}" : "",
                    CompletionThresholdBasisPoints = video.ThresholdBasisPoints,
                };
                break;
            case ArticleContent article:
                wire.Article = new Wire.ArticleContent { Markdown = article.Markdown, MinimumDwellDuration = article.MinimumDwellSeconds.ToDuration() };
                break;
        }
    }

    /// <summary>A lesson's content from the wire.</summary>
    public static LessonContent ToContent(this Wire.LessonDraft lesson) =>
        lesson.ContentCase switch
        {
            Wire.LessonDraft.ContentOneofCase.Video => new VideoContent(
                lesson.Video.Asset.Length == 0 ? null : ResourceNames.One(lesson.Video.Asset, "assets/{asset}", "lesson.video.asset"),
                lesson.Video.HasCompletionThresholdBasisPoints ? lesson.Video.CompletionThresholdBasisPoints : VideoContent.DefaultThresholdBasisPoints
            ),
            _ => new ArticleContent(lesson.Article.Markdown, (int)(lesson.Article.MinimumDwellDuration?.Seconds ?? 0)),
        };

    public static Wire.CurriculumLesson ToWire(Guid courseId, PublishedLesson lesson) =>
        new()
        {
            Name = $"courses/{courseId}/lessons/{lesson.LessonId}",
            Title = lesson.Title,
            Kind = (Wire.LessonKind)lesson.Kind,
            Required = lesson.Required,
            FreePreview = lesson.IsFreePreview,
            VideoDuration = lesson.Kind == LessonKind.Video ? lesson.VideoSeconds.ToDuration() : null,
        };
}
