using ESchool.Domain.Catalog.Slugs;

namespace ESchool.Domain.Tests.Catalog;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Compilers in an Afternoon", "compilers-in-an-afternoon")]
    [InlineData("  C++ & C#: what's new?! ", "c-c-what-s-new")]
    [InlineData("Stra\u00dfen \u00fcber \u00c6r\u00f8", "strassen-uber-aero")]
    [InlineData("\u4e2d\u6587\u57fa\u7840\u8bfe\u7a0b", "\u4e2d\u6587\u57fa\u7840\u8bfe\u7a0b")]
    [InlineData("\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22")]
    [InlineData(
        "\u0412\u0432\u0435\u0434\u0435\u043d\u0438\u0435: \u0439\u043e\u0433\u0430",
        "\u0432\u0432\u0435\u0434\u0435\u043d\u0438\u0435-\u0439\u043e\u0433\u0430"
    )]
    [InlineData("\ud83c\udfb8\ud83c\udfb8\ud83c\udfb8", "course")]
    [InlineData("\u0130stanbul, \uff46\uff55\uff4c\uff4c \ufb01ne", "istanbul-full-fine")]
    [InlineData("0198c5b6-0000-7000-8000-000000000000", "course")]
    public void ASlug_IsMadeOfTheTitle(string title, string slug) => Assert.Equal(slug, Slug.Of(title));

    [Fact]
    public void ALongTitle_IsCutBetweenWords() =>
        Assert.Equal(
            "a-very-long-title-" + string.Join('-', Enumerable.Repeat("word", 12)),
            Slug.Of("A very long title " + string.Join(' ', Enumerable.Repeat("word", 20)))
        );

    [Theory]
    [InlineData("yoga", true)]
    [InlineData("yoga-2", true)]
    [InlineData("yoga-0198c5b6000070008000000000000000", true)]
    [InlineData("yoga-for-all", false)]
    [InlineData(null, false)]
    public void ACourse_KeepsASlugOfItsTitle(string? slug, bool kept) => Assert.Equal(kept, Slug.IsOf(slug, "Yoga"));
}
