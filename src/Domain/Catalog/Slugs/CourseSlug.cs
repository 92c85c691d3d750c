namespace ESchool.Domain.Catalog.Slugs;

/// <summary>A slug that leads to a course, now or since an earlier title. It leads nowhere else any more.</summary>
public sealed class CourseSlug
{
    private CourseSlug() { }

    /// <summary>The slug.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>When the course got it.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}
