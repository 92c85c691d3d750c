using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Sets what a course costs from now on.</summary>
public sealed class SetPrice(CourseDrafts drafts, IOptions<CatalogOptions> options)
{
    /// <summary>Sets it.</summary>
    /// <param name="actor">The instructor.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="etag">What the caller last read; null to take whatever is there.</param>
    /// <param name="price">The price.</param>
    /// <param name="others">Prices in other currencies.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>PRICE_INVALID</c>, <c>ETAG_STALE</c>.</exception>
    public Task<Course> ExecuteAsync(
        Actor actor,
        Guid courseId,
        uint? etag,
        Money price,
        IReadOnlyCollection<Money> others,
        CancellationToken cancellationToken
    ) =>
        drafts.ChangeOwnAsync(
            actor,
            courseId,
            etag,
            course =>
            {
                course.SetPrice(price, options.Value.Limits, others);
                return course;
            },
            cancellationToken
        );
}
