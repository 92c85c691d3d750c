using ESchool.Application.Administration;
using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Reviews;

/// <summary>Who may review what, and what others see of it.</summary>
public sealed class ReviewTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task OnlyWhoHasTheCourse_AndHasDoneSomeOfIt_ReviewsIt_AndNobodyTheirOwn()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var refusal = await Refused.WithAsync(ReviewReasons.ReviewerNotEnrolled, () => school.ReviewAsync(student, course, 5));
        Assert.Equal($"courses/{course.Id}", refusal.Metadata["course"]);
        var enrollmentId = await school.EnrollmentAsync(student, course);
        refusal = await Refused.WithAsync(ReviewReasons.ReviewTooEarly, () => school.ReviewAsync(student, course, 5));
        Assert.Equal((0, 10), (refusal.Metadata["percent"], refusal.Metadata["required_percent"]));

        var now = school.Clock.GetUtcNow();
        var assetId = await school.ReadAsync(db =>
            db.CurriculumLessons.Where(l => l.LessonId == course.VideoLessonId).Select(l => l.AssetId!.Value).SingleAsync()
        );
        await school.SaveAsync(
            Domain.Learning.LessonProgress.Restore(
                enrollmentId,
                course.VideoLessonId,
                assetId,
                Domain.Learning.Coverage.Of([new Domain.Learning.SecondRange(0, 10)]),
                0,
                now,
                completedAt: null
            )
        );
        var written = await school.ReviewAsync(student, course, 5, " Clear and short. ");
        Assert.Equal((5, "Clear and short.", "Ada Lovelace"), (written.Review.Stars, written.Review.Text, written.AuthorName));
        await Refused.WithAsync(ReviewReasons.ReviewExists, () => school.ReviewAsync(student, course, 4));
        await Refused.WithAsync(ReviewReasons.ReviewOwn, () => school.ReviewAsync(course.Instructor, course, 5));
        var missing = course with { Id = Guid.CreateVersion7() };
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.ReviewAsync(student, missing, 5));
        Assert.Equal("0 0 0 0 1", await school.CountsAsync(course));
    }

    [Fact]
    public async Task AReview_IsChangedAndDeleted_ByItsAuthorAlone_AndTheRatingFollows()
    {
        var course = await school.PublishedCourseAsync();
        var (ada, eve) = (await school.LearnerAsync(course), await school.LearnerAsync(course, "Eve"));
        var review = (await school.ReviewAsync(ada, course, 2)).Review;
        await school.ReviewAsync(eve, course, 4);
        await Refused.WithAsync(ReviewReasons.ReviewNotFound, () => school.ChangeAsync(eve, review, 1));
        await Refused.WithAsync(ReviewReasons.ReviewNotFound, () => school.DeleteAsync(eve, review));
        await school.ChangeAsync(ada, review, 5, "Better than I thought.");
        Assert.Equal("0 0 0 1 1", await school.CountsAsync(course));
        await school.VoteAsync(eve, review, true);
        await school.ReportAsync(eve, review);
        await school.ReplyAsync(course.Instructor, review, "Thank you.");
        await school.DeleteAsync(ada, review);
        Assert.Equal("0 0 0 1 0", await school.CountsAsync(course));
        await Refused.WithAsync(ReviewReasons.ReviewNotFound, () => school.OwnAsync(ada, course));
        await school.ReviewAsync(ada, course, 3);
        Assert.Equal("0 0 1 1 0", await school.CountsAsync(course));
        Assert.Empty((await school.RecountAsync()).Differences);
    }

    [Fact]
    public async Task TheCoursePage_AndTheSearch_ShowTheRating()
    {
        var course = await school.PublishedCourseAsync();
        Assert.Equal(0, (await GetAsync(course)).Rating.Count);
        foreach (var stars in new[] { 5, 5, 4, 1 })
        {
            await school.ReviewAsync(await school.LearnerAsync(course), course, stars);
        }

        var shown = (await GetAsync(course)).Rating;
        Assert.Equal([1, 0, 0, 1, 2], shown.Counts);
        Assert.Equal((3.75, 55d / 14), (shown.Average, shown.Score));
        foreach (var query in new[] { "", "compilers" })
        {
            var found = await school.DoAsync<SearchCourses, FoundCourses>(s =>
                s.ExecuteAsync(CourseQuery.Of(query), new PageRequest(200, null), withFacets: false, CancellationToken.None)
            );
            Assert.Equal([1, 0, 0, 1, 2], found.Page.Items.Single(c => c.CourseId == course.Id).Rating.Counts);
        }
    }

    [Fact]
    public async Task Pages_HoldEveryReviewOnce_InBothOrders_AndByStars()
    {
        var course = await school.PublishedCourseAsync();
        var voters = new[] { await school.StudentAsync(), await school.StudentAsync(), await school.StudentAsync() };
        var all = new List<Review>();
        for (var i = 0; i < 9; i++)
        {
            var review = (await school.ReviewAsync(await school.LearnerAsync(course), course, (i % 3) + 3)).Review;
            school.Clock.Advance(TimeSpan.FromSeconds(1));
            foreach (var voter in voters.Take(i % 4))
            {
                review = (await school.VoteAsync(voter, review, i % 2 == 0)).Review;
            }

            all.Add(review);
        }

        foreach (var size in new[] { 1, 2, 50 })
        {
            Assert.Equal(all.OrderByDescending(r => r.Id).Select(r => r.Id), (await school.ListAsync(course, size: size)).Select(v => v.Review.Id));
            Assert.Equal(
                all.OrderByDescending(r => r.Helpfulness).ThenByDescending(r => r.Id).Select(r => r.Id),
                (await school.ListAsync(course, ReviewOrder.MostHelpful, size: size)).Select(v => v.Review.Id)
            );
            Assert.Equal(
                all.Where(r => r.Stars == 4).OrderByDescending(r => r.Helpfulness).ThenByDescending(r => r.Id).Select(r => r.Id),
                (await school.ListAsync(course, ReviewOrder.MostHelpful, stars: 4, size: size)).Select(v => v.Review.Id)
            );
            Assert.Equal(
                all.Where(r => r.Stars == 4).OrderByDescending(r => r.Id).Select(r => r.Id),
                (await school.ListAsync(course, stars: 4, size: size)).Select(v => v.Review.Id)
            );
        }

        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.ListAsync(course with { Id = Guid.CreateVersion7() }));
    }

    [Fact]
    public async Task AVote_IsOneForEachUser_AndNeverOnesOwn()
    {
        var course = await school.PublishedCourseAsync();
        var (author, voter) = (await school.LearnerAsync(course), await school.StudentAsync());
        var review = (await school.ReviewAsync(author, course, 4)).Review;
        await Refused.WithAsync(ReviewReasons.ReviewOwn, () => school.VoteAsync(author, review, true));
        await Refused.WithAsync(ReviewReasons.ReviewOwn, () => school.VoteAsync(course.Instructor, review, false));
        await school.VoteAsync(voter, review, true);
        Assert.Equal((1, 0), VotesOf(await school.VoteAsync(voter, review, true)));
        Assert.Equal((0, 1), VotesOf(await school.VoteAsync(voter, review, false)));
        Assert.Equal((0, 0), VotesOf(await school.VoteAsync(voter, review, null)));
        Assert.Equal((0, 0), VotesOf(await school.VoteAsync(voter, review, null)));
    }

    [Fact]
    public async Task TheInstructor_IsToldOfAReview_AndTheStudentOfAnAnswer_WhichIsOne_AndCanBeTakenBack()
    {
        var course = await school.PublishedCourseAsync();
        var (student, rival) = (await school.LearnerAsync(course), await school.InstructorAsync());
        var review = (await school.ReviewAsync(student, course, 4)).Review;
        await Refused.WithAsync(ReviewReasons.ReviewNotFound, () => school.ReplyAsync(rival, review, "Come to mine."));
        Assert.Equal("Thank you.", (await school.ReplyAsync(course.Instructor, review, "Thank you.")).Reply!.Text);
        Assert.Equal("Thank you, Ada.", (await school.ReplyAsync(course.Instructor, review, "Thank you, Ada.")).Reply!.Text);
        Assert.Equal("Thank you, Ada.", Assert.Single(await school.ListAsync(course)).Reply!.Text);
        Assert.Null((await school.ReplyAsync(course.Instructor, review, "")).Reply);
        Assert.Null((await school.ReplyAsync(course.Instructor, review, "")).Reply);
        Assert.Equal(1, await TellingsAsync(ReviewWritten.Kind, course.Instructor, review));
        Assert.Equal(1, await TellingsAsync(ReviewAnswered.Kind, student, review));
    }

    [Fact]
    public async Task AReportedReview_WaitsForTheStaff_WhoHideIt_AndShowItAgain_WithReasonsAndInTheLog()
    {
        var course = await school.PublishedCourseAsync();
        var (author, reporter, other, admin) = (await school.LearnerAsync(course), await school.StudentAsync(), course.Instructor, await school.AdminAsync());
        var review = (await school.ReviewAsync(author, course, 2, "You are all fools.")).Review;
        await Refused.WithAsync(ReviewReasons.ReviewOwn, () => school.ReportAsync(author, review));
        await school.ReportAsync(reporter, review, "Insults.");
        await Refused.WithAsync(ReviewReasons.ReviewReported, () => school.ReportAsync(reporter, review));
        await school.ReportAsync(other, review, "Insults me.");
        var waiting = Assert.Single(await WaitingAsync(), r => r.View.Review.Id == review.Id);
        Assert.Equal(["Insults.", "Insults me."], waiting.Reports.Select(r => r.Reason));
        Assert.Equal(2, waiting.ReportCount);

        await school.HideAsync(admin, review, "We are polite here.");
        Assert.DoesNotContain(await WaitingAsync(), r => r.View.Review.Id == review.Id);
        Assert.Empty(await school.ListAsync(course));
        Assert.Equal("0 0 0 0 0", await school.CountsAsync(course));
        Assert.Equal("We are polite here.", (await school.OwnAsync(author, course)).Review.HideReason);
        await Refused.WithAsync(ReviewReasons.ReviewHidden, () => school.ChangeAsync(author, review, 1));
        await Refused.WithAsync(ReviewReasons.ReviewHidden, () => school.DeleteAsync(author, review));
        await Refused.WithAsync(ReviewReasons.ReviewExists, () => school.ReviewAsync(author, course, 1));
        await Refused.WithAsync(ReviewReasons.ReviewNotFound, () => school.VoteAsync(reporter, review, true));

        await school.ShowAsync(admin, review);
        Assert.Equal("0 1 0 0 0", await school.CountsAsync(course));
        Assert.Single(await school.ListAsync(course));
        Assert.Equal(
            ["review.hide", "review.show"],
            await school.ReadAsync(db =>
                db.AuditEvents.Where(e => e.Resource == $"courses/{course.Id}/reviews/{review.Id}" && e.ActorId == admin.UserId)
                    .OrderBy(e => e.Id)
                    .Select(e => e.Action)
                    .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task TheStaffsList_HasEveryReviewOnce_TheLongestWaitingFirst()
    {
        var (course, reporter) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        var expected = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var review = (await school.ReviewAsync(await school.LearnerAsync(course), course, 3)).Review;
            await school.ReportAsync(reporter, review);
            expected.Add(review.Id);
        }

        Assert.Equal(expected, (await WaitingAsync(size: 2)).Select(r => r.View.Review.Id).Where(expected.Contains));
    }

    [Fact]
    public async Task ASuspendedAuthor_HasNoNameAndNoWords_AndTheStarsStay()
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        var author = await school.LearnerAsync(course);
        await school.ReviewAsync(author, course, 4, "Good.");
        await school.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, author.UserId, "Fraud.", CancellationToken.None));
        Assert.Null(Assert.Single(await school.ListAsync(course)).AuthorName);
        Assert.Equal("0 0 0 1 0", await school.CountsAsync(course));
    }

    [Fact]
    public async Task AnErasedAuthor_TakesWordsAndAnswerAlong_AndTheStarsStay()
    {
        var course = await school.PublishedCourseAsync();
        var author = await school.LearnerAsync(course, "Zephyrine Canary");
        var review = (await school.ReviewAsync(author, course, 4, "Zephyrine was here.")).Review;
        await school.ReplyAsync(course.Instructor, review, "Thank you, Zephyrine.");
        var reported = (await school.ReviewAsync(await school.LearnerAsync(course), course, 5)).Review;
        await school.ReportAsync(author, reported, "Zephyrine says: spam.");
        await school.PrepareStorageAsync();
        await school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(author, CancellationToken.None));
        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(1, await school.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None)));
        var shown = (await school.ListAsync(course)).Single(v => v.Review.Id == review.Id);
        Assert.Equal((null, "", null), (shown.AuthorName, shown.Review.Text, shown.Reply));
        Assert.Equal("0 0 0 1 1", await school.CountsAsync(course));
        Assert.False(await school.ReadAsync(db => db.ReviewReplies.AnyAsync(r => r.Text.Contains("Zephyrine"))));
        Assert.False(await school.ReadAsync(db => db.ReviewReports.AnyAsync(r => r.Reason.Contains("Zephyrine"))));
    }

    private static (int Helpful, int Unhelpful) VotesOf(ReviewView view) => (view.Review.HelpfulVotes, view.Review.UnhelpfulVotes);

    private Task<PublishedCourse> GetAsync(PublishedTestCourse course) =>
        school.DoAsync<GetCourse, PublishedCourse>(g => g.ExecuteAsync(course.Id, CancellationToken.None));

    private Task<int> TellingsAsync(string kind, Actor user, Review review) =>
        school.ReadAsync(async db =>
        {
            var payloads = await db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One).Select(m => m.Payload).ToListAsync();
            return payloads.Count(p => p.Contains(kind) && p.Contains($"{user.UserId}") && p.Contains($"{review.Id}"));
        });

    private async Task<IReadOnlyList<ReportedReview>> WaitingAsync(int size = 200)
    {
        var all = new List<ReportedReview>();
        string? after = null;
        do
        {
            var page = await school.DoAsync<ListReportedReviews, Page<ReportedReview>>(l =>
                l.ExecuteAsync(new PageRequest(size, after), CancellationToken.None)
            );
            all.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);

        return all;
    }
}
