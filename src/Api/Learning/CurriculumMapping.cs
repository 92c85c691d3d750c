using ESchool.Api.Calls.Wire;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Versions;
using ESchool.Contracts.Learning.V1;
using ESchool.Domain.Catalog;
using Google.Protobuf.WellKnownTypes;
using Types = ESchool.Contracts.Learning.V1.Curriculum.Types;

namespace ESchool.Api.Learning;

internal static class CurriculumMapping
{
    public static Curriculum ToWire(this EnrollmentCurriculum curriculum)
    {
        var enrollment = curriculum.Progress.Enrollment;
        var id = enrollment.Enrollment.Id;
        var wire = new Curriculum
        {
            Name = $"enrollments/{id}/curriculum",
            CourseTitle = enrollment.CourseTitle,
            Version = enrollment.CurriculumVersion,
            PublishTime = curriculum.PublishedAt.ToWire(),
        };
        foreach (var section in curriculum.Progress.Lessons.GroupBy(l => (l.Lesson.SectionId, l.Lesson.SectionTitle)))
        {
            wire.Sections.Add(new Types.Section { Title = section.Key.SectionTitle, Lessons = { section.Select(l => OutlineOf(l, id)) } });
        }

        return wire;
    }

    public static ListCurriculumChangesResponse ToWire(this CurriculumOffer offer, Guid enrollmentId) =>
        new()
        {
            Version = offer.Version,
            PublishTime = offer.PublishedAt.ToWire(),
            Changes =
            {
                offer.Lessons.Select(lesson => new ListCurriculumChangesResponse.Types.LessonChange
                {
                    Lesson = NameOf(enrollmentId, lesson.Change.LessonId),
                    Title = lesson.Change.Title,
                    Kinds = { lesson.Change.Changes.Select(change => (ListCurriculumChangesResponse.Types.Kind)change) },
                    Complete = lesson.IsComplete,
                    LostDuration = lesson.LostSeconds > 0 ? lesson.LostSeconds.ToDuration() : null,
                }),
            },
            RequiredLessons = offer.RequiredLessons,
            CompletedLessons = offer.CompletedLessons,
            CompletesCourse = offer.CompletesCourse,
        };

    private static Types.Lesson OutlineOf(LessonStatus status, Guid enrollmentId)
    {
        var lesson = status.Lesson;
        return new Types.Lesson
        {
            Name = NameOf(enrollmentId, lesson.LessonId),
            Title = lesson.Title,
            Kind = lesson.Kind == LessonKind.Video ? Types.Kind.Video : Types.Kind.Article,
            Required = lesson.Required,
            Complete = status.Complete,
            VideoDuration = lesson.Kind == LessonKind.Video ? lesson.VideoSeconds.ToDuration() : null,
            WatchedBasisPoints = status.WatchedBasisPoints,
            ResumePosition = status.ResumeMilliseconds > 0 ? TimeSpan.FromMilliseconds(status.ResumeMilliseconds).ToDuration() : null,
        };
    }

    private static string NameOf(Guid enrollmentId, Guid lessonId) => $"enrollments/{enrollmentId}/lessons/{lessonId}";
}
