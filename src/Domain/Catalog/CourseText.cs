namespace ESchool.Domain.Catalog;

/// <summary>The words that describe a course, in its draft and in every version; what is given as one line or Markdown has no spaces at its ends.</summary>
/// <param name="Title">The title; 3 to 120 characters.</param>
/// <param name="Summary">One or two sentences for lists; at most 500 characters.</param>
/// <param name="Description">The whole description, as Markdown; at most 20000 characters.</param>
/// <param name="Language">The language it is taught in, a BCP 47 tag.</param>
public sealed record CourseText(string Title, string Summary, string Description, string Language)
{
    /// <summary>The title; 3 to 120 characters.</summary>
    public string Title { get; init; } = Title.Trim();

    /// <summary>One or two sentences for lists; at most 500 characters.</summary>
    public string Summary { get; private init; } = Summary.Trim();

    /// <summary>The whole description, as Markdown; at most 20000 characters.</summary>
    public string Description { get; private init; } = Description.Trim();
}
