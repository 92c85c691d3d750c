using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Contracts.Catalog.V1;
using Types = ESchool.Contracts.Catalog.V1.PreviewCurriculumImpactResponse.Types;

namespace ESchool.Api.Catalog;

internal static class ImpactMapping
{
    private const int MostObstacles = 50;

    public static PreviewCurriculumImpactResponse ToWire(this CurriculumImpact impact, Guid courseId) =>
        new()
        {
            Versions =
            {
                impact.Versions.Select(v => new Types.VersionImpact
                {
                    Version = v.Version,
                    LearnerCount = v.Learners,
                    CompletedCount = v.Completed,
                    CompletingCount = v.Completing,
                }),
            },
            Lessons =
            {
                impact.Lessons.Select(l => new Types.LessonImpact
                {
                    Lesson = $"courses/{courseId}/lessons/{l.Change.LessonId}",
                    Title = l.Change.Title,
                    Changes = { l.Change.Changes.Select(change => (Types.Change)change) },
                    StartedCount = l.Started,
                    CompletedCount = l.Completed,
                }),
            },
            Obstacles = { impact.Obstacles.Take(MostObstacles).Select(o => new Types.Obstacle { Subject = o.Subject, Description = o.Description }) },
            ObstacleCount = impact.Obstacles.Count,
        };
}
