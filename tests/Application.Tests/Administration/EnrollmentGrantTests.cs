using ESchool.Application.Administration;
using ESchool.Application.Administration.Grants;
using ESchool.Application.Administration.People;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration;

/// <summary>Access that administrators give and take back.</summary>
public sealed class EnrollmentGrantTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AGrant_GivesAccess_IsToldAndAudited_AndIsTakenBackOnce()
    {
        var (admin, student, course) = (await school.AdminAsync(), await school.StudentAsync(), await school.PublishedCourseAsync());
        var granted = await GrantAsync(admin, student, course.Id);
        await school.OpenAsync(student, granted.EnrollmentId, course);
        Assert.Equal([GrantedEnrollment.SourceOf(granted.GrantId)], Assert.Single((await RecordAsync(student)).Enrollments).Sources);
        await RevokeAsync(admin, granted.GrantId);
        await RevokeAsync(admin, granted.GrantId);
        var row = Assert.Single((await RecordAsync(student)).Enrollments);
        Assert.Equal((granted.EnrollmentId, EnrollmentState.Ended), (row.Id, row.State));
        Assert.Empty(row.Sources);
        Assert.Equal(
            ["enrollment.granted", "enrollment.revoked"],
            await school.ReadAsync(db =>
                db.Database.SqlQuery<string>(
                        $"""
                        SELECT payload ->> 'Kind' AS "Value" FROM outbox.messages WHERE payload ->> 'UserId' = {student.UserId.ToString()} ORDER BY id
                        """
                    )
                    .ToListAsync()
            )
        );
        var acts = await school.ReadAsync(db =>
            db.AuditEvents.AsNoTracking().Where(e => e.Resource == $"enrollments/{granted.EnrollmentId}").OrderBy(e => e.Id).ToListAsync()
        );
        Assert.Equal(["enrollment.grant", "enrollment.revoke"], acts.Select(e => e.Action));
        Assert.Contains("An apology.", acts[0].After, StringComparison.Ordinal);
        Assert.Contains("By mistake.", acts[1].After, StringComparison.Ordinal);
        var again = await GrantAsync(admin, student, course.Id);
        Assert.Equal((granted.EnrollmentId, EnrollmentState.Active), (again.EnrollmentId, Assert.Single((await RecordAsync(student)).Enrollments).State));
    }

    [Fact]
    public async Task ACourseThatIsClosedToItsStudents_IsNotGiven()
    {
        var (admin, student, course) = (await school.AdminAsync(), await school.StudentAsync(), await school.PublishedCourseAsync());
        await SuspendAsync(SuspensionScope.SaleAndAccess);
        await Refused.WithAsync(CatalogReasons.CourseSuspended, () => GrantAsync(admin, student, course.Id));
        Assert.False(await school.ReadAsync(db => db.Enrollments.AnyAsync(e => e.StudentId == student.UserId)));

        // Off sale, it is still learned.
        await school.DoAsync<ReinstateCourse>(r => r.ExecuteAsync(admin, course.Id, CancellationToken.None));
        await SuspendAsync(SuspensionScope.Sale);
        await GrantAsync(admin, student, course.Id);

        Task SuspendAsync(SuspensionScope scope) =>
            school.DoAsync<SuspendCourse>(s => s.ExecuteAsync(admin, course.Id, "Copied.", scope, CancellationToken.None));
    }

    [Fact]
    public async Task WhoHasTheCourse_IsNotGivenIt_AndAPurchaseOutlivesAGrant()
    {
        using var stripe = new StripeEmulator(school.Database);
        var (admin, student) = (await school.AdminAsync(), await school.StudentAsync());
        var order = await school.BuyAsync(stripe, student);
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => GrantAsync(admin, student, order.CourseId!.Value));
        await school.GiveBackAsync(order);
        var granted = await GrantAsync(admin, student, order.CourseId!.Value);
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => GrantAsync(admin, student, order.CourseId!.Value));
        Assert.Equal(order.EnrollmentId, granted.EnrollmentId);
        await school.RequireSoundLedgerAsync();
    }

    [Fact]
    public async Task AdministratorsAtOnce_GiveACourseOnce()
    {
        var (admin, student, course) = (await school.AdminAsync(), await school.StudentAsync(), await school.PublishedCourseAsync());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Record.ExceptionAsync(() => GrantAsync(admin, student, course.Id)).AsTask()));
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), fault => Assert.Equal(PaymentReasons.AlreadyEnrolled, Assert.IsType<DomainException>(fault).Reason));
        Assert.Equal(
            1,
            await school.ReadAsync(db => db.AccessGrants.CountAsync(g => db.Enrollments.Any(e => e.Id == g.EnrollmentId && e.CourseId == course.Id)))
        );
    }

    [Fact]
    public async Task WhatCannotBeGiven_IsRefused_AndLeavesNothing()
    {
        var (admin, student, course) = (await school.AdminAsync(), await school.StudentAsync(), await school.PublishedCourseAsync());
        var draft = new Course(course.Instructor.UserId, new CourseText("A draft", "Nothing yet.", "Nothing.", "en"), school.Clock.GetUtcNow());
        await school.SaveAsync(draft);
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => GrantAsync(admin, student, Guid.NewGuid()));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => GrantAsync(admin, student, draft.Id));
        await Refused.WithAsync(PaymentReasons.OwnCourse, () => GrantAsync(admin, course.Instructor, course.Id));
        await Refused.WithAsync(IdentityReasons.UserNotFound, () => GrantAsync(admin, new Actor(Guid.NewGuid(), Guid.Empty, Roles.None), course.Id));
        await Refused.WithAsync(AdministrationReasons.EnrollmentGrantNotFound, () => RevokeAsync(admin, Guid.NewGuid()));
        await school.ReadAsync(db =>
            db.Users.Where(u => u.Id == student.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SuspendedAt, DateTimeOffset.UtcNow))
        );
        await Refused.WithAsync(IdentityReasons.UserSuspended, () => GrantAsync(admin, student, course.Id));
        Assert.False(await school.ReadAsync(db => db.Enrollments.AnyAsync(e => e.StudentId == student.UserId)));
        Assert.False(await school.ReadAsync(db => db.AuditEvents.AnyAsync(e => e.ActorId == admin.UserId)));
    }

    private Task<GrantedEnrollment> GrantAsync(Actor admin, Actor student, Guid courseId) =>
        school.DoAsync<GrantEnrollment, GrantedEnrollment>(g => g.ExecuteAsync(admin, student.UserId, courseId, "An apology.", CancellationToken.None));

    private Task RevokeAsync(Actor admin, Guid grantId) =>
        school.DoAsync<RevokeEnrollmentGrant>(r => r.ExecuteAsync(admin, grantId, "By mistake.", CancellationToken.None));

    private Task<UserRecord> RecordAsync(Actor student) =>
        school.DoAsync<GetUserRecord, UserRecord>(g => g.ExecuteAsync(student.UserId, CancellationToken.None));
}
