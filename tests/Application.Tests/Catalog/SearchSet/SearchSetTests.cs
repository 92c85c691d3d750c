using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Catalog.SearchSet;

/// <summary>What people type, over 310 courses: the course they mean should come first.</summary>
public sealed class SearchSetTests(ITestOutputHelper output) : IAsyncLifetime
{
    private TestSchool school = null!;
    private Dictionary<Guid, string> titles = [];

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        var instructor = await school.InstructorAsync();
        titles = await school.ReadAsync(async db =>
        {
            var made = new Dictionary<Guid, string>();
            foreach (var text in SearchSetCourses.All)
            {
                var now = school.Clock.GetUtcNow();
                var course = new Course(instructor.UserId, text, now);
                course.AddLesson(course.AddSection("All", now).Id, "A lesson", required: true, new ArticleContent("Read me.", 0), now);
                course.SetPrice(new Money(4_900, "EUR"), new PriceLimits(["EUR"], 1, 1_000));
                course.Submit(new Dictionary<Guid, int>(), now);
                course.Review(CourseState.Approved, "");
                db.Add(course);
                db.Add(course.Publish(new Dictionary<Guid, int>(), "Grace Hopper", now));
                made.Add(course.Id, text.Title);
            }

            await db.SaveChangesAsync();
            return made;
        });
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task WhatPeopleMean_ComesFirst()
    {
        Assert.Equal(310, titles.Count);
        Assert.Equal(78, SearchSetQueries.All.Count);
        var missed = new List<string>();
        var reciprocals = 0.0;
        foreach (var (words, language, expected) in SearchSetQueries.All)
        {
            var query = CourseQuery.Of(words) with { Language = language };
            var found = (
                await school.DoAsync<SearchCourses, FoundCourses>(s =>
                    s.ExecuteAsync(query, new PageRequest(10, null), withFacets: false, CancellationToken.None)
                )
            )
                .Page.Items.Select(course => titles[course.CourseId])
                .ToList();
            var place = found.IndexOf(expected);
            reciprocals += place < 0 ? 0 : 1.0 / (place + 1);
            if (place != 0)
            {
                missed.Add($"\"{words}\" finds {string.Join(" | ", found.Take(3))}, not {expected}");
            }
        }

        var mean = reciprocals / SearchSetQueries.All.Count;
        output.WriteLine($"Mean reciprocal rank {mean:F3} over {SearchSetQueries.All.Count} queries.\n{string.Join('\n', missed)}");
        Assert.True(mean >= 0.95, $"Mean reciprocal rank {mean:F3}:\n{string.Join('\n', missed)}");
    }
}
