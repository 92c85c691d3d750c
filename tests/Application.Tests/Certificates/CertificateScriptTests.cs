using UglyToad.PdfPig.Content;

namespace ESchool.Application.Tests.Certificates;

/// <summary>Names are written as their bearers write them, in whatever script.</summary>
public sealed class CertificateScriptTests
{
    private const int MaxBytes = 100_000;

    [Theory]
    [InlineData("Margarethe Łukasiewicz", "EBGaramond12")]
    [InlineData("Nguyễn Thị Ánh Tuyết", "EBGaramond12")]
    [InlineData("Александра Щербакова", "EBGaramond12")]
    [InlineData("Ўзбек қизи", "NotoSerif-")]
    [InlineData("Ιωάννης Παπαδόπουλος", "EBGaramond12")]
    [InlineData("محمد عبد الرحمن", "NotoNaskhArabic")]
    [InlineData("יוסף בן־דוד", "NotoSerifHebrew")]
    [InlineData("अनिरुद्ध चट्टोपाध्याय", "NotoSerifDevanagari")]
    [InlineData("ক্ষুদিরাম বসু", "NotoSerifBengali")]
    [InlineData("ਗੁਰਪ੍ਰੀਤ", "NotoSerifGurmukhi")]
    [InlineData("ગુજરાતી", "NotoSerifGujarati")]
    [InlineData("தமிழ்", "NotoSerifTamil")]
    [InlineData("తెలుగు", "NotoSerifTelugu")]
    [InlineData("ಕನ್ನಡ", "NotoSerifKannada")]
    [InlineData("മലയാളം", "NotoSerifMalayalam")]
    [InlineData("සිංහල", "NotoSerifSinhala")]
    [InlineData("สมชาย ใจดี", "NotoSerifThai")]
    [InlineData("ສົມຊາຍ", "NotoSerifLao")]
    [InlineData("ភាសាខ្មែរ", "NotoSerifKhmer")]
    [InlineData("မောင်မောင်", "NotoSerifMyanmar")]
    [InlineData("Արամ Խաչատրյան", "NotoSerifArmenian")]
    [InlineData("ნინო გიორგაძე", "NotoSerifGeorgian")]
    [InlineData("አማርኛ", "NotoSerifEthiopic")]
    [InlineData("司马相如", "WenQuanYi")]
    [InlineData("山田 太郎 ヤマダ", "WenQuanYi")]
    [InlineData("김민수", "WenQuanYi")]
    [InlineData("𠮷野家", "HanaMinA")]
    [InlineData("ଓଡ଼ିଆ ନାମ", "NotoSansOriya")]
    [InlineData("བོད་ཡིག", "NotoSerifTibetan")]
    [InlineData("ދިވެހި", "NotoSansThaana")]
    [InlineData("ܣܘܪܝܝܐ", "NotoSansSyriac")]
    [InlineData("ᠮᠣᠩᠭᠣᠯ", "NotoSansMongolian")]
    [InlineData("ꦧꦱꦗꦮ", "NotoSansJavanese")]
    [InlineData("ᬩᬲᬩᬮᬶ", "NotoSansBalinese")]
    [InlineData("ᮘᮞ ᮞᮥᮔ᮪ᮓ", "NotoSansSundanese")]
    [InlineData("ᏣᎳᎩ", "NotoSansCherokee")]
    [InlineData("ᐃᓄᒃᑎᑐᑦ", "NotoSansCanadianAboriginal")]
    [InlineData("ꆈꌠ", "NotoSansYi")]
    [InlineData("𞤀𞤣𞤤𞤢𞤥", "NotoSansAdlam")]
    [InlineData("ꯃꯩꯇꯩ", "NotoSansMeeteiMayek")]
    [InlineData("ᱥᱟᱱᱛᱟᱲᱤ", "NotoSansOlChiki")]
    [InlineData("𑄌𑄋𑄴𑄟𑄳𑄦", "NotoSansChakma")]
    [InlineData("Ada 🎓", "NotoEmoji")]
    public void Name_IsSetInAFontOfItsScript(string name, string font)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(name, $"{name} 2026 ({name})", name));

        Assert.InRange(certificate.File.Length, 10_000, MaxBytes);
        Assert.Contains(certificate.Page.Letters, letter => letter.FontName?.Contains(font, StringComparison.Ordinal) == true);
        Assert.DoesNotContain(certificate.Page.Letters, letter => letter.FontName?.Contains("DejaVu", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Name_OfEveryScriptAtOnce_StaysSmall()
    {
        var han = string.Concat(Enumerable.Range(0x5B50, 100).Select(c => (char)c));
        var otherHan = string.Concat(Enumerable.Range(0x6C34, 120).Select(c => (char)c));
        var file = RenderedCertificate.Draw(RenderedCertificate.Facts(han, otherHan, "محمد שרה अनिरुद्ध สมชาย 김민수"));

        Assert.InRange(file.Length, 10_000, MaxBytes);
    }

    [Fact]
    public void ArabicThenLatin_RunsFromTheRight()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts("محمد (Mohammed)"));
        var arabic = certificate.LettersIn("NotoNaskhArabic");

        Assert.True(Left(arabic) > Right(LatinOfTheName(certificate)), "the Arabic name stands to the right");
    }

    [Fact]
    public void LatinThenArabic_RunsFromTheLeft()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts("Mohammed (محمد)"));
        var arabic = certificate.LettersIn("NotoNaskhArabic");

        Assert.True(Right(arabic) > Right(LatinOfTheName(certificate)), "the Arabic name stands to the right");
        Assert.Equal(")", LineOf(certificate, arabic[0]).MaxBy(letter => letter.BoundingBox.Right)!.Value); // a bracket closes at its end
    }

    [Fact]
    public void ArabicLetters_AreJoined()
    {
        using var joined = RenderedCertificate.Of(RenderedCertificate.Facts("ممم"));
        using var apart = RenderedCertificate.Of(RenderedCertificate.Facts("م م م"));

        Assert.Equal(3, Widths(joined).Distinct().Count()); // the first, the middle and the last form of one letter
        Assert.Single(Widths(apart).Distinct());
    }

    [Fact]
    public void ChineseBetweenLatinAndArabic_KeepsItsOrder()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts("Li 李小龙 محمد Ñandú"));
        var chinese = certificate.LettersIn("WenQuanYi");
        var arabic = certificate.LettersIn("NotoNaskhArabic");

        Assert.Equal("李小龙", string.Concat(chinese.OrderBy(letter => letter.BoundingBox.Left).Select(letter => letter.Value)));
        Assert.True(Right(chinese) < Left(arabic));
    }

    [Fact]
    public void DigitsInArabicText_ReadFromTheLeft()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts("محمد", "مقدمة 4567"));
        var line = LineOf(certificate, certificate.Page.Letters.First(letter => letter.Value == "4" && letter.PointSize > 20));

        Assert.Equal(
            "4567",
            string.Concat(line.Where(letter => char.IsAsciiDigit(letter.Value[0])).OrderBy(letter => letter.BoundingBox.Left).Select(letter => letter.Value))
        );
    }

    [Theory]
    [InlineData("\U00030000")] // a letter of Han in none of the fonts
    [InlineData("\U0001FBFF")] // a symbol that Unicode may have by now
    [InlineData("\uE000")] // for private use
    public void WhatNoFontHas_IsAVisibleBox(string missing)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts($"{missing}野"));

        Assert.Single(certificate.LettersIn("DejaVu"));
        Assert.Equal("野", Assert.Single(certificate.LettersIn("WenQuanYi")).Value);
    }

    [Theory]
    [InlineData("Ada 😀 ❤️ ☺ ★ ⭐", 5)]
    [InlineData("👩‍🎓", 1)]
    [InlineData("🇦🇹", 1)]
    [InlineData("👍🏽", 1)]
    public void Pictographs_AreDrawn_ASequenceAsOne(string name, int pictures)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(name));

        Assert.Equal(pictures, certificate.LettersIn("NotoEmoji").Count + certificate.LettersIn("DejaVu").Count);
    }

    private static List<Letter> LatinOfTheName(RenderedCertificate certificate) =>
        [
            .. certificate
                .LettersIn("EBGaramond12-Regular")
                .Where(letter => char.IsAsciiLetter(letter.Value[0]) && SameLine(letter, certificate.LettersIn("NotoNaskhArabic")[0])),
        ];

    private static List<Letter> LineOf(RenderedCertificate certificate, Letter one) =>
        [.. certificate.Page.Letters.Where(letter => letter.Value.Trim().Length > 0 && SameLine(letter, one))];

    private static bool SameLine(Letter a, Letter b) => Math.Abs(a.StartBaseLine.Y - b.StartBaseLine.Y) < 3 && Math.Abs(a.PointSize - b.PointSize) < 1;

    private static double Left(IEnumerable<Letter> letters) => letters.Min(letter => letter.BoundingBox.Left);

    private static double Right(IEnumerable<Letter> letters) => letters.Max(letter => letter.BoundingBox.Right);

    private static IEnumerable<double> Widths(RenderedCertificate certificate) =>
        certificate.LettersIn("NotoNaskhArabic").Select(letter => Math.Round(Math.Abs(letter.EndBaseLine.X - letter.StartBaseLine.X), 2));
}
