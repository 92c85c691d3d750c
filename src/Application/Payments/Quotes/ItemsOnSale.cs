using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Catalog.Storefront;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payments.Quotes;

/// <summary>Finds what can be bought now.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ItemsOnSale(GetCourse courses, GetBundle bundles)
{
    /// <summary>Finds a course or a bundle.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>BUNDLE_NOT_FOUND</c>, <c>BUNDLE_NOT_ON_SALE</c>.</exception>
    internal Task<ItemOnSale> FindAsync(ItemId id, CancellationToken cancellationToken) =>
        id.BundleId is { } bundleId ? FindBundleAsync(id, bundleId, cancellationToken) : FindCourseAsync(id, cancellationToken);

    private async Task<ItemOnSale> FindCourseAsync(ItemId id, CancellationToken cancellationToken)
    {
        var course = await courses.ExecuteAsync(id.CourseId!.Value, cancellationToken);
        return new ItemOnSale(
            id,
            course.InstructorId,
            course.Text.Title,
            [course.Price, .. course.OtherPrices],
            [new SoldCourse(course.CourseId, course.Text.Title)]
        );
    }

    private async Task<ItemOnSale> FindBundleAsync(ItemId id, Guid bundleId, CancellationToken cancellationToken)
    {
        var offered = await bundles.ExecuteAsync(bundleId, cancellationToken);
        if (offered.Bundle.WithdrawnAt is not null)
        {
            throw new DomainException(PaymentReasons.BundleNotOnSale, "{bundle} was withdrawn.", id.Fact);
        }

        if (offered.Missing is { } missing)
        {
            throw new DomainException(
                PaymentReasons.BundleNotOnSale,
                "{course}, a course of {bundle}, is not on sale.",
                id.Fact,
                ("course", $"courses/{missing.CourseId}")
            );
        }

        return new ItemOnSale(
            id,
            offered.Bundle.InstructorId,
            offered.Bundle.Title,
            [offered.Bundle.Price, .. offered.Bundle.OtherPrices],
            [.. offered.Courses.Select(c => new SoldCourse(c.CourseId, c.Title))]
        );
    }
}
