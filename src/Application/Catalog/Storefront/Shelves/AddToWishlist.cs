using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Shelves;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Storefront.Shelves;

/// <summary>Puts a course on the caller's wishlist.</summary>
public sealed class AddToWishlist(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Puts it there. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>WISHLIST_FULL</c>.</exception>
    public async Task ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        await SeenCourses.RequireOnSaleAsync(db, courseId, cancellationToken);
        var own = db.ShelvedCourses.Where(s => s.UserId == actor.UserId && s.Shelf == Shelf.Wishlist);
        if (await own.CountAsync(s => s.CourseId != courseId, cancellationToken) >= ShelvedCourse.MostWishes)
        {
            throw new DomainException(CatalogReasons.WishlistFull, "A wishlist has at most {maximum} courses.", ("maximum", ShelvedCourse.MostWishes));
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.shelved_courses (user_id, shelf, course_id, placed_at)
            VALUES ({actor.UserId}, {(int)Shelf.Wishlist}, {courseId}, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING
            """,
            cancellationToken
        );
    }
}
