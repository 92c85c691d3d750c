using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;

namespace ESchool.Api.Tests.Matrix;

/// <content>Reviews.</content>
internal sealed partial class MatrixWorld
{
    /// <summary>The owner has the course and has read its article.</summary>
    private async Task<string> LearnedCourseAsync()
    {
        var (enrollmentId, course, now) = (Guid.Parse(await NeedAsync("enrollment")), await PublishedAsync(), School.Clock.GetUtcNow());
        await School.SaveAsync(LessonProgress.Restore(enrollmentId, course.ArticleLessonId, Guid.Empty, Coverage.Empty, 0, now, now));
        return course.Id.ToString();
    }

    /// <summary>The owner's review of the instructor's course.</summary>
    private async Task<string> ReviewAsync()
    {
        var courseId = Guid.Parse(await NeedAsync("learned_course"));
        var written = await School.DoAsync<CreateReview, ReviewView>(c =>
            c.ExecuteAsync(ActorOf(Owner), courseId, 4, "Clear and short.", CancellationToken.None)
        );
        return written.Review.Id.ToString();
    }

    private async Task<string> HiddenReviewAsync()
    {
        var (reviewId, courseId) = (Guid.Parse(await NeedAsync("review")), (await PublishedAsync()).Id);
        await School.DoAsync<HideReview>(h => h.ExecuteAsync(ActorOf(Admin), courseId, reviewId, "Insults.", CancellationToken.None));
        return reviewId.ToString();
    }

    private async Task<string> ReportedReviewAsync()
    {
        var (reviewId, reporter) = (Guid.Parse(await NeedAsync("review")), await School.StudentAsync());
        var courseId = (await PublishedAsync()).Id;
        await School.DoAsync<ReportReview>(r => r.ExecuteAsync(reporter, courseId, reviewId, "Spam.", CancellationToken.None));
        return reviewId.ToString();
    }
}
