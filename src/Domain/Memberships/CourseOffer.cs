namespace ESchool.Domain.Memberships;

/// <summary>A course that its instructor lets members learn.</summary>
public sealed class CourseOffer
{
    private CourseOffer() { }

    /// <summary>The course; offered once.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>When it was offered last.</summary>
    public DateTimeOffset OfferedAt { get; private set; }
}
