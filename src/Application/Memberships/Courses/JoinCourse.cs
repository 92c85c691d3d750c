using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Courses;

/// <summary>Opens a course to a member, for as long as the membership runs.</summary>
public sealed class JoinCourse(SchoolDbContext db, GetCourse courses, EnrollStudent enroll, MemberAccess access, TimeProvider clock)
{
    /// <summary>Opens it. Who may learn it already, as a member or as its owner, gets the same enrollment.</summary>
    /// <returns>The enrollment.</returns>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>OWN_COURSE</c>, <c>COURSE_NOT_OFFERED</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>.</exception>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        if ((await courses.ExecuteAsync(courseId, cancellationToken)).InstructorId == actor.UserId)
        {
            throw new DomainException(PaymentReasons.OwnCourse, "Instructors need no membership for their own courses.");
        }

        return await LiveAsync(actor, courseId, cancellationToken)
            ?? await db.InTransactionAsync(() => OpenAsync(actor, courseId, cancellationToken), cancellationToken);
    }

    private async Task<Guid> OpenAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        // The lock: two windows open a course once, and a membership that ends now ends before or after.
        var subscription = await db.Subscriptions.Where(s => s.StudentId == actor.UserId && s.IsOpen).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (
            subscription is null
            || subscription.AccessUntil <= clock.GetUtcNow()
            || await access.WorthAsync(subscription, cancellationToken) != GrantState.Live
        )
        {
            throw GetSubscription.NotActive();
        }

        if (!await db.CourseOffers.AnyAsync(o => o.CourseId == courseId, cancellationToken))
        {
            throw new DomainException(PaymentReasons.CourseNotOffered, "The course is not a part of memberships.", ("course", $"courses/{courseId}"));
        }

        var enrollmentId = await enroll.ExecuteAsync(actor.UserId, courseId, subscription.GrantSource!, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return enrollmentId;
    }

    private Task<Guid?> LiveAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        db
            .Enrollments.Where(e => e.StudentId == actor.UserId && e.CourseId == courseId && e.State == EnrollmentState.Active)
            .Select(e => (Guid?)e.Id)
            .SingleOrDefaultAsync(cancellationToken);
}
