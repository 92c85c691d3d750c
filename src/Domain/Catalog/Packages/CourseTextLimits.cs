namespace ESchool.Domain.Catalog.Packages;

/// <summary>
/// How long the texts of a course may be, in characters: the limits of the contract, for texts that do not come in through it. A test compares the two.
/// </summary>
public static class CourseTextLimits
{
    /// <summary>The shortest title of a course.</summary>
    public const int ShortestTitle = 3;

    /// <summary>The title of a course, a section or a lesson.</summary>
    public const int Title = 120;

    /// <summary>The line below the title.</summary>
    public const int Subtitle = 200;

    /// <summary>The sentences for lists.</summary>
    public const int Summary = 500;

    /// <summary>The description.</summary>
    public const int Description = 20_000;

    /// <summary>How many tags there may be.</summary>
    public const int Tags = 20;

    /// <summary>The shortest tag.</summary>
    public const int ShortestTag = 2;

    /// <summary>The longest tag.</summary>
    public const int Tag = 40;

    /// <summary>How many objectives, requirements and lines of audience there may be.</summary>
    public const int Lines = 20;

    /// <summary>One of these lines.</summary>
    public const int Line = 200;

    /// <summary>How many questions there may be.</summary>
    public const int Questions = 30;

    /// <summary>A question.</summary>
    public const int Question = 200;

    /// <summary>An answer.</summary>
    public const int Answer = 2_000;

    /// <summary>The welcome, and the congratulation.</summary>
    public const int Message = 2_000;

    /// <summary>An article.</summary>
    public const int Markdown = 100_000;

    /// <summary>How long an article may have to be open, in seconds.</summary>
    public const int DwellSeconds = 3_600;

    /// <summary>How much of a video may have to be watched, in basis points.</summary>
    public const int ThresholdBasisPoints = 10_000;
}
