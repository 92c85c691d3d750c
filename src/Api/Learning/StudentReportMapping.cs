using ESchool.Api.Calls.Wire;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Learning.Students;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using Wire = ESchool.Contracts.Learning.V1;

namespace ESchool.Api.Learning;

internal static class StudentReportMapping
{
    public static StudentFilter ToFilter(this Wire.StudentFilter? filter) =>
        filter is null
            ? StudentFilter.All
            : new StudentFilter
            {
                State = filter.State == Wire.Enrollment.Types.State.Unspecified ? null : (EnrollmentState)filter.State,
                MinimumProgress = filter.HasMinProgressBasisPoints ? filter.MinProgressBasisPoints : null,
                MaximumProgress = filter.HasMaxProgressBasisPoints ? filter.MaxProgressBasisPoints : null,
                NotSeenSince = filter.NotSeenSinceTime?.ToDateTimeOffset(),
                Completed = filter.HasCompleted ? filter.Completed : null,
            };

    public static Wire.StudentFilter? ToWire(this StudentFilter filter)
    {
        if (filter == StudentFilter.All)
        {
            return null;
        }

        var wire = new Wire.StudentFilter { State = (Wire.Enrollment.Types.State)(filter.State ?? 0), NotSeenSinceTime = filter.NotSeenSince.ToWire() };
        if (filter.MinimumProgress is { } least)
        {
            wire.MinProgressBasisPoints = least;
        }

        if (filter.MaximumProgress is { } most)
        {
            wire.MaxProgressBasisPoints = most;
        }

        if (filter.Completed is { } isComplete)
        {
            wire.Completed = isComplete;
        }

        return wire;
    }

    public static Wire.Student ToWire(this StudentRow row) =>
        new()
        {
            Name = $"courses/{row.CourseId}/students/{row.StudentId}",
            User = $"users/{row.StudentId}",
            DisplayName = row.DisplayName,
            EnrollTime = row.EnrolledAt.ToWire(),
            State = (Wire.Enrollment.Types.State)row.State,
            Origin = (Wire.Student.Types.Origin)row.Origin,
            ProgressBasisPoints = row.ProgressBasisPoints,
            CompletedLessons = row.CompletedLessons,
            RequiredLessons = row.RequiredLessons,
            LastSeenTime = row.StartedAt is null ? null : row.LastSeenAt.ToWire(),
            CompleteTime = row.CompletedAt.ToWire(),
            CertificateTime = row.CertifiedAt.ToWire(),
        };

    public static Wire.GetCourseEngagementResponse ToWire(this CourseEngagement engagement) =>
        new()
        {
            Funnel = new Wire.CourseFunnel
            {
                EnrolledCount = engagement.Funnel.Enrolled,
                StartedCount = engagement.Funnel.Started,
                QuarterCount = engagement.Funnel.Quarter,
                HalfCount = engagement.Funnel.Half,
                ThreeQuartersCount = engagement.Funnel.ThreeQuarters,
                CompletedCount = engagement.Funnel.Completed,
                CertificateCount = engagement.Funnel.Certified,
            },
            Lessons = { engagement.Lessons.Select(lesson => lesson.ToWire(engagement.CourseId)) },
        };

    private static Wire.LessonEngagement ToWire(this EngagedLesson engaged, Guid courseId) =>
        new()
        {
            Lesson = $"courses/{courseId}/lessons/{engaged.Lesson.LessonId}",
            SectionTitle = engaged.Lesson.SectionTitle,
            Title = engaged.Lesson.Title,
            Required = engaged.Lesson.Required,
            OpenedCount = engaged.Opened,
            CompletedCount = engaged.Completed,
            VideoDuration = engaged.Lesson.Kind == LessonKind.Video ? engaged.Lesson.VideoSeconds.ToDuration() : null,
            WatchedCounts = { engaged.Watched },
        };
}
