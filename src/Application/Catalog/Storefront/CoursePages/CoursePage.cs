using ESchool.Application.Catalog.Reviews;

namespace ESchool.Application.Catalog.Storefront.CoursePages;

/// <summary>Everything that the page of a course shows.</summary>
/// <param name="Course">The course, with its curriculum.</param>
/// <param name="Instructors">Its owner, then its editors, the longest first.</param>
/// <param name="Learners">How many learn it.</param>
/// <param name="Reviews">The most helpful reviews.</param>
/// <param name="Related">What others who learn it learn too, then what is like it.</param>
/// <param name="Bundles">The bundles on sale that it is a part of.</param>
/// <param name="IsForMembers">Whether members learn it without buying it.</param>
public sealed record CoursePage(
    PublishedCourse Course,
    IReadOnlyList<PageInstructor> Instructors,
    int Learners,
    IReadOnlyList<ReviewView> Reviews,
    IReadOnlyList<PublishedCourse> Related,
    IReadOnlyList<Guid> Bundles,
    bool IsForMembers
);

/// <summary>Who teaches a course.</summary>
/// <param name="UserId">Who it is.</param>
/// <param name="DisplayName">The name they show now.</param>
/// <param name="Headline">The instructor in a line; empty for an editor who is none.</param>
/// <param name="Bio">Who the instructor is; empty for an editor who is none.</param>
public sealed record PageInstructor(Guid UserId, string DisplayName, string Headline, string Bio);
