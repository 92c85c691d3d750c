namespace ESchool.Domain.Catalog;

/// <summary>What differs in a lesson between a published version and a later one, or a draft.</summary>
public enum LessonChange
{
    /// <summary>It is new.</summary>
    Added = 1,

    /// <summary>It is gone.</summary>
    Removed = 2,

    /// <summary>It was optional, and is required.</summary>
    Required = 3,

    /// <summary>It was required, and is optional.</summary>
    Optional = 4,

    /// <summary>It has another title.</summary>
    Renamed = 5,

    /// <summary>It plays another video.</summary>
    VideoReplaced = 6,

    /// <summary>Its text has changed.</summary>
    Text = 7,

    /// <summary>More, or less, is needed to complete it.</summary>
    Rule = 8,

    /// <summary>It stands in another section.</summary>
    Moved = 9,
}

/// <summary>A lesson that differs between a published version and a later one, or a draft.</summary>
/// <param name="LessonId">The lesson.</param>
/// <param name="Title">Its title in the later one; when it is gone, the last one.</param>
/// <param name="Changes">What differs.</param>
public sealed record CurriculumChange(Guid LessonId, string Title, IReadOnlyList<LessonChange> Changes)
{
    /// <summary>Compares a draft with a version; null stands for none, to which everything is new.</summary>
    /// <returns>The lessons that differ, in the order of the draft, then those that are gone.</returns>
    public static IEnumerable<CurriculumChange> Between(CurriculumVersion? version, Course draft) =>
        Between(
            version?.Lessons ?? [],
            draft.Sections.SelectMany(section => section.Lessons.Select(lesson => new CurriculumLesson(Guid.Empty, 0, section, lesson, 0)))
        );

    /// <summary>Compares the lessons of a version with those of a later one.</summary>
    /// <returns>The lessons that differ, in the order of the later one, then those that are gone.</returns>
    public static IEnumerable<CurriculumChange> Between(IEnumerable<CurriculumLesson> earlier, IEnumerable<CurriculumLesson> later)
    {
        var before = earlier.ToDictionary(l => l.LessonId);
        foreach (var lesson in later)
        {
            LessonChange[] changes = before.Remove(lesson.LessonId, out var published) ? [.. Of(published, lesson)] : [LessonChange.Added];
            if (changes.Length > 0)
            {
                yield return new CurriculumChange(lesson.LessonId, lesson.Title, changes);
            }
        }

        foreach (var gone in before.Values.OrderBy(l => l.Position))
        {
            yield return new CurriculumChange(gone.LessonId, gone.Title, [LessonChange.Removed]);
        }
    }

    private static IEnumerable<LessonChange> Of(CurriculumLesson before, CurriculumLesson after)
    {
        if (before.Required != after.Required)
        {
            yield return after.Required ? LessonChange.Required : LessonChange.Optional;
        }

        if (before.Title != after.Title)
        {
            yield return LessonChange.Renamed;
        }

        if (before.AssetId != after.AssetId)
        {
            yield return LessonChange.VideoReplaced;
        }

        if (before.Markdown != after.Markdown)
        {
            yield return LessonChange.Text;
        }

        if (before.ThresholdBasisPoints != after.ThresholdBasisPoints || before.MinimumDwellSeconds != after.MinimumDwellSeconds)
        {
            yield return LessonChange.Rule;
        }

        if (before.SectionId != after.SectionId)
        {
            yield return LessonChange.Moved;
        }
    }
}
