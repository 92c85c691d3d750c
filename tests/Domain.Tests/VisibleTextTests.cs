namespace ESchool.Domain.Tests;

/// <summary>Texts that people see: nothing that deceives, nothing that nobody can see.</summary>
public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("Ada\u0007", "U+0007")]
    [InlineData("Ada\u202Egnp.exe", "U+202E")]
    [InlineData("\u2066Ada", "U+2066")]
    [InlineData("\u200B", "seen")]
    [InlineData("\u200D\u2060\uFE0F", "seen")]
    [InlineData("\u3164", "seen")]
    [InlineData("\U0001D159", "seen")]
    [InlineData("\uE000", "seen")]
    [InlineData("\u2800 \u2800", "seen")]
    [InlineData("\u0301", "U+0301")]
    [InlineData("Ada \u0301", "U+0301")]
    [InlineData("Ada\nLovelace", "U+000A")]
    [InlineData("Ada\u2028Lovelace", "U+2028")]
    [InlineData("Ada\u0085", "U+0085")]
    [InlineData("Ada\uFEFF", "U+FEFF")]
    [InlineData("Ada\0", "U+0000")]
    public void WhatNobodyCanSee_IsRefused_ByName(string text, string named) =>
        Assert.Contains(named, VisibleText.FaultOf(text, manyLines: false), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("Ada Lovelace")]
    [InlineData("e\u0301mile")]
    [InlineData("\u0645\u062D\u0645\u062F \u200F(1)")]
    [InlineData("\u0915\u094D\u200D\u0937")]
    [InlineData("\U0001F469\u200D\U0001F4BB")]
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("\u8FBB\U000E0100")]
    [InlineData("\u2764\uFE0F")]
    public void WhatPeopleWrite_IsTaken(string text) => Assert.Null(VisibleText.FaultOf(text, manyLines: false));

    /// <summary>By itself: half a character cannot be handed to a test.</summary>
    [Fact]
    public void HalfACharacter_IsRefused_ByName() =>
        Assert.Contains("U+D800", VisibleText.FaultOf($"{(char)0xD800}Ada", manyLines: false), StringComparison.Ordinal);

    [Fact]
    public void ManyLines_AreTaken_WhereTheyBelong() => Assert.Null(VisibleText.FaultOf("One\r\n\tTwo\n", manyLines: true));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\u202Eb", "\u2068a\u202Eb\u202C\u2069")]
    [InlineData("a\u2067b\u202Ec", "\u2068a\u2067b\u202Ec\u202C\u2069\u2069")]
    [InlineData("a\u2069\u202Cb", "\u2068ab\u2069")]
    [InlineData("\u2067a\u2069b", "\u2068\u2067a\u2069b\u2069")]
    public void Chat_KeepsTheDirectionOfAMessageToItself(string text, string isolated) => Assert.Equal(isolated, VisibleText.Isolate(text));

    [Fact]
    public void OneLine_LeavesTheWords() => Assert.Equal("Ada Lovelace", VisibleText.OneLine(" Ada\r\n\u0007Love\u202Elace\t"));
}
