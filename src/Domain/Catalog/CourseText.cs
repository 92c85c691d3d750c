using System.Text.Json;

namespace ESchool.Domain.Catalog;

/// <summary>For whom a course is.</summary>
public enum CourseLevel
{
    /// <summary>Nothing was said.</summary>
    Unspecified = 0,

    /// <summary>For everybody.</summary>
    All = 1,

    /// <summary>For those who know nothing of it.</summary>
    Beginner = 2,

    /// <summary>For those who have begun.</summary>
    Intermediate = 3,

    /// <summary>For those who know it well.</summary>
    Expert = 4,
}

/// <summary>A question that is often asked.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer, as Markdown.</param>
public sealed record CourseQuestion(string Question, string Answer);

/// <summary>
/// What an author says of a course, in its draft and in every version. The limits are those of the contract. Each parameter is a column of both tables: a new
/// one is declared here, in the contract, and in the one mapping between the two.
/// </summary>
/// <param name="Title">The title.</param>
/// <param name="Summary">One or two sentences for lists.</param>
/// <param name="Description">The whole description, as Markdown.</param>
/// <param name="Language">The language it is taught in, a BCP 47 tag.</param>
public sealed record CourseText(string Title, string Summary, string Description, string Language)
{
    /// <summary>Whether another text has the same words; records compare lists by their identity.</summary>
    public bool SaysTheSame(CourseText other) => JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <summary>The title.</summary>
    public string Title { get; init; } = Title.Trim();

    /// <summary>One or two sentences for lists.</summary>
    public string Summary { get; init; } = Summary.Trim();

    /// <summary>The whole description, as Markdown.</summary>
    public string Description { get; init; } = Description.Trim();

    /// <summary>The language it is taught in, a BCP 47 tag as it is written.</summary>
    public string Language { get; init; } = LanguageTag.Find(Language) ?? Language;

    /// <summary>A line below the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What it is about, one of the school's categories; empty for none.</summary>
    public string Category { get; init; } = "";

    /// <summary>For whom it is.</summary>
    public CourseLevel Level { get; init; }

    /// <summary>What it is also about, as people would search for it.</summary>
    public string[] Tags { get; init; } = [];

    /// <summary>What a learner can do afterwards.</summary>
    public string[] Objectives { get; init; } = [];

    /// <summary>What a learner should know or have before.</summary>
    public string[] Requirements { get; init; } = [];

    /// <summary>Whom it is for, in words.</summary>
    public string[] Audience { get; init; } = [];

    /// <summary>Questions that are often asked.</summary>
    public CourseQuestion[] Faq { get; init; } = [];

    /// <summary>What a student is told on enrolling, as Markdown.</summary>
    public string WelcomeMessage { get; init; } = "";

    /// <summary>What a student is told on completing it, as Markdown.</summary>
    public string CongratulationMessage { get; init; } = "";

    /// <summary>The video that everybody may watch before they buy it, an asset; null for none.</summary>
    public Guid? PromotionalVideo { get; init; }
}
