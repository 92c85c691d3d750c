using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>Makes an uploaded picture the cover of a draft, as soon as a worker has looked at it.</summary>
public sealed class SetCover(SchoolDbContext db, CourseDrafts drafts, CoverFiles files, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Asks for it. Doing it again changes nothing; of several pictures the last one counts.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>COVER_UPLOAD_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>ETAG_STALE</c>,
    /// <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, Guid coverId, uint? etag, CancellationToken cancellationToken)
    {
        // Before the course is locked: S3 may take its time.
        var known = await Find(db.Covers.AsNoTracking(), courseId, coverId, cancellationToken);
        var isThere = known is not null && (known.IsSettled || await files.IsUploadedAsync(known, cancellationToken));
        return await drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                var cover = isThere ? await Find(db.Covers, courseId, coverId, cancellationToken) : null;
                if (course.NextCoverId == coverId || (course.CoverId == coverId && course.NextCoverId is null && course.CoverRefusal is null))
                {
                    return course;
                }

                CourseDrafts.RequireEtag(course.RowVersion, etag);
                course.SetCover(cover ?? throw NotFound(coverId), clock.GetUtcNow());
                if (!cover.IsSettled)
                {
                    outbox.Add(new CoverWork(coverId), Guid.CreateVersion7().ToString());
                }

                return course;
            },
            cancellationToken
        );
    }

    private static Task<Cover?> Find(IQueryable<Cover> covers, Guid courseId, Guid coverId, CancellationToken cancellationToken) =>
        covers.SingleOrDefaultAsync(c => c.Id == coverId && c.CourseId == courseId, cancellationToken);

    private static DomainException NotFound(Guid coverId) =>
        new(CatalogReasons.CoverUploadNotFound, "Nothing was uploaded as {cover_upload} for this course.", ("cover_upload", $"coverUploads/{coverId}"));
}
