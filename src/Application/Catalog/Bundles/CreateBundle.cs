using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Bundles;

/// <summary>Puts several published courses of the caller on sale together.</summary>
public sealed class CreateBundle(SchoolDbContext db, IOptions<CatalogOptions> options, TimeProvider clock)
{
    /// <summary>Makes the bundle.</summary>
    /// <param name="actor">The instructor.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="courseIds">The courses, in their order.</param>
    /// <param name="prices">What it costs: first the price that lists show, then those in other currencies.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException">
    /// <c>BUNDLE_INVALID</c>, <c>COURSE_NOT_FOUND</c>: also when one is not the caller's; <c>COURSE_NOT_ON_SALE</c>, <c>PRICE_INVALID</c>.
    /// </exception>
    public async Task<OfferedBundle> ExecuteAsync(
        Actor actor,
        string title,
        IReadOnlyList<Guid> courseIds,
        IReadOnlyList<Money> prices,
        CancellationToken cancellationToken
    )
    {
        var courses = await db.Courses.AsNoTracking().Where(c => courseIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var bundle = new Bundle(
            actor.UserId,
            title,
            [.. courseIds.Select(id => courses.GetValueOrDefault(id) ?? throw CourseAuthors.NotFound(id))],
            prices,
            options.Value.Limits,
            clock.GetUtcNow()
        );
        db.Bundles.Add(bundle);
        await db.SaveChangesAsync(cancellationToken);
        return (await OfferedBundle.ReadAsync(db, [bundle], cancellationToken))[0];
    }
}
