using System.Text;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog;

/// <summary>How words are read: signs, scripts, names of programming, spelling.</summary>
public sealed class SearchWordsTests : IAsyncLifetime
{
    private SearchShop shop = null!;

    public async ValueTask InitializeAsync() => shop = await SearchShop.OpenAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Theory]
    [InlineData("Excel – pivot tables")]
    [InlineData("Excel - pivot tables")]
    [InlineData("excel -- tables")]
    [InlineData("excel-pivot")]
    [InlineData("\"pivot tables\"")]
    [InlineData("word OR excel")]
    [InlineData("excel -word")]
    [InlineData("excel -\"tables pivot\"")]
    [InlineData("Excel & tables")]
    public async Task WithTheseWords_ACourseIsFound(string words)
    {
        var excel = await shop.PublishAsync("Excel – pivot tables");
        await shop.PublishAsync("Yoga");
        Assert.Equal([excel], await shop.FindAsync(words));
    }

    [Theory]
    [InlineData("excel -tables")]
    [InlineData("excel -\"pivot tables\"")]
    [InlineData("\"tables pivot\"")]
    [InlineData("word OR writer")]
    public async Task WithTheseWords_ItIsNot(string words)
    {
        await shop.PublishAsync("Excel – pivot tables");
        Assert.Empty(await shop.FindAsync(words));
    }

    [Fact]
    public async Task ADashBetweenSpaces_ExcludesNothing()
    {
        var course = await shop.PublishAsync("Yoga - morning");
        var other = await shop.PublishAsync("Yoga in the evening");
        Assert.Equal([course], await shop.FindAsync("Yoga - morning"));
        Assert.Equal([other], await shop.FindAsync("yoga -morning"));
    }

    [Theory]
    [InlineData("zh-Hans", "中文基础课程", "中文")]
    [InlineData("zh-Hans", "中文基础课程", "基础课程")]
    [InlineData("zh-Hans", "中文基础课程", "程")]
    [InlineData("ja", "日本語入門コース", "入門")]
    [InlineData("ja", "日本語入門コース", "コース")]
    [InlineData("ja", "機械学習 入門", "機械学習入門")]
    [InlineData("ja", "機械学習入門", "機械学習 入門")]
    [InlineData("th", "ภาษาไทยสำหรับผู้เริ่มต้น", "ไทย")]
    [InlineData("th", "ภาษาไทยสำหรับผู้เริ่มต้น", "ผู้เริ่มต้น")]
    [InlineData("lo", "ພາສາລາວເບື້ອງຕົ້ນ", "ລາວ")]
    [InlineData("km", "ភាសាខ្មែរសម្រាប់អ្នកចាប់ផ្តើម", "ខ្មែរ")]
    [InlineData("my", "မြန်မာစာသင်တန်း", "သင်တန်း")]
    [InlineData("ko", "한국어 입문", "입문")]
    public async Task InScriptsWithoutSpaces_AnyPartOfATitleIsFound(string language, string title, string words)
    {
        var wanted = await shop.PublishAsync(title, language);
        await shop.PublishAsync("Something else");
        Assert.Equal([wanted], await shop.FindAsync(words, language));
        Assert.Equal([wanted], await shop.FindAsync(words));
        Assert.Equal([wanted], await shop.FindAsync(words.Normalize(NormalizationForm.FormD)));
        Assert.Equal([title], words.Length > 1 ? await shop.SuggestAsync(words) : [title]);
    }

    [Theory]
    [InlineData("文中")]
    [InlineData("基础文")]
    public async Task InScriptsWithoutSpaces_TheOrderOfLettersCounts(string words)
    {
        await shop.PublishAsync("中文基础课程", "zh");
        Assert.Empty(await shop.FindAsync(words, "zh"));
    }

    [Theory]
    [InlineData("Gâteaux", "gateaux")]
    [InlineData("がっこう", "がっこう")]
    public async Task WhatIsWrittenInPieces_IsFound(string title, string words)
    {
        var course = await shop.PublishAsync(title.Normalize(NormalizationForm.FormD), "fr");
        Assert.Equal([course], await shop.FindAsync(words, "fr"));
    }

    [Theory]
    [InlineData("c++", "C++ from the ground up")]
    [InlineData("C#", "C# in depth")]
    [InlineData("c", "C: a first language")]
    [InlineData(".net", "Web services with ASP.NET")]
    [InlineData("asp.net", "Web services with ASP.NET")]
    [InlineData("node.js", "Node.js by example")]
    [InlineData("nodejs", "Node.js by example")]
    [InlineData("e-mail", "E-mail etiquette")]
    [InlineData("email", "E-mail etiquette")]
    public async Task NamesWithSigns_AreFoundAndSuggested_ApartFromEachOther(string words, string title)
    {
        foreach (
            var one in new[]
            {
                "C++ from the ground up",
                "C# in depth",
                "C: a first language",
                "Web services with ASP.NET",
                "Node.js by example",
                "E-mail etiquette",
                "Nets and fishing",
            }
        )
        {
            await shop.PublishAsync(one);
        }

        Assert.Equal([title], (await shop.SearchAsync(CourseQuery.Of(words))).Page.Items.Select(course => course.Text.Title));
        if (words.Length > 1)
        {
            Assert.Equal([title], await shop.SuggestAsync(words));
        }
    }

    [Theory]
    [InlineData("e-", "E-mail etiquette")]
    [InlineData("e-ma", "E-mail etiquette")]
    [InlineData("ema", "E-mail etiquette")]
    [InlineData("node.j", "Node.js / Express")]
    [InlineData("node.js/ex", "Node.js / Express")]
    [InlineData(".ne", "Start with .NET")]
    public async Task HalfTypedNames_AreSuggested(string typed, string title)
    {
        await shop.PublishAsync("E-mail etiquette");
        await shop.PublishAsync("Node.js / Express");
        await shop.PublishAsync("Start with .NET");
        Assert.Equal(title, (await shop.SuggestAsync(typed))[0]);
    }

    [Theory]
    [InlineData("pyhton", "python")]
    [InlineData("yoag", "yoga")]
    [InlineData("yogaa", "yoga")]
    [InlineData("ygoa - morning", "yoga - morning")]
    [InlineData("pyhton -java", "python -java")]
    [InlineData("\"pyhton basics\"", "\"python basics\"")]
    public async Task AWordWithOneWrongKey_IsPutRight_AndWhatIsAroundItStays(string typed, string meant)
    {
        await shop.PublishAsync("Python basics");
        await shop.PublishAsync("Yoga - morning");
        Assert.Equal(meant, (await shop.SearchAsync(CourseQuery.Of(typed))).CorrectedWords);
    }

    [Theory]
    [InlineData("a & b")]
    [InlineData("& | !")]
    [InlineData("xyzzyqwertz")]
    [InlineData("-python")]
    public async Task WhatHasNothingLikeIt_IsNotPutRight(string typed)
    {
        await shop.PublishAsync("Python basics");
        await shop.PublishAsync("Ab initio");
        var found = await shop.SearchAsync(CourseQuery.Of(typed));
        Assert.Null(found.CorrectedWords);
    }

    [Fact]
    public async Task AWordThatSomeCourseHas_IsNotReplaced_BecauseAnotherIsMisspelt()
    {
        await shop.PublishAsync("Pythons", description: "Of the zoo");
        await shop.PublishAsync("Pottery", description: "With a wheel");
        Assert.Equal("pottery wheel", (await shop.SearchAsync(CourseQuery.Of("pottrey wheel"))).CorrectedWords);
    }

    [Theory]
    [InlineData("js", "Modern JavaScript")]
    [InlineData("JavaScript", "JS for the impatient")]
    [InlineData("k8s", "Kubernetes in production")]
    [InlineData("machine learning basics", "ML: the basics")]
    [InlineData("ml", "Machine learning by hand")]
    public async Task WordsThatMeanTheSame_FindEachOther(string words, string title)
    {
        foreach (var one in new[] { "Modern JavaScript", "JS for the impatient", "Kubernetes in production", "ML: the basics", "Machine learning by hand" })
        {
            await shop.PublishAsync(one);
        }

        Assert.Contains(title, (await shop.SearchAsync(CourseQuery.Of(words))).Page.Items.Select(course => course.Text.Title));
        Assert.DoesNotContain(title, (await shop.SearchAsync(CourseQuery.Of($"\"{words}\""))).Page.Items.Select(course => course.Text.Title));
    }

    [Fact]
    public async Task ASchool_AddsSynonymsOfItsOwn()
    {
        var course = await shop.PublishAsync("Baking sourdough bread");
        Assert.Empty(await shop.FindAsync("levain"));
        await shop.School.ReadAsync(db =>
            db.Database.ExecuteSqlAsync($"INSERT INTO catalog.synonyms (word, meaning) VALUES ('levain', 'sourdough'), ('sourdough', 'sourdough')")
        );
        Assert.Equal([course], await shop.FindAsync("levain"));
    }

    [Fact]
    public async Task ACourseOfVeryManyWords_IsPublished_AndFoundByItsTitle()
    {
        // Every word another: Postgres' vectors hold a megabyte, and this is more than two.
        var random = new Random(7);
        var hostile = Enumerable.Range(0, 2_000).Select(_ => Words(random, bytes: 900)).ToList();
        var course = await shop.PublishAsync(
            new CourseText("Everything", Words(random, 100_000), Words(random, 500_000), "en") { Subtitle = Words(random, 60_000) },
            new Money(4_900, "EUR"),
            hostile
        );
        var chinese = await shop.PublishAsync(
            new CourseText("一切", "", string.Concat(Enumerable.Range(0, 60_000).Select(i => new Rune(0x20000 + (i * 7919 % 40_000)))), "zh"),
            new Money(4_900, "EUR")
        );
        var ligatures = await shop.PublishAsync(
            new CourseText("Ligatures", "", string.Join(' ', Enumerable.Range(0, 60_000).Select(i => $"\uFDFA{i}")), "ar"),
            new Money(4_900, "EUR")
        );
        Assert.Equal([course], await shop.FindAsync("everything"));
        Assert.Equal([chinese], await shop.FindAsync("一切"));
        Assert.Equal([ligatures], await shop.FindAsync("ligatures"));
    }

    private static string Words(Random random, int bytes)
    {
        var words = new StringBuilder(bytes);
        while (words.Length < bytes)
        {
            words.Append(random.NextInt64().ToString("x16", null)).Append('é').Append(' ');
        }

        return words.ToString();
    }
}
