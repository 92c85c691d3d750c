using System.Text.Json;
using ESchool.Application.Administration;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Learning.Watching;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog;

/// <summary>Courses that are taken off sale: by their instructor, by an administrator, or because the instructor is suspended.</summary>
public sealed class OffSaleTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AnUnpublishedCourse_IsBoughtByNobody_StaysWithItsStudents_AndGoesBackOnSaleAsItWas()
    {
        var (course, owner) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        var enrollment = (await school.BuyAsync(stripe, owner, course)).EnrollmentId!.Value;
        await UnpublishAsync(course);
        await UnpublishAsync(course);
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.BuyAsync(stripe, course: course));
        await school.OpenAsync(owner, enrollment, course);
        Assert.Equal(1, (await PublishAsync(course)).PublishedVersion);
        await school.BuyAsync(stripe, course: course);
    }

    [Fact]
    public async Task ACourseThatWasNeverPublished_CannotBeTakenOffSale()
    {
        var instructor = await school.InstructorAsync();
        var draft = new Course(instructor.UserId, new CourseText("Compilers", "", "", "en"), school.Clock.GetUtcNow());
        await school.SaveAsync(draft);
        await Refused.WithAsync(
            CatalogReasons.CourseNotOnSale,
            () => school.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(instructor, draft.Id, CancellationToken.None))
        );
    }

    [Fact]
    public async Task AnOpenPage_OfACourseThatGoesOffSale_IsClosed()
    {
        var (course, student) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        var order = await StartAsync(student, course);
        await UnpublishAsync(course);
        await CloseAsync(course);
        Assert.Equal(OrderState.Expired, (await school.OrderAsync(order.Id)).State);
        Assert.Equal(
            "expired",
            Assert
                .Single(await stripe.ListAsync("checkout/sessions"), s => s.GetProperty("id").GetString() == order.StripeSessionId)
                .GetProperty("status")
                .GetString()
        );
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => StartAsync(student, course));
    }

    [Fact]
    public async Task APageThatIsPaidBeforeItIsClosed_StaysPaid()
    {
        var (course, student) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        var order = await StartAsync(student, course);
        await UnpublishAsync(course);
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!));
        await CloseAsync(course);
        Assert.Equal(OrderState.Paid, (await school.OrderAsync(order.Id)).State);
    }

    [Fact]
    public async Task ASuspendedCourse_IsNotPublishedByItsInstructor_WhoIsToldWhy_UntilItIsReinstated()
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        await school.DoAsync<SuspendCourse>(s => s.ExecuteAsync(admin, course.Id, "Copied from a book.", scope: null, CancellationToken.None));
        await UnpublishAsync(course);
        var refusal = await Refused.WithAsync(CatalogReasons.CourseSuspended, () => PublishAsync(course));
        Assert.Equal("Copied from a book.", refusal.Metadata["suspend_reason"]);
        await school.DoAsync<ReinstateCourse>(r => r.ExecuteAsync(admin, course.Id, CancellationToken.None));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => GetAsync(course));
        await PublishAsync(course);
        await GetAsync(course);
        Assert.Equal(
            ["course.reinstate", "course.suspend"],
            await school.ReadAsync(db =>
                db.AuditEvents.Where(e => e.Resource == $"courses/{course.Id}").OrderBy(e => e.Action).Select(e => e.Action).ToListAsync()
            )
        );
    }

    [Fact]
    public async Task ASuspendedInstructor_SellsNothing_AndEverythingAgainWhenReinstated()
    {
        var instructor = await school.InstructorAsync();
        var (sold, withdrawn) = (await school.PublishedCourseAsync(instructor: instructor), await school.PublishedCourseAsync(instructor: instructor));
        await UnpublishAsync(withdrawn);
        var (admin, student) = (await school.AdminAsync(), await school.StudentAsync());
        var order = await StartAsync(student, sold);
        await school.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, instructor.UserId, "Fraud.", CancellationToken.None));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => GetAsync(sold));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.BuyAsync(stripe, course: sold));
        Assert.Equal(
            new[] { sold.Id, withdrawn.Id }.Order(),
            (await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == CloseCheckoutsWork.Kind).Select(m => m.Payload).ToListAsync()))
                .Select(payload => JsonSerializer.Deserialize<CloseCheckoutsWork>(payload)!.CourseId)
                .Order()
        );
        await CloseAsync(sold);
        Assert.Equal(OrderState.Expired, (await school.OrderAsync(order.Id)).State);
        await school.DoAsync<ReinstateUser>(r => r.ExecuteAsync(admin, instructor.UserId, CancellationToken.None));
        await GetAsync(sold);
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => GetAsync(withdrawn));
    }

    [Fact]
    public async Task AnInstructorWithoutTheRole_SellsNothing()
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        await school.DoAsync<RevokeRole>(r => r.ExecuteAsync(admin, course.Instructor.UserId, Roles.Instructor, CancellationToken.None));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => GetAsync(course));
    }

    [Fact]
    public async Task Reviewers_ReadAndPlayWhatWasSubmitted_AndNobodysDrafts()
    {
        var (course, admin, support, stranger) = (
            await school.PublishedCourseAsync(),
            await school.AdminAsync(),
            await school.SupportAsync(),
            await school.InstructorAsync()
        );
        Assert.Equal("Compilers in an Afternoon", (await ReadAsync(support, course.Id)).Text.Title);
        foreach (var staff in new[] { admin, support })
        {
            var playback = await school.DoAsync<PreviewLesson, Playback>(c => c.ExecuteAsync(staff, course.Id, course.VideoLessonId, CancellationToken.None));
            await school.DoAsync<OpenPlaybackTicket>(o => o.ExecuteAsync(playback.Ticket, CancellationToken.None));
        }

        await Refused.WithAsync(
            CatalogReasons.LessonNotFound,
            () => school.DoAsync<PreviewLesson>(c => c.ExecuteAsync(stranger, course.Id, course.VideoLessonId, CancellationToken.None))
        );
        var draft = new Course(stranger.UserId, new CourseText("Compilers", "", "", "en"), school.Clock.GetUtcNow());
        await school.SaveAsync(draft);
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => ReadAsync(admin, draft.Id));
        Assert.Equal(2, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "course.play_submitted")));
    }

    private Task<Course> UnpublishAsync(PublishedTestCourse course) =>
        school.DoAsync<UnpublishCourse, Course>(u => u.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None));

    private Task<Course> PublishAsync(PublishedTestCourse course) =>
        school.DoAsync<PublishCourse, Course>(p => p.ExecuteAsync(course.Instructor, course.Id, etag: null, CancellationToken.None));

    private Task<PublishedCourse> GetAsync(PublishedTestCourse course) =>
        school.DoAsync<GetCourse, PublishedCourse>(g => g.ExecuteAsync(course.Id, CancellationToken.None));

    private Task<Course> ReadAsync(Actor staff, Guid courseId) =>
        school.DoAsync<GetSubmittedCourse, Course>(g => g.ExecuteAsync(staff, courseId, CancellationToken.None));

    private Task CloseAsync(PublishedTestCourse course) => school.DoAsync<CloseCheckouts>(c => c.ExecuteAsync(course.Id, CancellationToken.None));

    private Task<Order> StartAsync(Actor student, PublishedTestCourse course) =>
        school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(
                student,
                Guid.NewGuid(),
                ItemId.Course(course.Id),
                "",
                new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/"),
                CancellationToken.None
            )
        );
}
