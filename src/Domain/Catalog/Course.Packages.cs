using ESchool.Domain.Catalog.Packages;

namespace ESchool.Domain.Catalog;

/// <summary>A draft that is made as a whole.</summary>
public sealed partial class Course
{
    /// <summary>Makes a draft with all its sections and lessons.</summary>
    /// <param name="instructorId">Whose it is.</param>
    /// <param name="text">The words that describe it.</param>
    /// <param name="plan">Its sections, in order.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>CURRICULUM_FULL</c>.</exception>
    public static Course Compose(Guid instructorId, CourseText text, IReadOnlyList<PlannedSection> plan, DateTimeOffset now)
    {
        var course = new Course(instructorId, text, now);
        foreach (var (planned, orderKey) in plan.Zip(OrderKey.Sequence(plan.Count)))
        {
            course.sections.Add(Section.Compose(course.Id, planned, orderKey, now));
        }

        course.RequireRoom(0, []);
        return course;
    }
}
