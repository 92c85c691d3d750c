using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Enrolling;

/// <summary>An enrollment with its progress.</summary>
/// <param name="Enrollment">The enrollment.</param>
/// <param name="CourseTitle">The title of its version.</param>
/// <param name="CurriculumVersion">The number of its version.</param>
/// <param name="CompletedLessons">Required lessons that are complete.</param>
/// <param name="RequiredLessons">Required lessons in all.</param>
/// <param name="VersionOnSale">The number of the version on sale; 0 when the course is off sale.</param>
public sealed record EnrollmentView(
    Enrollment Enrollment,
    string CourseTitle,
    int CurriculumVersion,
    int CompletedLessons,
    int RequiredLessons,
    int VersionOnSale
)
{
    /// <summary>The number of a newer version, which the student may accept; 0 for none.</summary>
    public int OfferedVersion => Enrollment.State == EnrollmentState.Active && VersionOnSale > CurriculumVersion ? VersionOnSale : 0;

    /// <summary>What its author tells a student who begins; empty in lists.</summary>
    public string WelcomeMessage { get; init; } = "";

    /// <summary>What its author tells a student who has completed it; empty before, and in lists.</summary>
    public string CongratulationMessage { get; init; } = "";

    /// <summary>Completed of required lessons in basis points, rounded down, so that 10000 means all of them.</summary>
    public int ProgressBasisPoints => Enrollment.ProgressOf(Enrollment.CompletedAt is not null, CompletedLessons, RequiredLessons);
}

/// <summary>Reads one enrollment.</summary>
public sealed class GetEnrollment(SchoolDbContext db)
{
    /// <summary>Reads the caller's own enrollment, with what the course's author has to say.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<EnrollmentView> ExecuteAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken)
    {
        var own = db.Enrollments.Where(e => e.Id == enrollmentId && e.StudentId == actor.UserId);
        var view =
            await EnrollmentViews.Of(db, own).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(LearningReasons.EnrollmentNotFound, "{enrollment} does not exist.", ("enrollment", $"enrollments/{enrollmentId}"));
        var told = await db
            .CurriculumVersions.Where(v => v.Id == view.Enrollment.CurriculumVersionId)
            .Select(v => new { v.Text.WelcomeMessage, v.Text.CongratulationMessage })
            .SingleAsync(cancellationToken);
        return view with
        {
            WelcomeMessage = told.WelcomeMessage,
            CongratulationMessage = view.Enrollment.CompletedAt is null ? "" : told.CongratulationMessage,
        };
    }
}

/// <summary>The one projection of enrollments with their progress.</summary>
internal static class EnrollmentViews
{
    public static IQueryable<EnrollmentView> Of(SchoolDbContext db, IQueryable<Enrollment> enrollments) =>
        from enrollment in enrollments.AsNoTracking()
        join version in db.CurriculumVersions on enrollment.CurriculumVersionId equals version.Id
        select new EnrollmentView(
            enrollment,
            version.Text.Title,
            version.Number,
            db.CurriculumLessons.Count(l =>
                l.VersionId == version.Id
                && l.Required
                && db.LessonProgress.Any(p => p.EnrollmentId == enrollment.Id && p.LessonId == l.LessonId && p.CompletedAt != null)
            ),
            db.CurriculumLessons.Count(l => l.VersionId == version.Id && l.Required),
            db.Courses.Where(c => c.Id == enrollment.CourseId).Select(c => c.PublishedVersion).Single()
        );
}
