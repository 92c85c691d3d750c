using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog;

/// <summary>What a visitor finds, filters, sorts and counts.</summary>
public sealed class SearchFilterTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private Actor instructor = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        instructor = await school.InstructorAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Theory]
    [InlineData("en", "Painting watercolours", "painted watercolour")]
    [InlineData("de", "Häuser bauen", "haus bauen")]
    [InlineData("fr", "Les châteaux de la Loire", "chateau")]
    [InlineData("es", "Programación en Kotlin", "programacion")]
    [InlineData("ja", "料理 入門", "料理")]
    [InlineData("en", "The art of war", "the art of war")]
    public async Task Words_AreFound_WhateverTheirFormAndAccents(string language, string title, string words)
    {
        var wanted = await PublishAsync(new CourseText(title, "", "", language));
        await PublishAsync(new CourseText("Something else", "", "", "en"));
        Assert.Equal([wanted], await FindAsync(CourseQuery.Of(words) with { Language = language }));
    }

    [Fact]
    public async Task Tags_Lessons_AndTheInstructorsName_AreSearched_AndTheTitleWeighsMost()
    {
        var title = await PublishAsync(new CourseText("Zebras", "", "", "en"));
        var tag = await PublishAsync(new CourseText("Animals", "", "", "en") { Tags = ["zebras"] });
        var lesson = await PublishAsync(new CourseText("Savannah", "", "", "en"), lesson: "Why zebras have stripes");
        Assert.Equal([title, tag, lesson], await FindAsync(CourseQuery.Of("zebra")));
        Assert.Equal(3, (await FindAsync(CourseQuery.Of("Hopper"))).Count);
    }

    [Fact]
    public async Task Filters_AndOrders_FitTogether()
    {
        var cheap = await PublishAsync(new CourseText("Cheap", "", "", "en") { Category = "music", Level = CourseLevel.Beginner }, price: 1_000);
        var dear = await PublishAsync(new CourseText("Dear", "", "", "pt-BR") { Category = "music", Level = CourseLevel.Expert }, price: 9_000);
        var free = await PublishAsync(new CourseText("Free", "", "", "en") { Category = "design" }, price: 0);
        Assert.Equal([dear, cheap], await FindAsync(Filtered(new CourseFilter { Categories = ["music"] })));
        Assert.Equal([dear], await FindAsync(Filtered(new CourseFilter { Languages = ["pt"] })));
        Assert.Equal([cheap], await FindAsync(Filtered(new CourseFilter { Levels = [CourseLevel.Beginner] })));
        Assert.Equal([free], await FindAsync(Filtered(new CourseFilter { IsFree = true })));
        Assert.Equal([dear, cheap], await FindAsync(Filtered(new CourseFilter { IsFree = false })));
        Assert.Equal([free, cheap], await FindAsync(Filtered(new CourseFilter { HighestPrice = new Money(5_000, "EUR") })));
        Assert.Equal([free], await FindAsync(Filtered(new CourseFilter { HighestPrice = new Money(5_000, "USD") })));
        Assert.Empty(await FindAsync(Filtered(new CourseFilter { HighestPrice = new Money(5_000, "CHF") })));
        Assert.Equal([free, cheap, dear], await FindAsync(Filtered(CourseFilter.None) with { Order = CourseOrder.PriceAscending }));
        Assert.Equal([dear, cheap, free], await FindAsync(Filtered(CourseFilter.None) with { Order = CourseOrder.PriceDescending }));
        Assert.Equal([free], await FindAsync(Filtered(CourseFilter.None) with { Order = CourseOrder.PriceDescending, Currency = "JPY" }));
    }

    [Theory]
    [InlineData(CourseOrder.Relevance, "")]
    [InlineData(CourseOrder.Relevance, "lesson")]
    [InlineData(CourseOrder.Newest, "lesson")]
    [InlineData(CourseOrder.PriceAscending, "lesson")]
    [InlineData(CourseOrder.PriceDescending, "")]
    [InlineData(CourseOrder.Rating, "")]
    [InlineData(CourseOrder.Rating, "lesson")]
    [InlineData(CourseOrder.Popularity, "")]
    [InlineData(CourseOrder.Popularity, "lesson")]
    public async Task Pages_ShowEachCourseOnce_InEveryOrder(CourseOrder order, string words)
    {
        var made = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            made.Add(await PublishAsync(new CourseText($"Course {i}", "", "", "en") { Category = "music" }, price: i % 3 * 1_000));
        }

        var found = new List<Guid>();
        string? after = null;
        do
        {
            var (page, _, _) = await PageAsync(Filtered(new CourseFilter { Categories = ["music"] }) with { Words = words, Order = order }, 2, after);
            found.AddRange(page.Items.Select(c => c.CourseId));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(made.Order(), found.Order());
    }

    [Fact]
    public async Task Facets_CountWhatChoosingAnotherValueWouldShow()
    {
        await PublishAsync(new CourseText("One", "", "", "en") { Category = "music", Level = CourseLevel.Beginner });
        await PublishAsync(new CourseText("Two", "", "", "en") { Category = "music", Level = CourseLevel.Expert }, price: 0);
        await PublishAsync(new CourseText("Three", "", "", "de") { Category = "design", Level = CourseLevel.Beginner });
        var counts = await school.DoAsync<CountFacets, IReadOnlyList<FacetCount>>(c =>
            c.ExecuteAsync(Filtered(new CourseFilter { Categories = ["music"] }), CancellationToken.None)
        );
        Assert.Equal([("music", 2), ("design", 1)], Of(FacetField.Category));
        Assert.Equal([("2", 1), ("4", 1)], Of(FacetField.Level));
        Assert.Equal([("en", 2)], Of(FacetField.Language));
        Assert.Equal([("free", 1), ("paid", 1)], Of(FacetField.Price));

        IEnumerable<(string, int)> Of(FacetField field) => counts.Where(count => count.Field == field).Select(count => (count.Value, count.Count));
    }

    [Theory]
    [InlineData("kuberentes", "kubernetes")]
    [InlineData("fotography basics", "photography basics")]
    [InlineData("Javascirpt", "javascript")]
    public async Task AMisspeltWord_FindsWhatWasMeant_AlsoOnTheNextPage(string typed, string meant)
    {
        foreach (var title in new[] { "Kubernetes", "Photography basics", "JavaScript" })
        {
            await PublishAsync(new CourseText($"{title} one", "", "", "en"));
            await PublishAsync(new CourseText($"{title} two", "", "", "en"));
        }

        var first = await PageAsync(CourseQuery.Of(typed), 1, null);
        var second = await PageAsync(CourseQuery.Of(typed), 1, first.Page.Next);
        Assert.Equal((meant, meant), (first.CorrectedWords, second.CorrectedWords));
        Assert.NotEqual(Assert.Single(first.Page.Items).CourseId, Assert.Single(second.Page.Items).CourseId);
        Assert.Null(second.Page.Next);
        Assert.Null((await PageAsync(CourseQuery.Of("xyzzyqwertz"), 1, null)).CorrectedWords);
    }

    [Theory]
    [InlineData("pho", "Photography basics")]
    [InlineData("basics of pho", "Photography: basics of light")]
    [InlineData("PHOTOGRÁPHY", "Photography basics")]
    [InlineData("!&|", null)]
    [InlineData("' :* ", null)]
    public async Task WhatIsTyped_SuggestsTitles(string typed, string? expected)
    {
        await PublishAsync(new CourseText("Photography: basics of light", "", "", "en"));
        await PublishAsync(new CourseText("Something else", "", "Not a photograph in it.", "en"));
        await PublishAsync(new CourseText("Photography basics", "", "", "en"));
        var suggested = await school.DoAsync<SuggestCourses, IReadOnlyList<SuggestedCourse>>(s => s.ExecuteAsync(typed, CancellationToken.None));
        Assert.Equal(expected, suggested.Select(s => s.Title).FirstOrDefault());
    }

    [Fact]
    public async Task WhatIsNotOnSale_IsNotListed_WhoeverTookItOff()
    {
        var course = await PublishAsync(new CourseText("Zebras", "", "", "en"));
        await school.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(instructor, course, CancellationToken.None));
        Assert.Empty(await FindAsync(CourseQuery.Of("zebras")));
        await school.DoAsync<PublishCourse>(p => p.ExecuteAsync(instructor, course, etag: null, CancellationToken.None));
        Assert.Equal([course], await FindAsync(CourseQuery.Of("zebras")));
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == course).ExecuteUpdateAsync(set => set.SetProperty(c => c.PublishedVersion, 0)));
        Assert.Empty(await FindAsync(CourseQuery.Of("zebras")));
    }

    [Theory]
    [InlineData("'; DROP TABLE catalog.courses; --")]
    [InlineData("$1")]
    [InlineData("{0}")]
    [InlineData("\\")]
    [InlineData("a' OR '1'='1")]
    [InlineData("\"")]
    public async Task WhatCallersSend_IsNeverSql(string evil)
    {
        await PublishAsync(new CourseText("Zebras", "", "", "en"));
        var filter = new CourseFilter
        {
            Categories = [evil],
            Languages = [evil],
            HighestPrice = new Money(1, evil),
        };
        Assert.Empty(await FindAsync(new CourseQuery(evil, evil, filter, CourseOrder.PriceAscending, evil)));
        var counts = await school.DoAsync<CountFacets, IReadOnlyList<FacetCount>>(c =>
            c.ExecuteAsync(new CourseQuery(evil, evil, filter, CourseOrder.Newest, evil), CancellationToken.None)
        );
        Assert.DoesNotContain(counts, count => count.Field == FacetField.Category);
    }

    private static CourseQuery Filtered(CourseFilter filter) => CourseQuery.Of("") with { Filter = filter, Currency = "EUR" };

    private async Task<List<Guid>> FindAsync(CourseQuery query) => [.. (await PageAsync(query, 50, null)).Page.Items.Select(c => c.CourseId)];

    private Task<FoundCourses> PageAsync(CourseQuery query, int size, string? after) =>
        school.DoAsync<SearchCourses, FoundCourses>(s => s.ExecuteAsync(query, new PageRequest(size, after), withFacets: true, CancellationToken.None));

    private async Task<Guid> PublishAsync(CourseText text, long price = 4_900, string lesson = "A lesson")
    {
        var now = school.Clock.GetUtcNow();
        var course = new Course(instructor.UserId, text, now);
        course.AddLesson(course.AddSection("All", now).Id, lesson, required: true, new ArticleContent("Read me.", 0), now);
        course.SetPrice(new Money(price, "EUR"), new PriceLimits(["EUR"], 1, 1_000));
        course.Submit(new Dictionary<Guid, int>(), now);
        course.Review(CourseState.Approved, "");
        var version = course.Publish(new Dictionary<Guid, int>(), "Grace Hopper", now);
        await school.SaveAsync(course);
        await school.SaveAsync(version);
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        return course.Id;
    }
}
