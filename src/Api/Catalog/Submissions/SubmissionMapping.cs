using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Submissions;
using ESchool.Domain.Catalog.Submissions;
using Google.Protobuf.WellKnownTypes;
using State = ESchool.Contracts.Catalog.V1.Submission.Types.State;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog.Submissions;

internal static class SubmissionMapping
{
    public static Wire.Submission ToWire(this SubmissionView view)
    {
        var submission = view.Submission;
        var wire = new Wire.Submission
        {
            Name = $"courses/{submission.CourseId}/submissions/{submission.Id}",
            Number = submission.Number,
            State = StateOf(view),
            Scope = (Wire.Submission.Types.Scope)submission.Scope,
            BaseVersion = submission.BaseVersion,
            SubmittedBy = $"users/{submission.SubmittedBy}",
            SubmitTime = submission.SubmittedAt.ToWire(),
            DecideTime = submission.DecidedAt.ToWire(),
            Message = submission.Message,
        };
        if (view.IsForStaff)
        {
            var reviewer = submission.DecidedBy ?? view.Holder;
            wire.Reviewer = reviewer is null ? "" : $"users/{reviewer}";
            wire.ClaimExpireTime = wire.State == State.InReview ? submission.LeaseEndsAt.ToWire() : null;
            wire.TakeoverNote = submission.TakeoverNote;
        }

        return wire;
    }

    public static Wire.GetSubmissionResponse ToWire(this SubmissionDetail detail)
    {
        var courseId = detail.View.Submission.CourseId;
        return new Wire.GetSubmissionResponse
        {
            Submission = detail.View.ToWire(),
            ChangedFields = { detail.Page.Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName) },
            Lessons =
            {
                detail.Lessons.Select(lesson => new Wire.GetSubmissionResponse.Types.LessonDifference
                {
                    Lesson = $"courses/{courseId}/lessons/{lesson.LessonId}",
                    Title = lesson.Title,
                    Changes = { lesson.Changes.Select(change => (Wire.PreviewCurriculumImpactResponse.Types.Change)change) },
                    ChangedSinceLast = detail.SinceLast.Contains(lesson.LessonId),
                }),
            },
        };
    }

    public static Wire.RequestedChange ToWire(this RequestedChange change)
    {
        var wire = new ChangeWish(change.LessonId, change.PositionSeconds, change.Importance, change.Text).ToWire(change.CourseId);
        wire.Name = $"courses/{change.CourseId}/submissions/{change.SubmissionId}/changes/{change.Id}";
        wire.CreateTime = change.CreatedAt.ToWire();
        wire.ResolveTime = change.ResolvedAt.ToWire();
        wire.Reply = change.Reply;
        wire.ReopenReason = change.ReopenReason;
        return wire;
    }

    public static Wire.RequestedChange ToWire(this ChangeWish wish, Guid courseId) =>
        new()
        {
            Lesson = wish.LessonId is { } lesson ? $"courses/{courseId}/lessons/{lesson}" : "",
            Position = wish.PositionSeconds is { } seconds ? Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) : null,
            Importance = (Wire.RequestedChange.Types.Importance)wish.Importance,
            Text = wish.Text,
        };

    public static ChangeWish ToWish(this Wire.RequestedChange change, Guid courseId)
    {
        Guid? lessonId = null;
        if (change.Lesson.Length > 0)
        {
            var (ofCourse, lesson) = ResourceNames.Two(change.Lesson, "courses/{course}/lessons/{lesson}", "change.lesson");
            lessonId = ofCourse == courseId ? lesson : Guid.Empty;
        }

        // A place is a place in a lesson.
        int? seconds = lessonId is null || change.Position is null ? null : (int)Math.Min(change.Position.Seconds, int.MaxValue);
        return new ChangeWish(lessonId, seconds, (ChangeImportance)change.Importance, change.Text);
    }

    private static State StateOf(SubmissionView view) => view.Holder is null ? (State)view.Submission.State : State.InReview;
}
