using ESchool.Application.Administration;
using ESchool.Application.Administration.Settings;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Submissions;
using ESchool.Application.Catalog.Submissions.Changes;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests.Matrix;

/// <summary>Courses in review, and settings.</summary>
internal sealed partial class MatrixWorld
{
    private static readonly ChangeWish Wish = new(LessonId: null, PositionSeconds: null, ChangeImportance.Required, "Say for whom it is.");

    private async Task<string> SubmittedAsync(string thing)
    {
        var courseId = await DraftAsync(Instructor, thing, _ => { });
        made["submission"] = (await SubmitAsync(Guid.Parse(courseId))).ToString();
        return courseId;
    }

    private async Task<string> ClaimAsync()
    {
        var (course, submission) = (Guid.Parse(await NeedAsync("in_review")), Guid.Parse(await NeedAsync("submission")));
        await ClaimAsync(course, submission);
        return submission.ToString();
    }

    private async Task<string> SendBackAsync(string thing)
    {
        var courseId = await DraftAsync(Instructor, thing, _ => { });
        await SendBackAsync(thing, Guid.Parse(courseId));
        return courseId;
    }

    /// <summary>A course that was sent back, and whose author says that the change is made.</summary>
    private async Task<string> HandBackAsync(string thing)
    {
        var courseId = await DraftAsync(Instructor, thing, _ => { });
        var (course, change) = (Guid.Parse(courseId), Guid.Parse(await SendBackAsync(thing, Guid.Parse(courseId))));
        var submission = Guid.Parse(made[$"{thing}_submission"]);
        await School.DoAsync<ResolveRequestedChange>(r => r.ExecuteAsync(ActorOf(Instructor), course, submission, change, "Done.", CancellationToken.None));
        await ClaimAsync(course, await SubmitAsync(course));
        return courseId;
    }

    private async Task<string> SendBackAsync(string thing, Guid courseId)
    {
        var submission = await SubmitAsync(courseId);
        await ClaimAsync(courseId, submission);
        var change = await RequestChangeAsync(courseId, submission);
        await School.DoAsync<ReviewCourse>(r =>
            r.ExecuteAsync(ActorOf(Admin), courseId, etag: null, CourseState.ChangesRequested, "See below.", CancellationToken.None)
        );
        (made[$"{thing}_submission"], made[$"{thing}_change"]) = (submission.ToString(), change);
        return change;
    }

    private async Task<string> RequestChangeAsync(Guid courseId, Guid submissionId) =>
        (
            await School.DoAsync<RequestChange, RequestedChange>(r => r.ExecuteAsync(ActorOf(Admin), courseId, submissionId, Wish, CancellationToken.None))
        ).Id.ToString();

    private Task ClaimAsync(Guid courseId, Guid submissionId) =>
        School.DoAsync<ClaimSubmission>(c => c.ExecuteAsync(ActorOf(Admin), courseId, submissionId, "", CancellationToken.None));

    private async Task<Guid> SubmitAsync(Guid courseId)
    {
        await School.DoAsync<SubmitForReview>(s => s.ExecuteAsync(ActorOf(Instructor), courseId, etag: null, CancellationToken.None));
        return await School.ReadAsync(db =>
            db.CourseSubmissions.Where(s => s.CourseId == courseId && s.State == SubmissionState.Open).Select(s => s.Id).SingleAsync()
        );
    }

    private async Task<Guid> ChangeSettingAsync()
    {
        var flag = $"trial-{Guid.NewGuid():n}";
        await School.DoAsync<SetFeatureFlag>(f => f.ExecuteAsync(ActorOf(Admin), flag, 10_000, "", "A trial.", CancellationToken.None));
        return await School.ReadAsync(db => db.SettingChanges.Where(c => c.Subject == $"featureFlags/{flag}").Select(c => c.Id).SingleAsync());
    }
}
