using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Shelves;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Storefront.Shelves;

/// <summary>Takes a course off the caller's wishlist.</summary>
public sealed class RemoveFromWishlist(SchoolDbContext db)
{
    /// <summary>Takes it off. Done again it changes nothing.</summary>
    public Task ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        db.ShelvedCourses.Where(s => s.UserId == actor.UserId && s.Shelf == Shelf.Wishlist && s.CourseId == courseId).ExecuteDeleteAsync(cancellationToken);
}
