using System.Runtime.CompilerServices;
using ESchool.Api.Catalog.Covers;
using ESchool.Application.Catalog.Storefront;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog;

/// <summary>
/// Courses as the wire has them. A course that is kept in memory is written for the wire once, and the message lives as long as the course; nobody changes it.
/// </summary>
internal sealed class CourseCards(CoverAddresses covers)
{
    private readonly ConditionalWeakTable<PublishedCourse, Wire.Course> cards = [];

    public Wire.Course Of(PublishedCourse course) => cards.GetValue(course, added => added.ToWire(covers));
}
