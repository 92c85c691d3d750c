using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog;

/// <summary>Sets what a course costs from now on.</summary>
public sealed class SetPrice(SchoolDbContext db, CourseDrafts drafts, IOptions<CatalogOptions> options)
{
    /// <summary>Sets it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>PRICE_INVALID</c>.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, Money price, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag: null, cancellationToken);
        course.SetPrice(price, options.Value.Limits);
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}
