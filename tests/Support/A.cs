using ESchool.Application.Administration;
using ESchool.Application.Learning.Watching;
using ESchool.Application.Ledger.Booking;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Media;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Tests.Support;

/// <summary>Makes what a test needs to exist before it begins, straight through the domain.</summary>
public static class A
{
    public static readonly PriceLimits Limits = new(["EUR", "USD", "JPY", "KWD"], 1, 999_999);

    public static async Task<Actor> UserAsync(this TestSchool school, Roles roles = Roles.Student, string name = "Ada Lovelace")
    {
        var user = new User($"{Guid.NewGuid():N}@eschool.test", name, "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA", school.Clock.GetUtcNow());
        user.VerifyEmail(school.Clock.GetUtcNow());
        user.Grant(roles);
        var session = new Session(user.Id, AuthenticationMethod.Password, secondFactor: true, "tests", "127.0.0.0/24", school.Clock.GetUtcNow());
        await school.SaveAsync(user);
        await school.SaveAsync(session);
        return new Actor(user.Id, session.Id, user.Roles);
    }

    public static Task<Actor> StudentAsync(this TestSchool school) => school.UserAsync();

    public static Task<Actor> InstructorAsync(this TestSchool school) => school.UserAsync(Roles.Instructor, "Grace Hopper");

    public static Task<Actor> AdminAsync(this TestSchool school) => school.UserAsync(Roles.Admin, "Administrator");

    public static Task<Actor> SupportAsync(this TestSchool school) => school.UserAsync(Roles.Support, "Support");

    /// <summary>A video that can be played, as if it had been transcoded.</summary>
    public static async Task<Asset> ReadyAssetAsync(this TestSchool school, Actor owner, int seconds)
    {
        var asset = new Asset(AssetOwner.Alone(owner.UserId), "lecture.mp4", "video/mp4", 1_000, school.Clock.GetUtcNow());
        asset.FinishUpload("version-1");
        asset.BeginAttempt();
        asset.BeginTranscoding(seconds * 1000L);
        asset.Publish([new Rendition("240p", 320, 240, 300_000, "avc1.42c01e", [seconds * 1000])], new byte[44]);
        await school.SaveAsync(asset);
        return asset;
    }

    /// <summary>
    /// A published course: one section with a required video lesson and a required article. One that is promoted shows the lesson's video to everybody.
    /// </summary>
    public static async Task<PublishedTestCourse> PublishedCourseAsync(
        this TestSchool school,
        int videoSeconds = 100,
        Money? price = null,
        bool withArticle = true,
        Actor? instructor = null,
        bool isPromoted = false,
        string title = "Compilers in an Afternoon",
        bool freePreview = false
    )
    {
        instructor ??= await school.InstructorAsync();
        var asset = await school.ReadyAssetAsync(instructor, videoSeconds);
        var now = school.Clock.GetUtcNow();
        var text = new CourseText(title, "From letters to code.", "All of it.", "en") { PromotionalVideo = isPromoted ? asset.Id : null };
        var course = new Course(instructor.UserId, text, now);
        var section = course.AddSection("Everything", now);
        var video = course.AddLesson(
            section.Id,
            "The lecture",
            required: true,
            new VideoContent(asset.Id, VideoContent.DefaultThresholdBasisPoints),
            now,
            freePreview
        );
        var article = withArticle ? course.AddLesson(section.Id, "The article", required: true, new ArticleContent("Read me.", 10), now, freePreview) : null;
        course.SetPrice(price ?? new Money(4_900, "EUR"), Limits);
        var playable = new Dictionary<Guid, int> { [asset.Id] = videoSeconds };
        course.Submit(playable, now);
        course.Review(CourseState.Approved, "");
        var version = course.Publish(playable, "Grace Hopper", now);
        await school.SaveAsync(course);
        await school.SaveAsync(version);
        return new PublishedTestCourse(course.Id, instructor, version.Id, video.Id, article?.Id ?? Guid.Empty);
    }

    /// <summary>Approves a course that waits for review.</summary>
    public static async Task ApproveAsync(this TestSchool school, Guid courseId)
    {
        var admin = await school.AdminAsync();
        await school.DoAsync<ReviewCourse>(r => r.ExecuteAsync(admin, courseId, etag: null, CourseState.Approved, "", CancellationToken.None));
    }

    public static async Task<Guid> EnrollmentAsync(this TestSchool school, Actor student, PublishedTestCourse course)
    {
        var enrollment = new Enrollment(student.UserId, course.Id, course.VersionId, school.Clock.GetUtcNow());
        await school.SaveAsync(enrollment);
        return enrollment.Id;
    }

    /// <summary>Opens a playback of the course's video, as whoever wants to watch it does.</summary>
    public static Task OpenAsync(this TestSchool school, Actor student, Guid enrollmentId, PublishedTestCourse course) =>
        school.DoAsync<CreatePlayback>(c => c.ExecuteAsync(student, enrollmentId, course.VideoLessonId, CancellationToken.None));

    public static async Task ReadyPayoutAccountAsync(this TestSchool school, Actor instructor, string stripeAccountId)
    {
        var account = new PayoutAccount(instructor.UserId, stripeAccountId, school.Clock.GetUtcNow());
        account.Mirror(detailsSubmitted: true, payoutsEnabled: true, school.Clock.GetUtcNow());
        await school.SaveAsync(account);
    }

    /// <summary>Puts money on an instructor's available account, out of nowhere.</summary>
    public static async Task EarnAsync(this TestSchool school, Actor instructor, long minorUnits, string currency = "EUR")
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        await db.InTransactionAsync(
            async () =>
            {
                var (clearing, available) = (
                    AccountName.Platform(AccountKind.StripeClearing, currency),
                    new AccountName(AccountKind.InstructorAvailable, instructor.UserId, currency)
                );
                var posting = new Posting(TransactionKind.HoldRelease, $"orders/{Guid.NewGuid()}", new(clearing, minorUnits), new(available, -minorUnits));
                await scope.ServiceProvider.GetRequiredService<LedgerPostings>().PostAsync([posting], CancellationToken.None);
            },
            CancellationToken.None
        );
    }

    public static async Task SaveAsync<TEntity>(this TestSchool school, TEntity entity)
        where TEntity : class
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        db.Add(entity);
        await db.SaveChangesAsync();
    }
}

/// <summary>The ids of a published course.</summary>
public sealed record PublishedTestCourse(Guid Id, Actor Instructor, Guid VersionId, Guid VideoLessonId, Guid ArticleLessonId);
