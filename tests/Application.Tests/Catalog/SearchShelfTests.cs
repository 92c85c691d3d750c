using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Tests.Catalog;

/// <summary>Filters, orders and counts agree with each other; what changes outside the catalogue is followed.</summary>
public sealed class SearchShelfTests : IAsyncLifetime
{
    private SearchShop shop = null!;

    public async ValueTask InitializeAsync() => shop = await SearchShop.OpenAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Theory]
    [InlineData(CourseOrder.PriceAscending)]
    [InlineData(CourseOrder.PriceDescending)]
    [InlineData(CourseOrder.Newest)]
    [InlineData(CourseOrder.Rating)]
    public async Task Facets_CountWhatTheListShows_InEveryOrder(CourseOrder order)
    {
        await shop.PublishAsync("Course in euros");
        await shop.PublishAsync("Course in dollars", currency: "USD");
        await shop.PublishAsync("Course for nothing", price: 0);
        foreach (var words in new[] { "", "course" })
        {
            var query = CourseQuery.Of(words) with { Order = order, Currency = "USD" };
            var shown = await shop.FindAsync(query);
            Assert.Equal(order is CourseOrder.PriceAscending or CourseOrder.PriceDescending ? 2 : 3, shown.Count);
            var counts = await shop.CountAsync(query);
            Assert.Equal(shown.Count, counts.Single(count => count is { Field: FacetField.Language, Value: "en" }).Count);
            Assert.Equal(shown.Count, counts.Where(count => count.Field == FacetField.Price).Sum(count => count.Count));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("compilers")]
    public async Task ALongText_IsNotReadForAList(string words)
    {
        var text = new CourseText("Compilers", "Short.", new string('x', 20_000), "en")
        {
            Objectives = ["Parse"],
            Faq = [new CourseQuestion("Why?", "Because.")],
            WelcomeMessage = "Hello.",
        };
        await shop.PublishAsync(text, new Money(4_900, "EUR"));
        var listed = Assert.Single((await shop.SearchAsync(CourseQuery.Of(words))).Page.Items).Text;
        Assert.Equal(("Compilers", "Short.", "", ""), (listed.Title, listed.Summary, listed.Description, listed.WelcomeMessage));
        Assert.Empty(listed.Objectives);
        Assert.Empty(listed.Faq);
    }

    [Fact]
    public async Task TheCountOfFree_LeavesOutItsOwnConditionOnly()
    {
        await shop.PublishAsync("Free", price: 0);
        await shop.PublishAsync("Cheap", price: 1_000);
        await shop.PublishAsync("Dear", price: 9_000);
        var counts = await shop.CountAsync(SearchShop.Listed(new CourseFilter { IsFree = true, HighestPrice = new Money(2_000, "EUR") }));
        Assert.Equal([("free", 1), ("paid", 1)], Of(counts, FacetField.Price));

        // The range leaves out the price, and not "free".
        Assert.Equal([("0-20", 1)], Of(counts, FacetField.PriceRange));
        Assert.Equal(
            [("0-20", 2), ("50-100", 1)],
            Of(await shop.CountAsync(SearchShop.Listed(new CourseFilter { HighestPrice = new Money(2_000, "EUR") })), FacetField.PriceRange)
        );
    }

    [Fact]
    public async Task ARange_FindsWhatItCounts_AtItsBordersToo()
    {
        foreach (var price in new long[] { 0, 1_999, 2_000, 2_001, 5_000, 5_001, 20_000, 20_001, 90_000 })
        {
            await shop.PublishAsync($"At {price}", price: price);
        }

        foreach (var count in (await shop.CountAsync(SearchShop.Listed(CourseFilter.None))).Where(count => count.Field == FacetField.PriceRange))
        {
            var range = FacetRanges.Find(FacetRanges.PricesIn("EUR"), count.Value)!;
            var filter = new CourseFilter { LowestPrice = new Money(range.Least, "EUR"), HighestPrice = new Money(range.Most, "EUR") };
            Assert.Equal(count.Count, (await shop.FindAsync(SearchShop.Listed(filter))).Count);
        }

        foreach (var seconds in new[] { 0, 3_599, 3_600, 10_799, 10_800, 61_199, 61_200 })
        {
            var course = await shop.PublishAsync($"Of {seconds} seconds");
            await shop.School.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE catalog.listings SET video_seconds = {seconds} WHERE course_id = {course}"));
        }

        foreach (var count in (await shop.CountAsync(SearchShop.Listed(CourseFilter.None))).Where(count => count.Field == FacetField.Duration))
        {
            var range = FacetRanges.Find(FacetRanges.Durations, count.Value)!;
            var filter = new CourseFilter { ShortestSeconds = (int)range.Least, LongestSeconds = (int)range.Most };
            Assert.Equal(count.Count, (await shop.FindAsync(SearchShop.Listed(filter))).Count);
        }
    }

    [Fact]
    public async Task WhenAnInstructorIsRenamed_TheShopShowsAndFindsTheNewName_AndVersionsKeepTheOld()
    {
        var course = await shop.PublishAsync("Compilers");
        await shop.School.ReadAsync(db =>
            db.Users.Where(user => user.Id == shop.Instructor.UserId).ExecuteUpdateAsync(set => set.SetProperty(user => user.DisplayName, "Amazing Grace"))
        );
        Assert.Equal("Amazing Grace", (await shop.ReadAsync(course)).InstructorName);
        Assert.Equal("Amazing Grace", Assert.Single((await shop.SearchAsync(CourseQuery.Of("amazing"))).Page.Items).InstructorName);
        Assert.Equal("Amazing Grace", Assert.Single((await shop.SearchAsync(CourseQuery.Of(""))).Page.Items).InstructorName);
        Assert.Empty(await shop.FindAsync("hopper"));
        Assert.Equal("Grace Hopper", await shop.School.ReadAsync(db => db.CurriculumVersions.Select(version => version.InstructorName).SingleAsync()));
    }

    [Theory]
    [InlineData("pt", "pt-BR,pt-PT")]
    [InlineData("pt-BR", "pt-BR")]
    [InlineData("PT-br", "pt-BR")]
    [InlineData("zh", "zh-TW,zh-Hans,zh-Hant")]
    [InlineData("zh-TW", "zh-TW")]
    [InlineData("zh-Hant", "zh-TW,zh-Hant")]
    [InlineData("he", "iw,he")]
    [InlineData("iw", "iw,he")]
    [InlineData("no", "no,nb")]
    [InlineData("nb", "no,nb")]
    [InlineData("tl", "fil")]
    [InlineData("in", "id")]
    [InlineData("de", "")]
    public async Task AFilterByLanguage_FindsItsNarrowerTags_AndOtherCodesOfIt(string tag, string expected)
    {
        foreach (var language in new[] { "pt-BR", "pt-PT", "zh-TW", "zh-Hans", "zh-Hant", "iw", "he", "no", "nb", "fil", "id" })
        {
            await shop.PublishAsync(language, language);
        }

        var found = await shop.SearchAsync(SearchShop.Listed(new CourseFilter { Languages = [tag] }));
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(), found.Page.Items.Select(course => course.Text.Title).Order());
        var counts = await shop.CountAsync(SearchShop.Listed(CourseFilter.None));
        Assert.Equal([("zh", 3), ("he", 2), ("no", 2), ("pt", 2), ("fil", 1), ("id", 1)], Of(counts, FacetField.Language));
    }

    [Fact]
    public async Task LanguagesAreTheSame_InSqlAndInTheDomain()
    {
        foreach (var tag in new[] { "iw", "in", "ji", "tl", "mo", "nb", "no", "nn", "pt", "he", "NB" })
        {
            var inSql = await shop.School.ReadAsync(db => db.Database.SqlQuery<string>($"SELECT catalog.language_of({tag}) AS \"Value\"").SingleAsync());
            Assert.Equal(LanguageTag.Comparable(tag), inSql);
        }
    }

    [Fact]
    public async Task AListingOfBefore_IsMadeAnew_ByTheGuards()
    {
        var course = await shop.PublishAsync("Zebras");
        await shop.School.ReadAsync(db =>
            db.Listings.ExecuteUpdateAsync(set => set.SetProperty(l => l.InstructorId, Guid.Empty).SetProperty(l => l.Locales, ["xx"]))
        );
        var database = shop.School.Database;
        var role = new NpgsqlConnectionStringBuilder(database.ApplicationConnection).Username!;
        await SchoolMigrator.MigrateAsync(database.OwnerConnection, role, CancellationToken.None);
        var listing = await shop.School.ReadAsync(db => db.Listings.SingleAsync(l => l.CourseId == course));
        Assert.Equal((shop.Instructor.UserId, 0), (listing.InstructorId, listing.Locales.Length));
    }

    [Fact]
    public async Task AnInstructorsCourses_AreListed()
    {
        var course = await shop.PublishAsync("Mine");
        Assert.Equal([course], await shop.FindAsync(SearchShop.Listed(new CourseFilter { InstructorId = shop.Instructor.UserId })));
        var others = SearchShop.Listed(new CourseFilter { InstructorId = Guid.CreateVersion7() });
        Assert.Empty(await shop.FindAsync(others));
        Assert.Empty(await shop.CountAsync(others));
    }

    [Fact]
    public async Task TheBestRated_ComeFirst_ByTheirScore_AndAreChosenByTheirAverage()
    {
        var unrated = await shop.PublishAsync("Course without reviews");
        var lucky = await shop.PublishAsync("Course with one review");
        var good = await shop.PublishAsync("Course with many");
        var bad = await shop.PublishAsync("Course that nobody likes");
        await RateAsync(lucky, 0, 0, 0, 0, 1);
        await RateAsync(good, 0, 0, 0, 20, 80);
        await RateAsync(bad, 10, 0, 0, 0, 0);
        foreach (var words in new[] { "", "course" })
        {
            var query = CourseQuery.Of(words) with { Order = CourseOrder.Rating };
            Assert.Equal([good, lucky, unrated, bad], await shop.FindAsync(query));
            Assert.Equal([good, lucky], await shop.FindAsync(query with { Filter = new CourseFilter { LowestAverageHundredths = 450 } }));
            Assert.Equal([good, lucky, bad], await shop.FindAsync(query with { Filter = new CourseFilter { LowestAverageHundredths = 0 } }));
            Assert.Equal([("4.5", 2), ("4", 2), ("3.5", 2), ("3", 2)], Of(await shop.CountAsync(query), FacetField.Rating));
        }

        await RateAsync(lucky, 100, 0, 0, 0, 1);
        Assert.Equal([good, unrated, bad, lucky], await shop.FindAsync(CourseQuery.Of("course") with { Order = CourseOrder.Rating }));
        Assert.Equal([("4.5", 1), ("4", 1), ("3.5", 1), ("3", 1)], Of(await shop.CountAsync(CourseQuery.Of("course")), FacetField.Rating));
    }

    [Fact]
    public async Task WhatMostLearn_ComesFirst_AndWhoseAccessEndedIsNotCounted()
    {
        var quiet = await shop.PublishAsync("Course of few");
        var loud = await shop.PublishAsync("Course of many");
        await EnrollAsync(quiet);
        var (gone, _) = (await EnrollAsync(loud), await EnrollAsync(loud));
        var byPopularity = CourseQuery.Of("course") with { Order = CourseOrder.Popularity };
        Assert.Equal([loud, quiet], await shop.FindAsync(byPopularity));
        Assert.Equal([loud, quiet], await shop.FindAsync(byPopularity with { Words = "" }));
        await EnrollAsync(quiet);
        await shop.School.ReadAsync(db =>
            db.Enrollments.Where(e => e.Id == gone).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, EnrollmentState.Ended))
        );
        Assert.Equal([quiet, loud], await shop.FindAsync(byPopularity));

        await shop.School.ReadAsync(db => db.CoursePopularity.ExecuteUpdateAsync(set => set.SetProperty(popularity => popularity.Learners, 77)));
        Assert.Equal(2, await RecountAsync());
        Assert.Equal(3, await shop.School.ReadAsync(db => db.CoursePopularity.SumAsync(popularity => popularity.Learners)));
        Assert.Equal(0, await RecountAsync());
    }

    [Fact]
    public async Task TwoStudentsWhoEnterCoursesInOppositeOrders_BothEnter()
    {
        var courses = new[] { await shop.PublishAsync("One"), await shop.PublishAsync("Two") };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await EnrollAsync([.. i % 2 == 0 ? courses : courses.Reverse()])));
        Assert.Equal([20, 20], await shop.School.ReadAsync(db => db.CoursePopularity.Select(popularity => popularity.Learners).ToListAsync()));
    }

    private static IEnumerable<(string, int)> Of(IReadOnlyList<FacetCount> counts, FacetField field) =>
        counts.Where(count => count.Field == field).Select(count => (count.Value, count.Count));

    private Task<long> RecountAsync() =>
        shop.School.ReadAsync(db => db.Database.SqlQuery<long>($"SELECT catalog.recount_popularity() AS \"Value\"").SingleAsync());

    private Task RateAsync(Guid course, int ones, int twos, int threes, int fours, int fives) =>
        shop.School.ReadAsync(async db =>
        {
            (await db.CourseRatings.SingleAsync(rating => rating.CourseId == course)).Reset([ones, twos, threes, fours, fives]);
            return await db.SaveChangesAsync();
        });

    private async Task<Guid> EnrollAsync(params IReadOnlyList<Guid> courses)
    {
        var student = await shop.School.StudentAsync();
        return await shop.School.ReadAsync(async db =>
        {
            var first = Guid.Empty;
            foreach (var course in courses)
            {
                var version = await db.CurriculumVersions.Where(v => v.CourseId == course).Select(v => v.Id).SingleAsync();
                var enrollment = new Enrollment(student.UserId, course, version, shop.School.Clock.GetUtcNow());
                db.Add(enrollment);
                first = first == Guid.Empty ? enrollment.Id : first;
            }

            await db.SaveChangesAsync();
            return first;
        });
    }
}
