using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Courses;

/// <summary>Lets members learn a course, or no longer: it is the instructor's choice. Who has it open keeps it until their period ends.</summary>
public sealed class OfferCourse(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Offers the actor's own course, or withdraws it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>: also when it is not the actor's, or was never published.</exception>
    public async Task ExecuteAsync(Actor actor, Guid courseId, bool isOffered, CancellationToken cancellationToken)
    {
        if (
            !await db.Courses.AnyAsync(
                c => c.Id == courseId && c.InstructorId == actor.UserId && db.CurriculumVersions.Any(v => v.CourseId == c.Id),
                cancellationToken
            )
        )
        {
            throw new DomainException(CatalogReasons.CourseNotFound, "{course} is no published course of the caller.", ("course", $"courses/{courseId}"));
        }

        if (isOffered)
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO memberships.course_offers (course_id, offered_at) VALUES ({courseId}, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING",
                cancellationToken
            );
        }
        else
        {
            await db.CourseOffers.Where(o => o.CourseId == courseId).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
