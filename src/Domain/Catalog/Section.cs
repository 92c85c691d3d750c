namespace ESchool.Domain.Catalog;

/// <summary>A part of a draft.</summary>
public sealed class Section
{
    private readonly List<Lesson> lessons = [];

    private Section() { }

    internal Section(Guid courseId, string title, int position, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = courseId;
        Title = title.Trim();
        Position = position;
    }

    /// <summary>The section's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course it is a part of.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Its place among the sections, ascending.</summary>
    public int Position { get; private set; }

    /// <summary>The lessons, in order of their position.</summary>
    public IReadOnlyList<Lesson> Lessons => lessons;

    internal Lesson AddLesson(string title, bool required, LessonContent content, DateTimeOffset now)
    {
        var lesson = new Lesson(Id, title, required, content, lessons.Count == 0 ? 1 : lessons.Max(l => l.Position) + 1, now);
        lessons.Add(lesson);
        return lesson;
    }
}
