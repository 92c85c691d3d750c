using ESchool.Application.Administration.Grants;
using ESchool.Application.Administration.Merging;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Certificates;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration;

/// <summary>Enrollments that are given to another account.</summary>
public sealed class EnrollmentMoveTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AnEnrollment_MovesWithWhatWasLearned_AndItsPaymentStillDecides()
    {
        using var stripe = new StripeEmulator(school.Database);
        var (admin, old, now) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var course = await school.PublishedCourseAsync();
        var order = await school.BuyAsync(stripe, old, course);
        var enrollment = order.EnrollmentId!.Value;
        await school.OpenAsync(old, enrollment, course);
        await school.SaveAsync(
            LessonProgress.Restore(enrollment, course.ArticleLessonId, Guid.Empty, Coverage.Empty, 0, school.Clock.GetUtcNow(), school.Clock.GetUtcNow())
        );
        await school.ReviewAsync(old, course, 4, "Good.");
        var certificate = await CertificateAsync(enrollment, old);
        Assert.Equal(
            1,
            await school.ReadAsync(db =>
                db.Database.ExecuteSqlAsync(
                    $"UPDATE learning.lesson_progress SET watched = '{{[0,7)}}' WHERE enrollment_id = {enrollment} AND completed_at IS NULL"
                )
            )
        );
        var before = await ProgressAsync(old, enrollment);

        await MoveAsync(admin, enrollment, now);
        await MoveAsync(admin, enrollment, now);
        Assert.Equal(before, await ProgressAsync(now, enrollment));
        await Refused.WithAsync(LearningReasons.EnrollmentNotFound, () => ProgressAsync(old, enrollment));
        await Refused.WithAsync(LearningReasons.EnrollmentNotFound, () => school.OpenAsync(old, enrollment, course));
        Assert.Equal(now.UserId, await school.ReadAsync(db => db.Reviews.Where(r => r.CourseId == course.Id).Select(r => r.StudentId).SingleAsync()));
        var moved = await school.ReadAsync(db => db.Certificates.AsNoTracking().SingleAsync(c => c.Id == certificate));
        Assert.Equal((now.UserId, "Ada"), (moved.LearnerId, moved.LearnerName));
        Assert.Equal([new EnrollmentMoved(enrollment, course.Id, IsHere: false)], await school.ToldAsync<EnrollmentMoved>(old));
        Assert.Equal([new EnrollmentMoved(enrollment, course.Id, IsHere: true)], await school.ToldAsync<EnrollmentMoved>(now));
        var act = await school.ReadAsync(db => db.AuditEvents.SingleAsync(e => e.Action == "enrollment.move" && e.Resource == $"enrollments/{enrollment}"));
        Assert.Contains($"{old.UserId}", act.Before, StringComparison.Ordinal);
        Assert.Contains("Two accounts", act.After, StringComparison.Ordinal);

        // The event of the payment comes once more: nobody is enrolled anew.
        await school.SettleAsync(order);
        Assert.Equal([now.UserId], await school.ReadAsync(db => db.Enrollments.Where(e => e.CourseId == course.Id).Select(e => e.StudentId).ToListAsync()));

        await school.GiveBackAsync(order);
        Assert.Equal(EnrollmentState.Ended, await school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollment).Select(e => e.State).SingleAsync()));
        await school.RequireSoundLedgerAsync();
    }

    [Fact]
    public async Task WhatCannotMove_IsRefused_AndStaysWhereItIs()
    {
        var (admin, student, other) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var course = await school.PublishedCourseAsync();
        var enrollment = await GrantAsync(admin, student, course.Id);
        await GrantAsync(admin, other, course.Id);
        await Refused.WithAsync(LearningReasons.EnrollmentNotFound, () => MoveAsync(admin, Guid.NewGuid(), other));
        await Refused.WithAsync(PaymentReasons.AlreadyEnrolled, () => MoveAsync(admin, enrollment, other));
        await Refused.WithAsync(PaymentReasons.OwnCourse, () => MoveAsync(admin, enrollment, course.Instructor));
        await Refused.WithAsync(IdentityReasons.UserNotFound, () => MoveAsync(admin, enrollment, new Actor(Guid.NewGuid(), Guid.Empty, Roles.None)));
        var editor = await school.StudentAsync();
        await school.SaveAsync(new CoAuthor(course.Id, editor.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        await Refused.WithAsync(PaymentReasons.OwnCourse, () => MoveAsync(admin, enrollment, editor));
        var leaving = await school.StudentAsync();
        await school.ReadAsync(db =>
            db.Users.Where(u => u.Id == leaving.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeleteAt, DateTimeOffset.UtcNow.AddDays(14)))
        );
        await Refused.WithAsync(IdentityReasons.UserSuspended, () => MoveAsync(admin, enrollment, leaving));
        await Refused.WithAsync(IdentityReasons.UserSuspended, () => GrantAsync(admin, leaving, course.Id));
        var suspended = await school.StudentAsync();
        await school.ReadAsync(db =>
            db.Users.Where(u => u.Id == suspended.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SuspendedAt, DateTimeOffset.UtcNow))
        );
        await Refused.WithAsync(IdentityReasons.UserSuspended, () => MoveAsync(admin, enrollment, suspended));

        // Also a membership whose time is over: its months may not be divided yet.
        var grant = new AccessGrant(enrollment, $"subscriptions/{Guid.NewGuid()}", school.Clock.GetUtcNow());
        grant.Set(GrantState.Ended, school.Clock.GetUtcNow());
        await school.SaveAsync(grant);
        await Refused.WithAsync(AdministrationReasons.EnrollmentByMembership, async () => await MoveAsync(admin, enrollment, await school.StudentAsync()));
        Assert.Equal(student.UserId, await school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollment).Select(e => e.StudentId).SingleAsync()));
        Assert.False(await school.ReadAsync(db => db.AuditEvents.AnyAsync(e => e.ActorId == admin.UserId && e.Action == "enrollment.move")));
    }

    [Fact]
    public async Task MovedToManyAtOnce_ItHasOneOwner_WhoIsTheLastInTheLog()
    {
        var (admin, student, course) = (await school.AdminAsync(), await school.StudentAsync(), await school.PublishedCourseAsync());
        var enrollment = await GrantAsync(admin, student, course.Id);
        var targets = new List<Actor>();
        for (var i = 0; i < 6; i++)
        {
            targets.Add(await school.StudentAsync());
        }

        var faults = await Task.WhenAll(targets.Select(target => Record.ExceptionAsync(() => MoveAsync(admin, enrollment, target)).AsTask()));
        Assert.All(faults.OfType<Exception>(), fault => Assert.Equal(CallReasons.ConcurrentChange, Assert.IsType<DomainException>(fault).Reason));
        var moves = await school.ReadAsync(db =>
            db.AuditEvents.Where(e => e.Resource == $"enrollments/{enrollment}" && e.Action == "enrollment.move").ToListAsync()
        );
        Assert.Equal(faults.Count(fault => fault is null), moves.Count);
        var owner = await school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollment).Select(e => e.StudentId).SingleAsync());
        Assert.Single(moves, move => move.After!.Contains($"{owner}", StringComparison.Ordinal));
        Assert.DoesNotContain(moves, move => move.Before!.Contains($"{owner}", StringComparison.Ordinal));
    }

    private Task MoveAsync(Actor admin, Guid enrollmentId, Actor to) =>
        school.DoAsync<MoveEnrollment, Enrollment>(m => m.ExecuteAsync(admin, enrollmentId, to.UserId, "Two accounts", CancellationToken.None));

    private async Task<Guid> GrantAsync(Actor admin, Actor student, Guid courseId) =>
        (
            await school.DoAsync<GrantEnrollment, GrantedEnrollment>(g =>
                g.ExecuteAsync(admin, student.UserId, courseId, "An apology.", CancellationToken.None)
            )
        ).EnrollmentId;

    private async Task<string> ProgressAsync(Actor student, Guid enrollmentId)
    {
        var told = await school.DoAsync<ExplainProgress, ProgressReport>(e => e.ExecuteAsync(student, enrollmentId, CancellationToken.None));
        return System.Text.Json.JsonSerializer.Serialize(told.Lessons);
    }

    private async Task<Guid> CertificateAsync(Guid enrollmentId, Actor student)
    {
        var (id, now) = (Guid.CreateVersion7(school.Clock.GetUtcNow()), school.Clock.GetUtcNow());
        var facts = new CertificateFacts("Ada", "Compilers", 1, "Grace", 2, now);
        await school.SaveAsync(new Certificate(id, Guid.NewGuid().ToString("N")[..12], enrollmentId, student.UserId, facts, Guid.NewGuid().ToByteArray(), now));
        return id;
    }
}
