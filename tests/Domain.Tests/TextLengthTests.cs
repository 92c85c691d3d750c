using ESchool.Domain.Chat;

namespace ESchool.Domain.Tests;

/// <summary>A character is what people see as one.</summary>
public sealed class TextLengthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Ada", 3)]
    [InlineData("e\u0301", 1)]
    [InlineData("\U0001F600", 1)]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466", 1)]
    [InlineData("\U0001F1E9\U0001F1EA", 1)]
    [InlineData("\u0915\u094D\u0937", 2)]
    [InlineData("\U00020BB7", 1)]
    public void Characters_AreCountedAsPeopleDo(string text, int length)
    {
        // Conjuncts are one cluster from Unicode 15.1 on, two before: either is how some system shows them.
        Assert.InRange(TextLength.Of(text), Math.Min(length, text == "\u0915\u094D\u0937" ? 1 : length), length);
    }

    [Fact]
    public void FourThousandEmoji_AreAMessage_AndOneMoreIsNone()
    {
        ChatMessage.RequireText(string.Concat(Enumerable.Repeat("\U0001F600", 2_001)));
        ChatMessage.RequireText(string.Concat(Enumerable.Repeat("\U0001F600", ChatMessage.MaximumLength)));
        Refuses(string.Concat(Enumerable.Repeat("\U0001F600", ChatMessage.MaximumLength + 1)));
    }

    [Fact]
    public void ABookInTheAccentsOfOneLetter_IsTooLong() => Refuses("a" + new string('\u0301', 100_000));

    private static void Refuses(string text) =>
        Assert.Equal(ChatReasons.MessageInvalid, Assert.Throws<DomainException>(() => ChatMessage.RequireText(text)).Reason);
}
