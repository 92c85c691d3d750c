using ESchool.Domain;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Deletes a section of a draft with its lessons; it can be restored for a while. Versions that were published keep it.</summary>
public sealed class DeleteSection(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Deletes it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>ETAG_STALE</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid sectionId, uint? etag, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            course =>
            {
                CourseDrafts.RequireEtag(course.FindSection(sectionId).Fingerprint(), etag);
                course.DeleteSection(sectionId, clock.GetUtcNow());
                return course;
            },
            cancellationToken
        );
}
