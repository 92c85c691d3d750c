using ESchool.Application.Administration;
using ESchool.Application.Administration.Settings;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Submissions;
using ESchool.Application.Catalog.Submissions.Changes;
using ESchool.Application.Instructors;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Submissions;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Submissions;

/// <summary>One reviewer at a time, on what was submitted, with changes that outlive a review.</summary>
public sealed class SubmissionTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task OfReviewersAtOnce_OneHasIt_AndTheOthersAreToldWho()
    {
        var (review, _) = await EditedAsync();
        var submission = await review.SubmitAsync();
        var reviewers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => school.AdminAsync()));
        var claims = await Task.WhenAll(
            reviewers.Select(async reviewer =>
            {
                try
                {
                    return (await review.ClaimAsync(reviewer, submission)).Holder;
                }
                catch (DomainException refusal) when (refusal.Reason == SubmissionReasons.SubmissionClaimed)
                {
                    return Guid.Parse(((string)refusal.Metadata["reviewer"])["users/".Length..]);
                }
            })
        );
        Assert.Single(claims.Distinct());
        Assert.Single(await ActsAsync(review.CourseId, submission));
    }

    [Fact]
    public async Task ALease_IsRenewed_Ends_AndIsTakenOverWithANote()
    {
        var (review, _) = await EditedAsync();
        var submission = await review.SubmitAsync();
        var (first, second) = (await school.AdminAsync(), await school.AdminAsync());
        await review.ClaimAsync(first, submission);
        school.Clock.Advance(TimeSpan.FromMinutes(20));
        await review.ClaimAsync(first, submission);
        school.Clock.Advance(TimeSpan.FromMinutes(20));
        await Refused.WithAsync(SubmissionReasons.SubmissionClaimed, () => review.ClaimAsync(second, submission));
        await Refused.WithAsync(SubmissionReasons.SubmissionClaimed, () => review.DecideAsync(second, CourseState.Approved));
        Assert.Equal(second.UserId, (await review.ClaimAsync(second, submission, "She is ill.")).Holder);
        await Refused.WithAsync(SubmissionReasons.SubmissionClaimed, () => review.RequestAsync(first, submission));
        school.Clock.Advance(CourseSubmission.Lease);
        await Refused.WithAsync(SubmissionReasons.SubmissionNotClaimed, () => review.RequestAsync(second, submission));
        Assert.Equal(first.UserId, (await review.ClaimAsync(first, submission)).Holder);
        await school.DoAsync<ReleaseSubmission>(r => r.ExecuteAsync(second, review.CourseId, submission, CancellationToken.None));
        Assert.Equal(first.UserId, (await review.ReadAsync(second, submission)).View.Holder);
        await school.DoAsync<ReleaseSubmission>(r => r.ExecuteAsync(first, review.CourseId, submission, CancellationToken.None));
        Assert.Null((await review.ReadAsync(second, submission)).View.Holder);
        Assert.Equal(["submission.claim", "submission.take_over", "submission.claim", "submission.release"], await ActsAsync(review.CourseId, submission));
    }

    [Fact]
    public async Task ADraft_ComesBackWithChanges_AndIsApprovedOnceTheyAreMade()
    {
        var (review, author) = await EditedAsync();
        var (reviewer, submission) = (await school.AdminAsync(), await review.SubmitAsync());
        await review.ClaimAsync(reviewer, submission);
        var required = await review.RequestAsync(reviewer, submission);
        await review.RequestAsync(reviewer, submission, Review.Wish with { Importance = ChangeImportance.Recommended });
        Assert.Empty(await review.ChangesAsync(author));
        await Refused.WithAsync(SubmissionReasons.RequestedChangesOpen, () => review.DecideAsync(reviewer, CourseState.Approved));
        Assert.Equal(CourseState.InReview, await review.StateAsync());
        await review.DecideAsync(reviewer, CourseState.ChangesRequested, "See below.");
        Assert.Equal(2, (await review.ChangesAsync(author, open: true)).Count);

        var refusal = await Refused.WithAsync(SubmissionReasons.RequestedChangesOpen, review.SubmitAsync);
        Assert.Equal("Say for whom it is.", Assert.Single(refusal.Violations).Description);
        await review.ResolveAsync(required);
        var second = await review.SubmitAsync();
        await Refused.WithAsync(CatalogReasons.CourseInReview, () => review.ResolveAsync(required));
        await review.ClaimAsync(reviewer, second);
        await review.RejectAsync(reviewer, required);
        await Refused.WithAsync(SubmissionReasons.RequestedChangesOpen, () => review.DecideAsync(reviewer, CourseState.Approved));
        await review.DecideAsync(reviewer, CourseState.ChangesRequested, "Still not.");
        Assert.Equal("Not yet.", (await review.ChangesAsync(author, open: true))[0].ReopenReason);

        await review.ResolveAsync(required, "Now.");
        var third = await review.SubmitAsync();
        await review.DecideAsync(reviewer, CourseState.Approved);
        await review.DecideAsync(reviewer, CourseState.Approved);
        Assert.Equal(CourseState.Approved, await review.StateAsync());
        var history = await school.DoAsync<ListSubmissions, Page<SubmissionView>>(l =>
            l.ExecuteAsync(author, review.CourseId, new PageRequest(50, null), CancellationToken.None)
        );
        Assert.Equal(
            [(3, SubmissionState.Approved), (2, SubmissionState.ChangesRequested), (1, SubmissionState.ChangesRequested)],
            history.Items.Select(s => (s.Submission.Number, s.Submission.State))
        );
        await Refused.WithAsync(SubmissionReasons.SubmissionDecided, () => review.ClaimAsync(reviewer, third));
    }

    [Fact]
    public async Task AReviewer_SeesWhatDiffers_FromTheVersionOnSale_AndFromTheSubmissionBefore()
    {
        var (review, author) = await EditedAsync(title: "Another lecture");
        var reviewer = await school.AdminAsync();
        var first = await review.SubmitAsync();
        var seen = await review.ReadAsync(reviewer, first);
        Assert.Equal([LessonChange.Renamed], Assert.Single(seen.Lessons).Changes);
        Assert.Empty(seen.SinceLast);
        Assert.Equal(1, seen.View.Submission.BaseVersion);
        await review.DecideAsync(reviewer, CourseState.ChangesRequested, "More.");
        Assert.Empty((await review.ReadAsync(reviewer, first)).Lessons);

        var article = await AddArticleAsync(review.CourseId, author);
        seen = await review.ReadAsync(reviewer, await review.SubmitAsync());
        Assert.Equal([LessonChange.Renamed, LessonChange.Added], seen.Lessons.SelectMany(l => l.Changes));
        Assert.Equal([article], seen.SinceLast);
    }

    [Fact]
    public async Task AChange_IsAboutAPlaceThatThereIs()
    {
        var course = await school.PublishedCourseAsync(videoSeconds: 100);
        var review = await EditAsync(course, "Another lecture");
        var (reviewer, submission) = (await school.AdminAsync(), await review.SubmitAsync());
        await review.ClaimAsync(reviewer, submission);
        var change = await review.RequestAsync(reviewer, submission, Review.Wish with { LessonId = course.VideoLessonId, PositionSeconds = 100 });
        Assert.Equal(100, change.PositionSeconds);
        await Refused.WithAsync(
            SubmissionReasons.LessonPositionInvalid,
            () => review.RequestAsync(reviewer, submission, Review.Wish with { LessonId = course.VideoLessonId, PositionSeconds = 101 })
        );
        await Refused.WithAsync(
            SubmissionReasons.LessonPositionInvalid,
            () => review.RequestAsync(reviewer, submission, Review.Wish with { LessonId = course.ArticleLessonId, PositionSeconds = 0 })
        );
        await Refused.WithAsync(CatalogReasons.LessonNotFound, () => review.RequestAsync(reviewer, submission, Review.Wish with { LessonId = Guid.NewGuid() }));
        await school.DoAsync<DeleteRequestedChange>(d => d.ExecuteAsync(reviewer, review.CourseId, submission, change.Id, CancellationToken.None));
        await school.DoAsync<DeleteRequestedChange>(d => d.ExecuteAsync(reviewer, review.CourseId, submission, change.Id, CancellationToken.None));
        Assert.Empty(await review.ChangesAsync(reviewer));
    }

    [Fact]
    public async Task WhatWasDeclined_IsSubmittedAgain_OnlyWhenStaffAllowIt()
    {
        var (review, author) = await EditedAsync();
        var reviewer = await school.AdminAsync();
        await review.SubmitAsync();
        await review.DecideAsync(reviewer, CourseState.Declined, "Not for us.");
        var refusal = await Refused.WithAsync(SubmissionReasons.CourseDeclined, review.SubmitAsync);
        Assert.Equal("Not for us.", refusal.Metadata["message"]);
        await AddArticleAsync(review.CourseId, author);
        await Refused.WithAsync(SubmissionReasons.CourseDeclined, review.SubmitAsync);
        for (var i = 0; i < 2; i++)
        {
            await school.DoAsync<AllowResubmission>(a => a.ExecuteAsync(reviewer, review.CourseId, "Rewritten.", CancellationToken.None));
        }

        await review.SubmitAsync();
        Assert.Equal(CourseState.InReview, await review.StateAsync());
    }

    [Fact]
    public async Task WhatItsAuthorsTakeBack_IsDecidedByNobody()
    {
        var (review, author) = await EditedAsync();
        var (reviewer, submission) = (await school.AdminAsync(), await review.SubmitAsync());
        await review.ClaimAsync(reviewer, submission);
        await review.RequestAsync(reviewer, submission);
        await school.DoAsync<WithdrawSubmission>(w => w.ExecuteAsync(author, review.CourseId, CancellationToken.None));
        Assert.Empty(await review.ChangesAsync(author));
        await Refused.WithAsync(CatalogReasons.CourseStateWrong, () => review.DecideAsync(reviewer, CourseState.Approved));
        await Refused.WithAsync(SubmissionReasons.SubmissionDecided, () => review.RequestAsync(reviewer, submission));
        Assert.NotEqual(submission, await review.SubmitAsync());
    }

    [Fact]
    public async Task DecisionsAtOnce_HaveOneEffect()
    {
        var (review, author) = await EditedAsync();
        await review.SubmitAsync();
        var decisions = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                {
                    var reviewer = await school.AdminAsync();
                    try
                    {
                        await review.DecideAsync(reviewer, i % 2 == 0 ? CourseState.Approved : CourseState.ChangesRequested, "More.");
                        return true;
                    }
                    catch (DomainException refusal) when (refusal.Reason == CatalogReasons.CourseStateWrong)
                    {
                        return false;
                    }
                })
        );
        Assert.Contains(true, decisions);
        Assert.Contains(false, decisions);
        var told = await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == "notifications.user_event").Select(m => m.Payload).ToListAsync());
        Assert.Single(told, payload => payload.Contains($"{author.UserId}", StringComparison.Ordinal));
        Assert.Single(await school.ReadAsync(db => db.CourseSubmissions.Where(s => s.CourseId == review.CourseId).ToListAsync()));
    }

    [Fact]
    public async Task WhoWorksOnACourse_LeavesItsReviewToAnother()
    {
        var (review, _) = await EditedAsync();
        var (author, reviewer) = (await school.AdminAsync(), await school.AdminAsync());
        await school.SaveAsync(new CoAuthor(review.CourseId, author.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        var submission = await review.SubmitAsync();
        await Refused.WithAsync(SubmissionReasons.SubmissionOwn, () => review.ClaimAsync(author, submission));
        await Refused.WithAsync(SubmissionReasons.SubmissionOwn, () => review.DecideAsync(author, CourseState.Approved));
        await review.DecideAsync(reviewer, CourseState.Approved);
    }

    [Fact]
    public async Task LaterVersions_AreReviewedAsTheSchoolSays()
    {
        var admin = await school.AdminAsync();
        var (changes, _) = await EditedAsync();
        await SetAsync(admin, "CHANGES");
        Assert.Equal(ReviewScope.Changes, (await changes.ReadAsync(admin, await changes.SubmitAsync())).View.Submission.Scope);
        await SetAsync(admin, "TRUSTED_WITHOUT");
        var (strange, _) = await EditedAsync();
        Assert.Equal(ReviewScope.Changes, (await strange.ReadAsync(admin, await strange.SubmitAsync())).View.Submission.Scope);
        var (trusted, author) = await EditedAsync();
        await school.DoAsync<SetInstructorTrust>(t => t.ExecuteAsync(admin, author.UserId, isTrusted: true, "Good.", CancellationToken.None));
        await school.DoAsync<SubmitForReview>(s => s.ExecuteAsync(author, trusted.CourseId, etag: null, CancellationToken.None));
        Assert.Equal(CourseState.Approved, await trusted.StateAsync());
        var published = await school.DoAsync<PublishCourse, Course>(p => p.ExecuteAsync(author, trusted.CourseId, etag: null, CancellationToken.None));
        Assert.Equal(2, published.PublishedVersion);

        // What was refused is read again, whoever wrote it.
        await SetAsync(admin, "FULL");
        await EditAsync(trusted.CourseId, "Worse");
        await trusted.SubmitAsync();
        await trusted.DecideAsync(admin, CourseState.ChangesRequested, "No.");
        await SetAsync(admin, "TRUSTED_WITHOUT");
        Assert.Equal(ReviewScope.Changes, (await trusted.ReadAsync(admin, await trusted.SubmitAsync())).View.Submission.Scope);
        await SetAsync(admin, "FULL");
    }

    /// <summary>The owner's trust does not pass to whom they invite, and not the other way round.</summary>
    [Theory]
    [InlineData(true, false, ReviewScope.Changes)]
    [InlineData(false, true, ReviewScope.Changes)]
    [InlineData(true, true, ReviewScope.None)]
    public async Task WhatAnEditorHandsIn_IsUnread_OnlyWhenBothAreTrusted(bool ownerIsTrusted, bool editorIsTrusted, ReviewScope expected)
    {
        var (admin, editor) = (await school.AdminAsync(), await school.InstructorAsync());
        var (review, owner) = await EditedAsync();
        await school.SaveAsync(new CoAuthor(review.CourseId, editor.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        foreach (var (author, isTrusted) in new[] { (owner, ownerIsTrusted), (editor, editorIsTrusted) })
        {
            await school.DoAsync<SetInstructorTrust>(t => t.ExecuteAsync(admin, author.UserId, isTrusted, "Good.", CancellationToken.None));
        }

        await SetAsync(admin, "TRUSTED_WITHOUT");
        await school.DoAsync<SubmitForReview>(s => s.ExecuteAsync(editor, review.CourseId, etag: null, CancellationToken.None));
        await SetAsync(admin, "FULL");
        var submission = await school.ReadAsync(db => db.CourseSubmissions.SingleAsync(s => s.CourseId == review.CourseId));
        Assert.Equal((expected, editor.UserId), (submission.Scope, submission.SubmittedBy));
        Assert.Equal(expected == ReviewScope.None ? CourseState.Approved : CourseState.InReview, await review.StateAsync());
    }

    private Task SetAsync(Actor admin, string value) =>
        school.DoAsync<UpdateSetting>(u => u.ExecuteAsync(admin, "course-review.later-versions", value, "A trial.", etag: null, CancellationToken.None));

    private async Task<(Review Review, Actor Author)> EditedAsync(string title = "A lecture")
    {
        var course = await school.PublishedCourseAsync();
        return (await EditAsync(course, title), course.Instructor);
    }

    private async Task<Review> EditAsync(PublishedTestCourse course, string title)
    {
        await EditAsync(course.Id, title);
        return new Review(school, course.Instructor, course.Id);
    }

    /// <summary>Gives the first lesson another title.</summary>
    private Task EditAsync(Guid courseId, string title) =>
        school.ReadAsync(async db =>
        {
            var draft = await db.Courses.Include(c => c.Sections).ThenInclude(s => s.Lessons).SingleAsync(c => c.Id == courseId);
            var lesson = draft.Sections[0].Lessons[0];
            draft.EditLesson(lesson.Id, title, lesson.Required, lesson.Content, school.Clock.GetUtcNow());
            return await db.SaveChangesAsync();
        });

    private Task<Guid> AddArticleAsync(Guid courseId, Actor author) =>
        school.ReadAsync(async db =>
        {
            var draft = await db.Courses.Include(c => c.Sections).ThenInclude(s => s.Lessons).SingleAsync(c => c.Id == courseId);
            var lesson = draft.AddLesson(draft.Sections[0].Id, "More", required: false, new ArticleContent("Read.", 0), school.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return lesson.Id;
        });

    private Task<List<string>> ActsAsync(Guid courseId, Guid submission) =>
        school.ReadAsync(db =>
            db.AuditEvents.Where(e => e.Resource == $"courses/{courseId}/submissions/{submission}").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync()
        );
}
