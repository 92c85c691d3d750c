using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Articles;
using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Domain.Catalog;
using Wire = ESchool.Contracts.Learning.V1;

namespace ESchool.Api.Learning;

internal static class LearningMapping
{
    public static Wire.Enrollment ToWire(this EnrollmentView view) =>
        new()
        {
            Name = $"enrollments/{view.Enrollment.Id}",
            Course = $"courses/{view.Enrollment.CourseId}",
            CourseTitle = view.CourseTitle,
            CurriculumVersion = view.CurriculumVersion,
            State = (Wire.Enrollment.Types.State)view.Enrollment.State,
            CompletedLessons = view.CompletedLessons,
            RequiredLessons = view.RequiredLessons,
            ProgressBasisPoints = view.ProgressBasisPoints,
            CreateTime = view.Enrollment.CreatedAt.ToWire(),
            CompleteTime = view.Enrollment.CompletedAt.ToWire(),
            WelcomeMessage = view.WelcomeMessage,
            CongratulationMessage = view.CongratulationMessage,
            OfferedCurriculumVersion = view.OfferedVersion,
        };

    public static Wire.LessonProgress ToWire(this LessonStatus status, Guid enrollmentId) =>
        new()
        {
            Name = $"enrollments/{enrollmentId}/lessons/{status.Lesson.LessonId}",
            Title = status.Lesson.Title,
            Required = status.Lesson.Required,
            Complete = status.Complete,
            WatchedBasisPoints = status.WatchedBasisPoints,
            ThresholdBasisPoints = status.Lesson.ThresholdBasisPoints,
            Watched = { status.Watched.Ranges.Select(r => new Wire.VideoRange { StartPosition = r.Start.ToDuration(), EndPosition = r.End.ToDuration() }) },
            Explanation = status.Explanation,
        };

    public static Wire.GetLessonResponse ToWire(this LessonView view, Guid enrollmentId, ArticleHtml articles)
    {
        var wire = new Wire.GetLessonResponse { Progress = view.Status.ToWire(enrollmentId), ConfirmableTime = view.ConfirmableAt.ToWire() };
        if (view.Lesson.Kind == LessonKind.Video)
        {
            wire.VideoDuration = view.Lesson.VideoSeconds.ToDuration();
        }
        else
        {
            wire.ArticleMarkdown = view.Lesson.Markdown;
            wire.ArticleHtml = articles.Of(view.Lesson);
        }

        return wire;
    }
}
