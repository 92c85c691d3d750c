using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Tests.Catalog;

/// <summary>Where the words of a query are shown to be.</summary>
public sealed class SearchExcerptTests : IAsyncLifetime
{
    private SearchShop shop = null!;

    public async ValueTask InitializeAsync() => shop = await SearchShop.OpenAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Theory]
    [InlineData("Painting watercolours", "en", "paint", "[Painting] watercolours")]
    [InlineData("Les Châteaux de la Loire", "fr", "chateau", "Les [Châteaux] de la Loire")]
    [InlineData("C++ and C# compared", "en", "c#", "C++ and [C#] compared")]
    [InlineData("Node.js and ASP.NET", "en", "nodejs", "[Node.js] and ASP.NET")]
    [InlineData("Node.js and ASP.NET", "en", ".net", "Node.js and ASP[.NET]")]
    [InlineData("中文基础课程", "zh", "文基础", "中[文基础]课程")]
    [InlineData("JavaScript at home", "en", "js", "[JavaScript] at home")]
    [InlineData("Yoga, not Pilates", "en", "yoga -judo", "[Yoga], not Pilates")]
    [InlineData("<b>Bold</b> moves", "en", "bold", "<b>[Bold]</b> moves")]
    public async Task TheTitle_ShowsTheWords(string title, string language, string words, string expected)
    {
        await shop.PublishAsync(title, language);
        var excerpt = Assert.Single(await ExcerptsAsync(CourseQuery.Of(words) with { Language = language }));
        Assert.Equal(expected, Written(excerpt.Title));
        Assert.Equal(title, string.Concat(excerpt.Title.Select(piece => piece.Text)));
        Assert.Empty(excerpt.Text);
    }

    [Fact]
    public async Task ALongText_IsShownAroundTheFirstWord()
    {
        var filler = string.Join(' ', Enumerable.Repeat("something else", 50));
        await shop.PublishAsync(new CourseText("Animals", "Summary.", $"{filler} and zebras are striped. {filler}", "en"), new Money(4_900, "EUR"));
        var text = Assert.Single(await ExcerptsAsync(CourseQuery.Of("zebra"))).Text;
        Assert.Matches("^….*something else and \\[zebras\\] are striped\\. .*…$", Written(text));
        Assert.InRange(string.Concat(text.Select(piece => piece.Text)).Length, 150, 230);
    }

    private static string Written(IEnumerable<ExcerptPiece> pieces) => string.Concat(pieces.Select(piece => piece.Matches ? $"[{piece.Text}]" : piece.Text));

    private async Task<IReadOnlyList<CourseExcerpt>> ExcerptsAsync(CourseQuery query)
    {
        var found = await shop.SearchAsync(query);
        return await shop.School.DoAsync<ExcerptCourses, IReadOnlyList<CourseExcerpt>>(e => e.ExecuteAsync(query, found.Page.Items, CancellationToken.None));
    }
}
