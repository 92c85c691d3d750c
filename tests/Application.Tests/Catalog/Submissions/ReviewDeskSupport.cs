using ESchool.Application.Administration;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Submissions;
using ESchool.Application.Catalog.Submissions.Changes;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Submissions;

/// <summary>What reviewers and authors do, in a line each.</summary>
internal sealed class Review(TestSchool school, Actor author, Guid courseId)
{
    public static readonly ChangeWish Wish = new(LessonId: null, PositionSeconds: null, ChangeImportance.Required, "Say for whom it is.");

    public Guid CourseId => courseId;

    public async Task<Guid> SubmitAsync()
    {
        await school.DoAsync<SubmitForReview>(s => s.ExecuteAsync(author, courseId, etag: null, CancellationToken.None));
        return await OpenAsync();
    }

    public Task<Guid> OpenAsync() =>
        school.ReadAsync(db => db.CourseSubmissions.Where(s => s.CourseId == courseId && s.State == SubmissionState.Open).Select(s => s.Id).SingleAsync());

    public Task<SubmissionView> ClaimAsync(Actor reviewer, Guid submission, string takeoverNote = "") =>
        school.DoAsync<ClaimSubmission, SubmissionView>(c => c.ExecuteAsync(reviewer, courseId, submission, takeoverNote, CancellationToken.None));

    public Task<RequestedChange> RequestAsync(Actor reviewer, Guid submission, ChangeWish? wish = null) =>
        school.DoAsync<RequestChange, RequestedChange>(r => r.ExecuteAsync(reviewer, courseId, submission, wish ?? Wish, CancellationToken.None));

    public Task DecideAsync(Actor reviewer, CourseState decision, string message = "") =>
        school.DoAsync<ReviewCourse>(r => r.ExecuteAsync(reviewer, courseId, etag: null, decision, message, CancellationToken.None));

    public Task ResolveAsync(RequestedChange change, string reply = "Done.") =>
        school.DoAsync<ResolveRequestedChange>(r => r.ExecuteAsync(author, courseId, change.SubmissionId, change.Id, reply, CancellationToken.None));

    public Task RejectAsync(Actor reviewer, RequestedChange change, string reason = "Not yet.") =>
        school.DoAsync<RejectResolution>(r => r.ExecuteAsync(reviewer, courseId, change.SubmissionId, change.Id, reason, CancellationToken.None));

    public Task<SubmissionDetail> ReadAsync(Actor reader, Guid submission) =>
        school.DoAsync<GetSubmission, SubmissionDetail>(g => g.ExecuteAsync(reader, courseId, submission, CancellationToken.None));

    public async Task<IReadOnlyList<RequestedChange>> ChangesAsync(Actor reader, bool open = false) =>
        (
            await school.DoAsync<ListRequestedChanges, Page<RequestedChange>>(l =>
                l.ExecuteAsync(reader, courseId, submissionId: null, open, new PageRequest(50, null), CancellationToken.None)
            )
        ).Items;

    public Task<CourseState> StateAsync() => school.ReadAsync(db => db.Courses.Where(c => c.Id == courseId).Select(c => c.State).SingleAsync());
}
