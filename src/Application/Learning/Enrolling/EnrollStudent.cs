using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Enrolling;

/// <summary>Grants a student access to a course; called inside the transaction that records the payment.</summary>
public sealed class EnrollStudent(SchoolDbContext db, CourseCompletion completion, FollowAccess reviews, TimeProvider clock)
{
    /// <summary>Grants access to one course, as <see cref="InAllAsync"/> does to many.</summary>
    /// <param name="studentId">Who may learn.</param>
    /// <param name="courseId">What.</param>
    /// <param name="source">What paid for it, a resource name such as <c>orders/…</c>.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>The enrollment.</returns>
    public async Task<Guid> ExecuteAsync(Guid studentId, Guid courseId, string source, CancellationToken cancellationToken) =>
        (await InAllAsync(studentId, [courseId], source, cancellationToken))[courseId];

    /// <summary>
    /// Finds the student's enrollments or makes them, in the versions that are on sale. Whoever comes back after access had ended keeps the progress and gets
    /// the version of today. Done again for the same source it changes nothing. The caller saves.
    /// </summary>
    /// <param name="studentId">Who may learn.</param>
    /// <param name="courseIds">What.</param>
    /// <param name="source">What paid for it, a resource name such as <c>orders/…</c>.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>The enrollment in each course.</returns>
    internal async Task<IReadOnlyDictionary<Guid, Guid>> InAllAsync(
        Guid studentId,
        IReadOnlyCollection<Guid> courseIds,
        string source,
        CancellationToken cancellationToken
    )
    {
        // The student's lock: two payments that make enrollments in the same courses do so one after the other. Then the others, in the order in which whoever
        // follows a payment takes them.
        Guid[] wanted = [.. courseIds];
        studentId = await LockAsync(studentId, cancellationToken);
        var present = await db
            .Enrollments.Where(e => e.StudentId == studentId && wanted.Contains(e.CourseId))
            .OrderBy(e => e.Id)
            .ForNoKeyUpdate()
            .ToDictionaryAsync(e => e.CourseId, cancellationToken);
        var made = new Dictionary<Guid, Guid>();
        foreach (var courseId in wanted)
        {
            made[courseId] = await GrantAsync(studentId, courseId, source, present.GetValueOrDefault(courseId), cancellationToken);
        }

        // Who has a course again that was given back has a review again that counts.
        if (present.Count > 0)
        {
            var ids = present.Values.Select(e => e.Id).ToList();
            var grants = db.AccessGrants.Local.Where(g => ids.Contains(g.EnrollmentId)).ToLookup(g => g.EnrollmentId);
            await reviews.ExecuteAsync(
                [.. present.Values.Select(e => new PaidAccess(e.StudentId, e.CourseId, Enrollment.IsGivenBack([.. grants[e.Id]])))],
                cancellationToken
            );
        }

        return made;
    }

    /// <summary>Locks the account, or the one that it was merged into while the payment was on its way: nobody signs in with the other any more.</summary>
    private async Task<Guid> LockAsync(Guid studentId, CancellationToken cancellationToken)
    {
        while (
            await db.Users.Where(u => u.Id == studentId).ForNoKeyUpdate().Select(u => u.MergedInto).SingleOrDefaultAsync(cancellationToken) is { } mergedInto
        )
        {
            studentId = mergedInto;
        }

        return studentId;
    }

    private async Task<Guid> GrantAsync(Guid studentId, Guid courseId, string source, Enrollment? enrollment, CancellationToken cancellationToken)
    {
        var isBack = enrollment?.State == EnrollmentState.Ended;
        var grants = enrollment is null ? [] : await db.AccessGrants.Where(g => g.EnrollmentId == enrollment.Id).ToListAsync(cancellationToken);
        if (enrollment is null)
        {
            enrollment = new Enrollment(studentId, courseId, await VersionOnSaleAsync(courseId, cancellationToken), clock.GetUtcNow());
            db.Enrollments.Add(enrollment);
        }
        else if (grants.Exists(g => g.Source == source))
        {
            return enrollment.Id;
        }
        else if (isBack)
        {
            enrollment.Resume(await VersionOnSaleAsync(courseId, cancellationToken));
        }

        var grant = new AccessGrant(enrollment.Id, source, clock.GetUtcNow());
        db.AccessGrants.Add(grant);
        enrollment.Follow([.. grants, grant]);
        if (isBack)
        {
            // The version of today may ask for less than was done by the one before.
            await completion.CheckAsync(enrollment, cancellationToken);
        }

        return enrollment.Id;
    }

    private Task<Guid> VersionOnSaleAsync(Guid courseId, CancellationToken cancellationToken) =>
        db.CurriculumVersions.Where(v => v.CourseId == courseId).OrderByDescending(v => v.Number).Select(v => v.Id).FirstAsync(cancellationToken);
}
