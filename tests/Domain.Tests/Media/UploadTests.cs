using CsCheck;
using ESchool.Domain.Media;

namespace ESchool.Domain.Tests.Media;

public sealed class UploadTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void PartSizes_OfAnyFile_AddUpAndKeepToS3sLimits() =>
        Gen.Long[1, 500L * 1024 * 1024 * 1024]
            .Sample(size =>
            {
                var upload = Open(size);
                return upload.PartCount is >= 1 and <= 10_000
                    && (upload.PartSizeBytes * (upload.PartCount - 1)) + upload.SizeOfPart(upload.PartCount) == size
                    && upload.SizeOfPart(upload.PartCount) > 0;
            });

    [Fact]
    public void Complete_WithMissingOrOtherBytes_NamesThem()
    {
        var upload = Open(20L * 1024 * 1024);
        var md5 = new byte[16];
        upload.Sign(1, md5, Now);
        upload.Sign(2, md5, Now);
        var held = new Dictionary<int, HeldPart> { [1] = new(8 * 1024 * 1024, $"\"{Convert.ToHexStringLower(md5)}\""), [2] = new(8 * 1024 * 1024, "\"ffff\"") };
        var refusal = Assert.Throws<DomainException>(() => upload.RequireComplete(held));
        Assert.Equal(MediaReasons.UploadIncomplete, refusal.Reason);
        Assert.Equal([$"uploads/{upload.Id}/parts/2", $"uploads/{upload.Id}/parts/3"], refusal.Violations.Select(v => v.Subject));
    }

    [Fact]
    public void Sign_AfterItsTime_IsRefused() =>
        Assert.Equal(MediaReasons.UploadStateWrong, Assert.Throws<DomainException>(() => Open(1).Sign(1, new byte[16], Now + Upload.Lifetime)).Reason);

    [Fact]
    public void AnUpload_DoesNotExpireWhilePartsAreSent()
    {
        var upload = Open(20L * 1024 * 1024);
        upload.Sign(1, new byte[16], Now + TimeSpan.FromHours(23));
        upload.Sign(2, new byte[16], Now + TimeSpan.FromHours(46));
        Assert.Equal(Now + TimeSpan.FromHours(46) + Upload.Lifetime, upload.ExpiresAt);
        upload.RequireOpen(Now + TimeSpan.FromHours(69));
    }

    private static Upload Open(long size) =>
        new(new Asset(AssetOwner.Alone(Guid.NewGuid()), "a.mp4", "video/mp4", size, Now), "multipart", Upload.PartSizeFor(size), Now);
}
