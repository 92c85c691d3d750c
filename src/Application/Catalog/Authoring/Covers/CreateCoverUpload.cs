using ESchool.Application.Catalog.Authors;
using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Covers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>An address that a picture is uploaded to.</summary>
/// <param name="CoverId">Names the upload afterwards.</param>
/// <param name="Put">The address.</param>
public sealed record CoverUpload(Guid CoverId, SignedPut Put);

/// <summary>Makes an address that a picture for a course is uploaded to, straight to S3.</summary>
public sealed class CreateCoverUpload(SchoolDbContext db, CourseAuthors authors, CoverFiles files, TimeProvider clock)
{
    /// <summary>The types a picture may have.</summary>
    public static readonly IReadOnlyList<string> ContentTypes = ["image/jpeg", "image/png", "image/webp"];

    /// <summary>Makes it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<CoverUpload> ExecuteAsync(Actor actor, Guid courseId, CoverFile file, CancellationToken cancellationToken)
    {
        var course =
            await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == courseId && c.DeletedAt == null, cancellationToken)
            ?? throw CourseAuthors.NotFound(courseId);
        await authors.RequireAsync(actor, course, AuthorRole.Editor, cancellationToken);

        // As a video that an editor uploads, the picture is the owner's.
        var cover = new Cover(course.InstructorId, courseId, file, clock.GetUtcNow());
        db.Covers.Add(cover);
        await db.SaveChangesAsync(cancellationToken);
        return new CoverUpload(cover.Id, files.Sign(cover, file.ContentType));
    }
}
