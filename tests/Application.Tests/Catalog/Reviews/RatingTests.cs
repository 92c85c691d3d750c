using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Catalog.Reviews;

/// <summary>Ratings equal a recount, whatever happens, and at the same time.</summary>
public sealed class RatingTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TwentyReviewsOfOneStudentAtOnce_AreOne()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.LearnerAsync(course);
        var outcomes = await AtOnceAsync(20, i => school.ReviewAsync(student, course, (i % 5) + 1));
        Assert.Equal(1, outcomes.Count(reason => reason is null));
        Assert.Equal(19, outcomes.Count(reason => reason == ReviewReasons.ReviewExists));
        Assert.Equal(1, await school.ReadAsync(db => db.Reviews.CountAsync(r => r.CourseId == course.Id)));
        Assert.Empty((await school.RecountAsync()).Differences);
    }

    [Fact]
    public async Task ReviewsOfManyStudentsAtOnce_AreAllCounted()
    {
        var course = await school.PublishedCourseAsync();
        var students = new List<Actor>();
        for (var i = 0; i < 20; i++)
        {
            students.Add(await school.LearnerAsync(course));
        }

        Assert.All(await AtOnceAsync(20, i => school.ReviewAsync(students[i], course, (i % 4) + 2)), Assert.Null);
        Assert.Equal("0 5 5 5 5", await school.CountsAsync(course));
    }

    [Fact]
    public async Task VotesAtOnce_AreAllCounted_EachUserOnce()
    {
        var course = await school.PublishedCourseAsync();
        var review = (await school.ReviewAsync(await school.LearnerAsync(course), course, 4)).Review;
        var voters = new List<Actor>();
        for (var i = 0; i < 8; i++)
        {
            voters.Add(await school.StudentAsync());
        }

        Assert.All(await AtOnceAsync(40, i => school.VoteAsync(voters[i % 8], review, i < 32 ? null : i % 2 == 0)), Assert.Null);
        foreach (var (voter, i) in voters.Select((voter, i) => (voter, i)))
        {
            await school.VoteAsync(voter, review, i < 5);
        }

        var read = await school.ReadAsync(db => db.Reviews.AsNoTracking().SingleAsync(r => r.Id == review.Id));
        Assert.Equal((5, 3, 2), (read.HelpfulVotes, read.UnhelpfulVotes, read.Helpfulness));
        Assert.Empty((await school.RecountAsync()).Differences);
    }

    [Fact]
    public async Task AReview_OfAnOrderThatIsRefunded_DoesNotCount_AndCountsAgainWithTheNext()
    {
        using var stripe = new StripeEmulator(school.Database);
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var order = await school.BuyAsync(stripe, student, course);
        var now = school.Clock.GetUtcNow();
        await school.SaveAsync(LessonProgress.Restore(order.EnrollmentId!.Value, course.ArticleLessonId, Guid.Empty, Coverage.Empty, 0, now, now));
        await school.ReviewAsync(student, course, 2);
        await school.GiveBackAsync(order, 4_900);
        Assert.Equal("0 0 0 0 0", await school.CountsAsync(course));
        Assert.Equal(ReviewState.Withdrawn, (await school.OwnAsync(student, course)).Review.State);
        Assert.Empty(await school.ListAsync(course));
        Assert.Empty((await school.RecountAsync()).Differences);
        await school.BuyAsync(stripe, student, course);
        Assert.Equal("0 1 0 0 0", await school.CountsAsync(course));
        Assert.Empty((await school.RecountAsync()).Differences);
    }

    [Fact]
    public async Task AReview_InDispute_DoesNotCount_AndThatOfAMemberWhoLeaves_Does()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.LearnerAsync(course);
        await school.ReviewAsync(student, course, 5);
        foreach (
            var (state, counts) in new[]
            {
                (GrantState.Suspended, "0 0 0 0 0"),
                (GrantState.Live, "0 0 0 0 1"),
                (GrantState.Revoked, "0 0 0 0 0"),
                (GrantState.Ended, "0 0 0 0 1"),
            }
        )
        {
            await school.PayAsync(student, course, state);
            Assert.Equal(counts, await school.CountsAsync(course));
        }
    }

    /// <summary>A unit of work that has read a rating in an earlier transaction does not write it back.</summary>
    [Fact]
    public async Task AUnitOfWork_ThatHasReadTheRatingBefore_CountsWithTheNumbersOfNow()
    {
        var course = await school.PublishedCourseAsync();
        var (student, other) = (await school.LearnerAsync(course), await school.LearnerAsync(course));
        await school.ReviewAsync(student, course, 5);
        await using var scope = school.Services.CreateAsyncScope();
        var (db, follow) = (scope.ServiceProvider.GetRequiredService<SchoolDbContext>(), scope.ServiceProvider.GetRequiredService<FollowAccess>());
        async Task FollowAsync(bool isGivenBack)
        {
            await db.InTransactionAsync(
                async () =>
                {
                    await follow.ExecuteAsync([new PaidAccess(student.UserId, course.Id, isGivenBack)], CancellationToken.None);
                    await db.SaveChangesAsync();
                },
                CancellationToken.None
            );
        }

        await FollowAsync(isGivenBack: true);
        await school.ReviewAsync(other, course, 3);
        await FollowAsync(isGivenBack: false);
        Assert.Equal("0 0 1 0 1", await school.CountsAsync(course));
    }

    [Fact]
    public async Task AWaveOfOneStars_IsHeld_TheStaffSeeIt_AndShowWhatIsFair()
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        var wave = new List<(Actor Author, Review Review)>();
        for (var i = 0; i < 8; i++)
        {
            var author = await school.LearnerAsync(course);
            wave.Add((author, (await school.ReviewAsync(author, course, 1)).Review));
        }

        Assert.Equal(5, wave.Count(w => w.Review.State == ReviewState.Visible));
        Assert.Equal("5 0 0 0 0", await school.CountsAsync(course));
        var waiting = await school.DoAsync<ListReportedReviews, Page<ReportedReview>>(l => l.ExecuteAsync(new PageRequest(200, null), CancellationToken.None));
        Assert.Empty(wave.Skip(5).Select(w => w.Review.Id).Except(waiting.Items.Select(r => r.View.Review.Id)));

        // To come in by the back door.
        var friend = await school.LearnerAsync(course);
        var praise = (await school.ReviewAsync(friend, course, 5)).Review;
        Assert.Equal(ReviewState.Pending, (await school.ChangeAsync(friend, praise, 1)).Review.State);

        await school.ShowAsync(admin, wave[7].Review);
        Assert.Equal("6 0 0 0 0", await school.CountsAsync(course));
        Assert.Equal(
            1,
            await school.ReadAsync(async db =>
                (await db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One).Select(m => m.Payload).ToListAsync()).Count(p =>
                    p.Contains(ReviewWritten.Kind) && p.Contains($"{wave[7].Review.Id}")
                )
            )
        );

        // An hour later disappointment is welcome again.
        school.Clock.Advance(OneStarLimit.Window);
        Assert.Equal(ReviewState.Visible, (await school.ReviewAsync(await school.LearnerAsync(course), course, 1)).Review.State);
        Assert.Empty((await school.RecountAsync()).Differences);
    }

    /// <summary>Random histories of twelve students and two courses, by four callers at once.</summary>
    [Fact]
    public async Task TheCounters_EqualARecount_AfterEveryHistory()
    {
        PublishedTestCourse[] courses = [await school.PublishedCourseAsync(), await school.PublishedCourseAsync()];
        var (admin, learners) = (await school.AdminAsync(), new List<(Actor Student, PublishedTestCourse Course)>());
        for (var i = 0; i < 12; i++)
        {
            learners.Add((await school.LearnerAsync(courses[i % 2]), courses[i % 2]));
        }

        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(async caller =>
                    {
                        var random = new Random((round * 10) + caller);
                        for (var step = 0; step < 40; step++)
                        {
                            var (student, course) = learners[random.Next(learners.Count)];
                            await ReasonAsync(() => StepAsync(random.Next(9), random.Next(1, 6), student, course, admin, learners[random.Next(12)].Student));
                        }
                    })
            );
            Assert.Empty((await school.RecountAsync()).Differences);
            foreach (var course in courses)
            {
                var listed = await school.ListAsync(course);
                Assert.Equal(
                    string.Join(' ', Enumerable.Range(1, 5).Select(stars => listed.Count(v => v.Review.Stars == stars))),
                    await school.CountsAsync(course)
                );
            }
        }

        Assert.True(await school.ReadAsync(db => db.Reviews.AnyAsync(r => courses.Select(c => c.Id).Contains(r.CourseId))));
    }

    [Fact]
    public async Task ARatingThatDrifted_IsFound_Told_AndRepaired()
    {
        await using var own = await TestSchool.OpenAsync();
        var (course, admin) = (await own.PublishedCourseAsync(), await own.AdminAsync());
        var review = (await own.ReviewAsync(await own.LearnerAsync(course), course, 4)).Review;
        await own.ReadAsync(db => db.CourseRatings.ExecuteUpdateAsync(set => set.SetProperty(r => r.Fives, 7)));
        await own.ReadAsync(db => db.Reviews.ExecuteUpdateAsync(set => set.SetProperty(r => r.HelpfulVotes, 1).SetProperty(r => r.Helpfulness, 1)));
        await own.ReadAsync(db => db.AccessGrants.ExecuteUpdateAsync(set => set.SetProperty(g => g.State, GrantState.Revoked)));
        var found = await own.RecountAsync();
        Assert.Equal((1L, 1L, 3, 0), (found.Ratings, found.Reviews, found.Differences.Count, found.Repaired));
        Assert.Contains(
            $"The rating of courses/{course.Id} counts 0, 0, 0, 1, 7 reviews with one to five stars, and there are 0, 0, 0, 1, 0.",
            found.Differences
        );
        Assert.Contains($"courses/{course.Id}/reviews/{review.Id} has 1 and 0 votes, and there are 0 and 0.", found.Differences);
        Assert.Contains($"courses/{course.Id}/reviews/{review.Id} is not withdrawn, and its author's payments are given back.", found.Differences);
        await own.DoAsync<RecountRatingsDaily>(d => d.ExecuteAsync(CancellationToken.None));
        var told = await own.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == FeedEventWork.Many).Select(m => m.Payload).ToListAsync());
        Assert.Contains(RatingsDiffer.Kind, Assert.Single(told), StringComparison.Ordinal);
        found = await own.DoAsync<RecountRatings, RatingRecount>(r => r.ExecuteAsync(admin, repair: true, CancellationToken.None));
        Assert.Equal(1, found.Repaired);
        Assert.Equal("0 0 0 1 0", await own.CountsAsync(course));
        Assert.Equal(2, (await own.RecountAsync()).Differences.Count);
        Assert.True(await own.ReadAsync(db => db.AuditEvents.AnyAsync(e => e.Action == "rating.repair" && e.ActorId == admin.UserId)));
    }

    private async Task StepAsync(int act, int stars, Actor student, PublishedTestCourse course, Actor admin, Actor other)
    {
        switch (act)
        {
            case 0:
                await school.PayAsync(student, course, GrantState.Revoked);
                return;
            case 1:
                await school.ReturnAsync(student, course);
                return;
            case 2 or 3:
                await school.ReviewAsync(student, course, stars);
                return;
        }

        var review = (await school.OwnAsync(student, course)).Review;
        await (
            act switch
            {
                4 => school.ChangeAsync(student, review, stars),
                5 => school.DeleteAsync(student, review),
                6 => school.HideAsync(admin, review),
                7 => school.ShowAsync(admin, review),
                _ => school.VoteAsync(
                    other,
                    review,
                    stars > 3 ? true
                        : stars == 3 ? null
                        : false
                ),
            }
        );
    }

    private static Task<Reason?[]> AtOnceAsync(int count, Func<int, Task> act) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => ReasonAsync(() => act(i)))));

    /// <returns>Why it was refused; null when it was not.</returns>
    private static async Task<Reason?> ReasonAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DomainException refusal)
        {
            return refusal.Reason;
        }
    }
}
