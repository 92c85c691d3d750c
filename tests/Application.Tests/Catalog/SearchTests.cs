using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Catalog;

public sealed class SearchTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Theory]
    [InlineData("")]
    [InlineData("compilers")]
    public async Task Pages_ShowEveryCourseOnce(string query)
    {
        var made = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            made.Add((await school.PublishedCourseAsync()).Id);
        }

        var found = new List<Guid>();
        string? after = null;
        do
        {
            var (page, _, _) = await school.DoAsync<SearchCourses, FoundCourses>(s =>
                s.ExecuteAsync(CourseQuery.Of(query), new PageRequest(3, after), withFacets: true, CancellationToken.None)
            );
            found.AddRange(page.Items.Select(c => c.CourseId));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Empty(made.Except(found));
    }

    [Theory]
    [InlineData("\"unbalanced")]
    [InlineData("a & | ! (")]
    [InlineData("'; DROP TABLE catalog.courses; --")]
    public async Task StrangeQueries_AreOnlyWords(string query)
    {
        await school.PublishedCourseAsync();
        await school.DoAsync<SearchCourses>(s => s.ExecuteAsync(CourseQuery.Of(query), new PageRequest(10, null), withFacets: true, CancellationToken.None));
    }
}
