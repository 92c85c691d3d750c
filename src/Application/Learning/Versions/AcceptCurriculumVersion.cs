using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Versions;

/// <summary>Lets a student go on by the version on sale. Completed lessons stay complete, and so does the course.</summary>
public sealed class AcceptCurriculumVersion(
    SchoolDbContext db,
    Enrollments enrollments,
    CurriculumOffers offers,
    CourseCompletion completion,
    GetEnrollment views,
    TimeProvider clock
)
{
    /// <summary>Accepts it. Accepting the version that the student has changes nothing.</summary>
    /// <param name="actor">The student.</param>
    /// <param name="enrollmentId">The enrollment.</param>
    /// <param name="version">The number that the student was shown: another one may have been published since.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <exception cref="DomainException">
    /// <c>ENROLLMENT_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>COURSE_SUSPENDED</c>, <c>CURRICULUM_VERSION_NOT_OFFERED</c>.
    /// </exception>
    public async Task<EnrollmentView> ExecuteAsync(Actor actor, Guid enrollmentId, int version, CancellationToken cancellationToken)
    {
        await db.InTransactionAsync(
            async () =>
            {
                var enrollment = await enrollments.LockAsync(actor, enrollmentId, cancellationToken);
                await enrollments.RequireOpenAsync(enrollment, cancellationToken);
                if (await db.CurriculumVersions.AnyAsync(v => v.Id == enrollment.CurriculumVersionId && v.Number == version, cancellationToken))
                {
                    return;
                }

                var offer = await offers.FindAsync(enrollment, cancellationToken);
                if (offer?.Version != version)
                {
                    throw new DomainException(
                        LearningReasons.CurriculumVersionNotOffered,
                        "Version {version} of {course} is not offered.",
                        ("version", version),
                        ("course", $"courses/{enrollment.CourseId}")
                    );
                }

                enrollment.Accept(offer.VersionId, offer.ReplacesVideos, clock.GetUtcNow());
                await completion.CheckAsync(enrollment, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );
        return await views.ExecuteAsync(actor, enrollmentId, cancellationToken);
    }
}
