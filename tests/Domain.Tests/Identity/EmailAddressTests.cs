using System.Text;
using ESchool.Domain.Identity;

namespace ESchool.Domain.Tests.Identity;

/// <summary>One spelling for each mailbox, and none that looks like another's.</summary>
public sealed class EmailAddressTests
{
    /// <summary>Without ICU, Normalize does nothing, silently: the program must not run like that.</summary>
    [Fact]
    public void Icu_IsThere()
    {
        Assert.Equal("K", "\u212A".Normalize(NormalizationForm.FormKC));
        Assert.Equal("\u00E9", "e\u0301".Normalize(NormalizationForm.FormC));
    }

    [Theory]
    [InlineData("\u212Aira@school.example", "kira@school.example")]
    [InlineData("\u017Fam@school.example", "sam@school.example")]
    [InlineData("\uFF4B\uFF49\uFF52\uFF41@school.example", "kira@school.example")]
    [InlineData("kira\uFF20school.example", "kira@school.example")]
    [InlineData("kira@\uFF53chool\u3002example", "kira@school.example")]
    [InlineData(" Kira@School.EXAMPLE ", "kira@school.example")]
    [InlineData("kira@b\u00FCcher.example", "kira@xn--bcher-kva.example")]
    [InlineData("kira@bu\u0308cher.example", "kira@xn--bcher-kva.example")]
    [InlineData("kira@XN--BCHER-KVA.example", "kira@xn--bcher-kva.example")]
    public void ALookAlike_IsTheMailboxItLooksLike(string written, string normalized)
    {
        Assert.Equal(normalized, EmailAddress.Normalize(written));
        Assert.Equal(normalized, EmailAddress.Normalize(EmailAddress.Written(written)));
        Assert.Null(EmailAddress.FaultOf(written, allowUtf8: false));
    }

    [Theory]
    [InlineData("k\u0131ra@school.example", true)]
    [InlineData("K\u0130RA@school.example", true)]
    [InlineData("e\u0301mile@school.example", false)]
    [InlineData("\u043Aira@school.example", true)]
    [InlineData("\u0430\u0441\u0435@school.example", true)]
    [InlineData("ki\u200Bra@school.example", true)]
    [InlineData("kira@\u0430pple.example", true)]
    [InlineData("kira@\u0430\u0440\u0440\u04CF\u0435.example", true)]
    [InlineData("kira", true)]
    [InlineData("@school.example", true)]
    [InlineData("kira@localhost", true)]
    public void AnAddress_BeyondAscii_OrMixed_OrConfusable_IsRefused(string written, bool alsoWithUtf8)
    {
        Assert.NotNull(EmailAddress.FaultOf(written, allowUtf8: false));
        Assert.Equal(alsoWithUtf8, EmailAddress.FaultOf(written, allowUtf8: true) is not null);
    }

    [Theory]
    [InlineData("\u00E9mile@school.example")]
    [InlineData("\u7530\u4E2D@school.example")]
    [InlineData("\u7530\u4E2D\u305F\u308D\u3046@\u4F8B\u3048.example")]
    [InlineData("\u0434\u043C\u0438\u0442\u0440\u0438\u0439@\u043F\u043E\u0447\u0442\u0430.example")]
    public void AnAddress_OfOneAlphabet_IsTaken_WhereTheMailServerTakesIt(string written) => Assert.Null(EmailAddress.FaultOf(written, allowUtf8: true));

    [Fact]
    public void AnAddress_KeepsTheCaseItsOwnerWrote_WhereItIsShown() => Assert.Equal("Kira@school.example", EmailAddress.Written("\u212Aira@School.example"));
}
