using ESchool.Application.Typesetting;
using UglyToad.PdfPig;

namespace ESchool.Application.Tests.Typesetting;

/// <summary>What a reader copies out of a receipt or a statement, also one that does not look at ActualText.</summary>
public sealed class DocumentTextTests
{
    /// <summary>Ids and addresses are random: letters meet that meet in no word, and this typeface joins an f with most of them.</summary>
    [Theory]
    [InlineData("a5233564a1ad4d97831c01c0fb219453@eschool.test", "All about compilers", "Afternoon")]
    [InlineData("01a229bc-1812-75a4-97d0-5901ba3d031b", "November", "b fb b")]
    [InlineData("f3f1 fa0 faf ff f7 af", "Compilers in an Afternoon", "left shift")]
    [InlineData("fi fl ff ffi ffl fb fh fj fk", "about if off fi", "Tax office, Shaftesbury")]
    public void EveryLetter_IsRead(params string[] lines)
    {
        using var pdf = new DocumentPdf();
        var file = pdf.Draw(
            pages =>
            {
                foreach (var line in lines)
                {
                    pages.Head("Receipt", line, line);
                    pages.Y += 20;
                }

                pages.Foot((_, _) => string.Join(' ', lines));
            },
            "Receipt",
            "A receipt",
            DateTimeOffset.UnixEpoch
        );
        using var read = PdfDocument.Open(file);
        var text = Assert.Single(read.GetPages()).Text;
        Assert.All(lines, line => Assert.Equal(3, text.Split(line).Length - 1));
        Assert.DoesNotContain('\0', text);
    }
}
