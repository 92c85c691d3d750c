using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Application.Learning.Enrolling;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Catalog.Reviews;

/// <summary>What tests of reviews do over and over.</summary>
internal static class Reviewing
{
    /// <summary>A student who has the course by an order of their own, and has read its article: half of the required lessons.</summary>
    public static async Task<Actor> LearnerAsync(this TestSchool school, PublishedTestCourse course, string name = "Ada Lovelace")
    {
        var student = await school.UserAsync(Roles.Student, name);
        await school.ReturnAsync(student, course);
        var enrollmentId = await school.ReadAsync(db =>
            db.Enrollments.Where(e => e.StudentId == student.UserId && e.CourseId == course.Id).Select(e => e.Id).SingleAsync()
        );
        var now = school.Clock.GetUtcNow();
        await school.SaveAsync(LessonProgress.Restore(enrollmentId, course.ArticleLessonId, Guid.Empty, Coverage.Empty, 0, now, now));
        return student;
    }

    /// <summary>The student buys the course, once more if need be.</summary>
    public static Task ReturnAsync(this TestSchool school, Actor student, PublishedTestCourse course) =>
        school.InTransactionAsync<EnrollStudent>(e => e.ExecuteAsync(student.UserId, course.Id, $"orders/{Guid.NewGuid()}", CancellationToken.None));

    /// <summary>Everything that the student has paid for the course is given back, in dispute, or paid after all.</summary>
    public static async Task PayAsync(this TestSchool school, Actor student, PublishedTestCourse course, GrantState state)
    {
        var sources = await school.ReadAsync(db =>
            db.AccessGrants.Where(g => db.Enrollments.Any(e => e.Id == g.EnrollmentId && e.StudentId == student.UserId && e.CourseId == course.Id))
                .Select(g => g.Source)
                .ToListAsync()
        );
        foreach (var source in sources)
        {
            await school.InTransactionAsync<ChangeAccess>(c => c.ExecuteAsync(source, state, CancellationToken.None));
        }
    }

    public static Task<ReviewView> ReviewAsync(this TestSchool school, Actor student, PublishedTestCourse course, int stars, string text = "") =>
        school.DoAsync<CreateReview, ReviewView>(c => c.ExecuteAsync(student, course.Id, stars, text, CancellationToken.None));

    public static Task<ReviewView> ChangeAsync(this TestSchool school, Actor student, Review review, int? stars, string? text = null) =>
        school.DoAsync<UpdateReview, ReviewView>(u => u.ExecuteAsync(student, review.CourseId, review.Id, stars, text, CancellationToken.None));

    public static Task DeleteAsync(this TestSchool school, Actor student, Review review) =>
        school.DoAsync<DeleteReview>(d => d.ExecuteAsync(student, review.CourseId, review.Id, CancellationToken.None));

    public static Task<ReviewView> OwnAsync(this TestSchool school, Actor student, PublishedTestCourse course) =>
        school.DoAsync<GetOwnReview, ReviewView>(g => g.ExecuteAsync(student, course.Id, CancellationToken.None));

    public static Task<ReviewView> VoteAsync(this TestSchool school, Actor actor, Review review, bool? isHelpful) =>
        school.DoAsync<VoteReview, ReviewView>(v => v.ExecuteAsync(actor, review.CourseId, review.Id, isHelpful, CancellationToken.None));

    public static Task ReportAsync(this TestSchool school, Actor actor, Review review, string reason = "Spam.") =>
        school.DoAsync<ReportReview>(r => r.ExecuteAsync(actor, review.CourseId, review.Id, reason, CancellationToken.None));

    public static Task<ReviewView> ReplyAsync(this TestSchool school, Actor actor, Review review, string text) =>
        school.DoAsync<ReplyToReview, ReviewView>(r => r.ExecuteAsync(actor, review.CourseId, review.Id, text, CancellationToken.None));

    public static Task<ReviewView> HideAsync(this TestSchool school, Actor admin, Review review, string reason = "Insults.") =>
        school.DoAsync<HideReview, ReviewView>(h => h.ExecuteAsync(admin, review.CourseId, review.Id, reason, CancellationToken.None));

    public static Task<ReviewView> ShowAsync(this TestSchool school, Actor admin, Review review) =>
        school.DoAsync<ShowReview, ReviewView>(s => s.ExecuteAsync(admin, review.CourseId, review.Id, "Fair.", CancellationToken.None));

    public static Task<RatingRecount> RecountAsync(this TestSchool school, bool repair = false) =>
        school.DoAsync<RecountRatings, RatingRecount>(r => r.ExecuteAsync(Actor.System, repair, CancellationToken.None));

    public static async Task<IReadOnlyList<ReviewView>> ListAsync(
        this TestSchool school,
        PublishedTestCourse course,
        ReviewOrder order = ReviewOrder.Newest,
        int? stars = null,
        int size = 50
    )
    {
        var all = new List<ReviewView>();
        string? after = null;
        do
        {
            var page = await school.DoAsync<ListReviews, Page<ReviewView>>(l =>
                l.ExecuteAsync(course.Id, stars, order, new PageRequest(size, after), CancellationToken.None)
            );
            all.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);

        return all;
    }

    /// <summary>The counters of a course, those of one star first.</summary>
    public static async Task<string> CountsAsync(this TestSchool school, PublishedTestCourse course) =>
        string.Join(
            ' ',
            (
                await school.ReadAsync(db => db.CourseRatings.AsNoTracking().SingleOrDefaultAsync(r => r.CourseId == course.Id)) ?? new CourseRating(course.Id)
            ).Counts
        );

    /// <summary>Runs a use case that its caller saves, as a payment does.</summary>
    private static async Task InTransactionAsync<TUseCase>(this TestSchool school, Func<TUseCase, Task> act)
        where TUseCase : notnull
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        await db.InTransactionAsync(
            async () =>
            {
                await act(scope.ServiceProvider.GetRequiredService<TUseCase>());
                await db.SaveChangesAsync();
            },
            CancellationToken.None
        );
    }
}
