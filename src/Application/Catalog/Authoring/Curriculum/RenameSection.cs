using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Gives a section of a draft another title.</summary>
public sealed class RenameSection(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Renames it.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>ETAG_STALE</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.
    /// </exception>
    public Task<Section> ExecuteAsync(Actor actor, Guid courseId, Guid sectionId, uint? etag, string title, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            course =>
            {
                var section = course.FindSection(sectionId);
                if (section.Title == title.Trim())
                {
                    return section;
                }

                CourseDrafts.RequireEtag(section.Fingerprint(), etag);
                return course.RenameSection(sectionId, title, clock.GetUtcNow());
            },
            cancellationToken
        );
}
