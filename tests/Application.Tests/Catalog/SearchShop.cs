using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Catalog;

/// <summary>A school with one instructor, whose courses are published and looked for.</summary>
internal sealed class SearchShop(TestSchool school, Actor instructor) : IAsyncDisposable
{
    public TestSchool School => school;

    public Actor Instructor => instructor;

    public static async Task<SearchShop> OpenAsync()
    {
        var school = await TestSchool.OpenAsync();
        return new SearchShop(school, await school.InstructorAsync());
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    public static CourseQuery Listed(CourseFilter filter) => CourseQuery.Of("") with { Filter = filter, Currency = "EUR" };

    public Task<Guid> PublishAsync(string title, string language = "en", string description = "", long price = 4_900, string currency = "EUR") =>
        PublishAsync(new CourseText(title, "", description, language), new Money(price, currency));

    public async Task<Guid> PublishAsync(CourseText text, Money price, IReadOnlyList<string>? lessons = null)
    {
        var now = school.Clock.GetUtcNow();
        var course = new Course(instructor.UserId, text, now);
        var section = course.AddSection("All", now);
        foreach (var lesson in lessons ?? ["A lesson"])
        {
            course.AddLesson(section.Id, lesson, required: true, new ArticleContent("Read me.", 0), now);
        }

        course.SetPrice(price, new PriceLimits(["EUR", "USD", "JPY"], 1, 1_000));
        course.Submit(new Dictionary<Guid, int>(), now);
        course.Review(CourseState.Approved, "");
        var version = course.Publish(new Dictionary<Guid, int>(), "Grace Hopper", now);
        await school.SaveAsync(course);
        await school.SaveAsync(version);
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        return course.Id;
    }

    public async Task<List<Guid>> FindAsync(CourseQuery query) => [.. (await SearchAsync(query)).Page.Items.Select(course => course.CourseId)];

    public Task<List<Guid>> FindAsync(string words, string language = "en") => FindAsync(CourseQuery.Of(words) with { Language = language });

    public Task<FoundCourses> SearchAsync(CourseQuery query, int size = 50, string? after = null) =>
        school.DoAsync<SearchCourses, FoundCourses>(s => s.ExecuteAsync(query, new PageRequest(size, after), withFacets: true, CancellationToken.None));

    /// <summary>Counts by themselves, which are those that come with a search.</summary>
    public async Task<IReadOnlyList<FacetCount>> CountAsync(CourseQuery query)
    {
        var counts = await school.DoAsync<CountFacets, IReadOnlyList<FacetCount>>(c => c.ExecuteAsync(query, CancellationToken.None));
        var found = await school.DoAsync<SearchCourses, FoundCourses>(s =>
            s.ExecuteAsync(query, new PageRequest(1, null), withFacets: true, CancellationToken.None)
        );
        Assert.Equal(counts, found.Facets);
        return counts;
    }

    public async Task<IReadOnlyList<string>> SuggestAsync(string typed) =>
        [
            .. (await school.DoAsync<SuggestCourses, IReadOnlyList<SuggestedCourse>>(s => s.ExecuteAsync(typed, CancellationToken.None))).Select(suggested =>
                suggested.Title
            ),
        ];

    public Task<PublishedCourse> ReadAsync(Guid courseId) => school.DoAsync<GetCourse, PublishedCourse>(g => g.ExecuteAsync(courseId, CancellationToken.None));
}
