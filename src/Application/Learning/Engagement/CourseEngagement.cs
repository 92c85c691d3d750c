using ESchool.Domain.Catalog;

namespace ESchool.Application.Learning.Engagement;

/// <summary>How many students of a course came how far, of all those ever enrolled.</summary>
/// <param name="Enrolled">Were enrolled.</param>
/// <param name="Started">Opened a lesson.</param>
/// <param name="Quarter">Have at least 25 % of the progress.</param>
/// <param name="Half">Have at least 50 %.</param>
/// <param name="ThreeQuarters">Have at least 75 %.</param>
/// <param name="Completed">Completed the course.</param>
/// <param name="Certified">Hold a certificate.</param>
public sealed record CourseFunnel(int Enrolled, int Started, int Quarter, int Half, int ThreeQuarters, int Completed, int Certified);

/// <summary>What students did with a lesson.</summary>
/// <param name="Lesson">The lesson as published last.</param>
/// <param name="Opened">How many opened it.</param>
/// <param name="Completed">How many completed it.</param>
/// <param name="Watched">Video: how many watched each bucket; empty for an article.</param>
public sealed record EngagedLesson(CurriculumLesson Lesson, int Opened, int Completed, IReadOnlyList<int> Watched);

/// <summary>How far the students of a course come, and where they stop.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Funnel">How far they come.</param>
/// <param name="Lessons">Every lesson of the version that was published last, in order.</param>
public sealed record CourseEngagement(Guid CourseId, CourseFunnel Funnel, IReadOnlyList<EngagedLesson> Lessons);
