using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Storefront.Shelves;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Shelves;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog;

/// <summary>Wishlists, and what was seen lately.</summary>
public sealed class ShelfTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private Actor student = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        student = await school.StudentAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task AWish_StaysWhileTheCourseIsOffSale_AndGoesWithBuyingIt()
    {
        var (first, second) = (await school.PublishedCourseAsync(), await school.PublishedCourseAsync());
        await WishAsync(first.Id);
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        await WishAsync(second.Id);
        await WishAsync(first.Id);
        await school.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(first.Instructor, first.Id, CancellationToken.None));
        Assert.Equal([(second.Id, true), (first.Id, false)], (await ListAsync(Shelf.Wishlist)).Select(i => (i.Shelved.CourseId, i.Course is not null)));
        Assert.All(await ListAsync(Shelf.Wishlist), item => Assert.Equal("Compilers in an Afternoon", item.Title));

        await school.EnrollmentAsync(student, second);
        Assert.Equal([first.Id], (await ListAsync(Shelf.Wishlist)).Select(i => i.Shelved.CourseId));
        await school.DoAsync<RemoveFromWishlist>(r => r.ExecuteAsync(student, first.Id, CancellationToken.None));
        await school.DoAsync<RemoveFromWishlist>(r => r.ExecuteAsync(student, first.Id, CancellationToken.None));
        Assert.Empty(await ListAsync(Shelf.Wishlist));
    }

    [Fact]
    public async Task NobodyWishes_WhatIsNotOnSale_OrWithoutEnd()
    {
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => WishAsync(Guid.NewGuid()));
        var course = await school.PublishedCourseAsync();
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                WITH copies AS (
                    INSERT INTO catalog.courses SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).*
                    FROM catalog.courses c, generate_series(1, {ShelvedCourse.MostWishes}) WHERE c.id = {course.Id} RETURNING id
                )
                INSERT INTO catalog.shelved_courses (user_id, shelf, course_id, placed_at) SELECT {student.UserId}, 1, id, now() FROM copies
                """
            )
        );
        await Refused.WithAsync(CatalogReasons.WishlistFull, () => WishAsync(course.Id));
    }

    [Fact]
    public async Task TheLastFifty_AreRememberedAsSeen_EachOnce()
    {
        var courses = new List<Guid>();
        for (var i = 0; i <= ShelvedCourse.MostSeen; i++)
        {
            courses.Add((await school.PublishedCourseAsync()).Id);
            await SeeAsync(courses[^1]);
        }

        await SeeAsync(courses[1]);
        var seen = (await ListAsync(Shelf.Seen)).Select(i => i.Shelved.CourseId).ToList();
        Assert.Equal([courses[1], .. courses.Skip(2).Reverse()], seen);
        await school.DoAsync<SeenCourses>(s => s.ClearAsync(student, CancellationToken.None));
        Assert.Empty(await ListAsync(Shelf.Seen));
    }

    private Task WishAsync(Guid course) => school.DoAsync<AddToWishlist>(a => a.ExecuteAsync(student, course, CancellationToken.None));

    private Task SeeAsync(Guid course)
    {
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        return school.DoAsync<SeenCourses>(s => s.MarkAsync(student, course, CancellationToken.None));
    }

    private async Task<IReadOnlyList<ShelfItem>> ListAsync(Shelf shelf)
    {
        // Page by page, so that each page begins where the one before ended.
        var (all, after) = (new List<ShelfItem>(), (string?)null);
        do
        {
            var page = await school.DoAsync<ListShelf, Page<ShelfItem>>(l => l.ExecuteAsync(student, shelf, new PageRequest(7, after), CancellationToken.None));
            all.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return all;
    }
}
