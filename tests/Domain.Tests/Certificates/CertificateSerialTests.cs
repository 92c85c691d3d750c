using ESchool.Domain.Certificates;

namespace ESchool.Domain.Tests.Certificates;

public sealed class CertificateSerialTests
{
    [Fact]
    public void Serials_ReadBack_HoweverPeopleWriteThem()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var serial = CertificateSerial.Of(Guid.CreateVersion7());
            Assert.Equal(serial, CertificateSerial.Parse(serial));
            Assert.Equal(serial, CertificateSerial.Parse(serial.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
            Assert.Equal(serial, CertificateSerial.Parse(serial[3..].Replace('0', 'O').Replace('1', 'l')));
        }
    }

    [Theory]
    [InlineData("ES–7K3M–9QXT–2HBD")]
    [InlineData("ES−7K3M—9QXT‑2HBD")]
    [InlineData("ES\u00A07K3M\u20099QXT\u00A02HBD")]
    [InlineData("ＥＳ－７Ｋ３Ｍ－９ＱＸＴ－２ＨＢＤ")]
    [InlineData("Serial ES-7K3M-9QXT-2HBD")]
    [InlineData("Serial: 7k3m9qxt2hbd.")]
    [InlineData("Serial No. ES-7K3M-9QXT-2HBD")]
    [InlineData("Serial number: 7K3M 9QXT 2HBD")]
    [InlineData("https://school.example/verify/ES-7K3M-9QXT-2HBD")]
    [InlineData("https://school.example/verify/ES%E2%80%937K3M%E2%80%939QXT%E2%80%932HBD")]
    [InlineData("Verify at https://school.example/verify/es-7k3m-9qxt-2hbd/?utm_source=mail#top")]
    public void Serials_AsTheyAreCopiedFromDocumentsAndMails_ReadBack(string text) => Assert.Equal("ES-7K3M-9QXT-2HBD", CertificateSerial.Parse(text));

    [Fact]
    public void Serials_OfManyCertificates_AreAllDifferent() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => CertificateSerial.Of(Guid.CreateVersion7())).Distinct().Count());

    [Theory]
    [InlineData("")]
    [InlineData("ES-0000-0000-000")]
    [InlineData("ES-0000-0000-000U")]
    [InlineData("'; DROP TABLE certificates; --")]
    public void Garbage_IsNoSerial(string text) => Assert.Null(CertificateSerial.Parse(text));
}
