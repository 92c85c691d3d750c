using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Reviews;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Reviews;

/// <summary>Reviews as those see them whom they concern: authors of the course, voters, reporters.</summary>
public sealed class ReceivedReviewTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync();

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task AnAuthor_ReadsTheReviewsOfTheirCourses_AlsoOffSale_AndFindsThoseToAnswer()
    {
        var (course, rival) = (await school.PublishedCourseAsync(), await school.InstructorAsync());
        var first = (await school.ReviewAsync(await school.LearnerAsync(course), course, 4)).Review;
        var second = (await school.ReviewAsync(await school.LearnerAsync(course), course, 2)).Review;
        await school.ReplyAsync(course.Instructor, first, "Thank you.");
        await school.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None));

        Assert.Equal([second.Id, first.Id], await ReceivedAsync(course.Instructor, unanswered: false));
        Assert.Equal([second.Id], await ReceivedAsync(course.Instructor, unanswered: true));
        Assert.Empty(await ReceivedAsync(rival, unanswered: false));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => ReceivedAsync(rival, unanswered: false, course.Id));
        Assert.Equal(second.Id, (await GetAsync(course.Instructor, second)).Review.Id);
        await Refused.WithAsync(ReviewReasons.ReviewNotFound, () => GetAsync(rival, second));
    }

    [Fact]
    public async Task AVoter_FindsTheirVotesAndReportsAgain()
    {
        var (course, voter) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        var (author, other) = (await school.LearnerAsync(course), await school.LearnerAsync(course));
        var (voted, reported) = ((await school.ReviewAsync(author, course, 4)).Review, (await school.ReviewAsync(other, course, 2)).Review);
        await school.VoteAsync(voter, voted, false);
        await school.ReportAsync(voter, reported);
        var votes = await school.DoAsync<ListOwnReviewVotes, Page<OwnReviewVote>>(l =>
            l.ExecuteAsync(voter, course.Id, new PageRequest(50, null), CancellationToken.None)
        );
        Assert.Equal([new OwnReviewVote(reported.Id, null, true), new OwnReviewVote(voted.Id, false, false)], votes.Items);
    }

    [Fact]
    public async Task AReview_IsReportedAgain_OnceItsAuthorChangedIt()
    {
        var (course, reporter, admin) = (await school.PublishedCourseAsync(), await school.StudentAsync(), await school.AdminAsync());
        var author = await school.LearnerAsync(course);
        var review = (await school.ReviewAsync(author, course, 2, "You are fools.")).Review;
        await school.ReportAsync(reporter, review);
        await school.ShowAsync(admin, review);
        await Refused.WithAsync(ReviewReasons.ReviewReported, () => school.ReportAsync(reporter, review));

        school.Clock.Advance(TimeSpan.FromMinutes(1));
        await school.ChangeAsync(author, review, 1);
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        await school.ReportAsync(reporter, review);
        var report = await school.ReadAsync(db => db.ReviewReports.SingleAsync(r => r.ReviewId == review.Id));
        Assert.Null(report.SettledAt);
    }

    [Fact]
    public async Task WhoeverLeavesTheSchool_IsNamedNoMore()
    {
        var course = await school.PublishedCourseAsync();
        var author = await school.LearnerAsync(course);
        await school.ReviewAsync(author, course, 4, "Good.");
        Assert.NotNull(Assert.Single(await school.ListAsync(course)).AuthorName);
        await school.ReadAsync(db =>
            db.Users.Where(u => u.Id == author.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeleteAt, school.Clock.GetUtcNow().AddDays(14)))
        );
        Assert.Null(Assert.Single(await school.ListAsync(course)).AuthorName);
    }

    private async Task<IEnumerable<Guid>> ReceivedAsync(Actor actor, bool unanswered, Guid? courseId = null)
    {
        var page = await school.DoAsync<ListReceivedReviews, Page<ReviewView>>(l =>
            l.ExecuteAsync(actor, courseId, unanswered, new PageRequest(50, null), CancellationToken.None)
        );
        return page.Items.Select(v => v.Review.Id);
    }

    private Task<ReviewView> GetAsync(Actor actor, Review review) =>
        school.DoAsync<GetReview, ReviewView>(g => g.ExecuteAsync(actor, review.CourseId, review.Id, CancellationToken.None));
}
