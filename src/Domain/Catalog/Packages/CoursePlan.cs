namespace ESchool.Domain.Catalog.Packages;

/// <summary>A section that comes to be together with its course.</summary>
/// <param name="Title">The title.</param>
/// <param name="Lessons">Its lessons, in order.</param>
public sealed record PlannedSection(string Title, IReadOnlyList<PlannedLesson> Lessons);

/// <summary>A lesson that comes to be together with its course.</summary>
/// <param name="Title">The title.</param>
/// <param name="Required">True when the course is complete only with it.</param>
/// <param name="Content">What the student gets.</param>
public sealed record PlannedLesson(string Title, bool Required, LessonContent Content)
{
    /// <summary>True when everybody may see it, without an account.</summary>
    public bool IsFreePreview { get; init; }
}
