using ESchool.Application.Identity.Privacy;
using ESchool.Application.Instructors.Applications;
using ESchool.Application.Media.Uploading;
using ESchool.Application.Stripe;
using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Instructors;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Engagement;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>Accounts, documents, courses and events that are due.</summary>
internal static class DueThings
{
    public static async Task<DueRows> ExportsAsync(TestSchool school, StripeEmulator stripe)
    {
        Guid[] exports = [await ExportAsync(school), await ExportAsync(school)];
        school.Clock.Advance(DataExport.Lifetime);
        return DueRows.Of(exports, id => school.ReadAsync(db => db.DataExports.AnyAsync(e => e.Id == id && e.State == DataExportState.Expired)));
    }

    public static async Task<DueRows> AccountsAsync(TestSchool school, StripeEmulator stripe)
    {
        Actor[] users = [await school.StudentAsync(), await school.StudentAsync()];
        foreach (var user in users)
        {
            await school.DoAsync<DeleteAccount>(d => d.ExecuteAsync(user, CancellationToken.None));
        }

        school.Clock.Advance(User.DeletionGrace);
        return DueRows.Of(users.Select(user => user.UserId), id => school.ReadAsync(db => db.Users.AnyAsync(u => u.Id == id && u.ErasedAt != null)));
    }

    public static async Task<DueRows> ApplicationsAsync(TestSchool school, StripeEmulator stripe)
    {
        Guid[] applications = [await WithdrawnAsync(school), await WithdrawnAsync(school)];
        return DueRows.Of(applications, id => school.ReadAsync(db => db.InstructorApplications.AnyAsync(a => a.Id == id && a.DocumentsDeletedAt != null)));
    }

    /// <summary>Accounts that are ready at Stripe; a row goes by its instructor.</summary>
    public static async Task<DueRows> PayoutAccountsAsync(TestSchool school, StripeEmulator stripe)
    {
        Actor[] instructors = [await school.InstructorAsync(), await school.InstructorAsync()];
        foreach (var instructor in instructors)
        {
            await school.SaveAsync(new PayoutAccount(instructor.UserId, await stripe.ReadyAccountAsync(), school.Clock.GetUtcNow()));
        }

        return DueRows.Of(
            instructors.Select(i => i.UserId),
            id => school.ReadAsync(db => db.PayoutAccounts.AnyAsync(a => a.InstructorId == id && a.PayoutsEnabled))
        );
    }

    public static async Task<DueRows> CompletionsAsync(TestSchool school, StripeEmulator stripe)
    {
        var course = await school.PublishedCourseAsync();
        Guid[] enrollments = [await FinishedAsync(school, course), await FinishedAsync(school, course)];
        return DueRows.Of(enrollments.Order(), id => school.ReadAsync(db => db.Enrollments.AnyAsync(e => e.Id == id && e.CompletedAt != null)));
    }

