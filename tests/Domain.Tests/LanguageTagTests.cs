namespace ESchool.Domain.Tests;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("en", "en")]
    [InlineData("EN-us", "en-US")]
    [InlineData("zh-hant-tw", "zh-Hant-TW")]
    [InlineData("gsw", "gsw")]
    [InlineData("iw", "he")]
    [InlineData("IW-il", "he-IL")]
    [InlineData("tl", "fil")]
    [InlineData("ji", "yi")]
    [InlineData("nb", "nb")]
    [InlineData("en_US", null)]
    [InlineData("xx", null)]
    [InlineData("english", null)]
    [InlineData("", null)]
    [InlineData("en-", null)]
    public void ATag_IsKnown_AndWrittenInOneWay(string tag, string? expected) => Assert.Equal(expected, LanguageTag.Find(tag));
}