    /// <summary>Changes of two courses; a row goes by its course.</summary>
    public static async Task<DueRows> EngagementAsync(TestSchool school, StripeEmulator stripe)
    {
        Guid[] courses = [Guid.NewGuid(), Guid.NewGuid()];
        foreach (var course in courses)
        {
            await school.SaveAsync(EngagementChange.OfOpening(course, Guid.NewGuid(), school.Clock.GetUtcNow()));
            school.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return DueRows.Of(courses, id => school.ReadAsync(async db => !await db.EngagementChanges.AnyAsync(c => c.CourseId == id)));
    }

    public static async Task<DueRows> UploadsAsync(TestSchool school, StripeEmulator stripe)
    {
        var (instructor, file) = (await school.InstructorAsync(), new UploadFile("lecture.mp4", 1_000, "video/mp4"));
        Guid[] uploads = [await BeginAsync(), await BeginAsync()];
        school.Clock.Advance(TimeSpan.FromDays(2));
        return DueRows.Of(uploads, id => school.ReadAsync(db => db.Uploads.AnyAsync(u => u.Id == id && u.State == UploadState.Aborted)));

        async Task<Guid> BeginAsync() =>
            (await school.DoAsync<CreateUpload, Upload>(c => c.ExecuteAsync(AssetOwner.Alone(instructor.UserId), file, CancellationToken.None))).Id;
    }

    /// <summary>Two uploads that were never set.</summary>
    public static async Task<DueRows> CoversAsync(TestSchool school, StripeEmulator stripe)
    {
        var (instructor, now) = (await school.InstructorAsync(), school.Clock.GetUtcNow());
        var file = new CoverFile("image/png", 1_000, new byte[16]);
        Cover[] covers = [new(instructor.UserId, Guid.NewGuid(), file, now), new(instructor.UserId, Guid.NewGuid(), file, now.AddSeconds(1))];
        await school.SaveAsync(covers[0]);
        await school.SaveAsync(covers[1]);
        school.Clock.Advance(TimeSpan.FromDays(2));
        return DueRows.Of(covers.Select(c => c.Id), id => school.ReadAsync(async db => !await db.Covers.AnyAsync(c => c.Id == id)));
    }

    /// <summary>Two payments at Stripe of which no event arrived.</summary>
    public static async Task<DueRows> MissingEventsAsync(TestSchool school, StripeEmulator stripe)
    {
        await stripe.FundAsync(1_000);
        await stripe.FundAsync(1_000);
        var stripeEvents = school.Services.GetRequiredService<Events>();
        var events = await stripeEvents.ListAsync(StripeEventRouter.HandledTypes, DateTimeOffset.UtcNow.AddHours(-1), CancellationToken.None);
        return new DueRows(events[0].Id, events[1].Id, id => school.ReadAsync(db => db.StripeEvents.AnyAsync(e => e.Id == id)));
    }

    /// <summary>Two events that arrived long ago, and that nobody has handled.</summary>
    public static async Task<DueRows> StuckEventsAsync(TestSchool school, StripeEmulator stripe)
    {
        string[] events = [$"evt_{Guid.NewGuid():N}", $"evt_{Guid.NewGuid():N}"];
        foreach (var id in events)
        {
            var json = $$"""{"id":"{{id}}","type":"some.type","livemode":false}""";
            await school.DoAsync<ReceiveStripeEvent>(r => r.StoreAsync(id, "some.type", json, CancellationToken.None));
        }

        school.Clock.Advance(TimeSpan.FromHours(2));
        return new DueRows(
            events[0],
            events[1],
            id => school.ReadAsync(db => db.OutboxMessages.AnyAsync(m => m.Kind == StripeEventWork.Kind && m.DeduplicationKey.StartsWith($"{id}:")))
        );
    }

    private static async Task<Guid> ExportAsync(TestSchool school)
    {
        var student = await school.StudentAsync();
        var export = await school.DoAsync<RequestDataExport, DataExport>(r => r.ExecuteAsync(student, CancellationToken.None));
        await school.DoAsync<ExportData>(e => e.ExecuteAsync(export.Id, CancellationToken.None));
        return export.Id;
    }

    private static async Task<Guid> WithdrawnAsync(TestSchool school)
    {
        var applicant = await school.StudentAsync();
        var application = await school.ApplyAsync(applicant);
        await school.DoAsync<WithdrawApplication>(w => w.ExecuteAsync(applicant, application.Id, CancellationToken.None));
        return application.Id;
    }

    /// <summary>Somebody who has done everything, which nobody has noticed.</summary>
    private static async Task<Guid> FinishedAsync(TestSchool school, PublishedTestCourse course)
    {
        var (enrollment, now) = (await school.EnrollmentAsync(await school.StudentAsync(), course), school.Clock.GetUtcNow());
        foreach (var lesson in new[] { course.VideoLessonId, course.ArticleLessonId })
        {
            await school.SaveAsync(LessonProgress.Restore(enrollment, lesson, Guid.Empty, Coverage.Empty, resumeMilliseconds: 0, now, completedAt: now));
        }

        return enrollment;
    }
}
