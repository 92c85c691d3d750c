using Amazon.S3;
using Amazon.S3.Model;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Avatars;
using ESchool.Application.Storage;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace ESchool.Application.Tests.Identity;

/// <summary>A picture goes through a POST policy straight to S3, and is written anew before anybody sees it.</summary>
public sealed class AvatarTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task APicture_IsCutToASquare_AndNothingButItsPixelsIsKept()
    {
        var actor = await PreparedAsync();
        var upload = await CreateAsync(actor, "image/png");
        Assert.Equal(204, await PostAsync(upload, "image/png", Picture(600, 400)));
        await SetAsync(actor, upload.UploadId);
        await SetAsync(actor, upload.UploadId);
        await school.DoAsync<ProcessAvatar>(p => p.ExecuteAsync(actor.UserId, upload.UploadId, CancellationToken.None));
        await school.DoAsync<ProcessAvatar>(p => p.ExecuteAsync(actor.UserId, upload.UploadId, CancellationToken.None));

        var bytes = await ShownAsync(actor);
        using var codec = SKCodec.Create(new MemoryStream(bytes));
        Assert.Equal((256, 256, SKEncodedImageFormat.Webp), (codec.Info.Width, codec.Info.Height, codec.EncodedFormat));
        await school.DoAsync<DeleteAvatar>(d => d.ExecuteAsync(actor, CancellationToken.None));
        Assert.Empty((await school.DoAsync<GetUser, UserProfile>(g => g.ExecuteAsync(actor, actor.UserId, CancellationToken.None))).AvatarUrl);
    }

    [Fact]
    public async Task WhatIsNoPicture_IsRefused_AndTheOldPictureStays()
    {
        var actor = await PreparedAsync();
        byte[][] bad = ["<svg onload=alert(1)>"u8.ToArray(), [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], "%PDF-1.4"u8.ToArray(), HugePng()];
        foreach (var content in bad)
        {
            var upload = await CreateAsync(actor, "image/png");
            Assert.Equal(204, await PostAsync(upload, "image/png", content));
            await school.DoAsync<ProcessAvatar>(p => p.ExecuteAsync(actor.UserId, upload.UploadId, CancellationToken.None));
        }

        Assert.Null(await school.ReadAsync(db => db.Users.Where(u => u.Id == actor.UserId).Select(u => u.AvatarKey).SingleAsync()));
        var told = await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One).Select(m => m.Payload).ToListAsync());
        Assert.Equal(
            bad.Length,
            told.Count(payload =>
                payload.Contains("avatar.refused", StringComparison.Ordinal) && payload.Contains(actor.UserId.ToString(), StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task ThePolicy_RefusesAnotherTypeAnotherKeyAndMoreThanFiveMebibytes()
    {
        var actor = await PreparedAsync();
        var upload = await CreateAsync(actor, "image/png");
        Assert.InRange(await PostAsync(upload, "text/html", Picture(10, 10)), 400, 403);
        Assert.InRange(await PostAsync(upload, "image/png", new byte[(5 * 1024 * 1024) + 1]), 400, 413);
        Assert.InRange(await PostAsync(upload, "image/png", []), 400, 403);
        var moved = upload.Form.Fields.ToDictionary();
        moved["key"] = $"arrivals/avatars/{Guid.NewGuid()}/{Guid.NewGuid()}";
        Assert.InRange(await PostAsync(upload with { Form = upload.Form with { Fields = moved } }, "image/png", Picture(10, 10)), 400, 403);
    }

    /// <summary>Nobody waits a day here: the server is asked for the rule that it follows.</summary>
    [Fact]
    public async Task WhatIsUploadedAndNeverAskedFor_IsForgottenByS3_AfterADay()
    {
        var actor = await PreparedAsync();
        var upload = await CreateAsync(actor, "image/png");
        var storage = school.Services.GetRequiredService<ObjectStorage>();
        var rules = (await school.Services.GetRequiredService<IAmazonS3>().GetLifecycleConfigurationAsync(storage.DocumentsBucket)).Configuration.Rules;
        var rule = Assert.Single(
            rules,
            r =>
                upload
                    .Form.Fields["key"]
                    .StartsWith(Assert.IsType<LifecyclePrefixPredicate>(r.Filter.LifecycleFilterPredicate).Prefix, StringComparison.Ordinal)
        );
        Assert.Equal((LifecycleRuleStatus.Enabled, 1), (rule.Status, rule.Expiration.Days));
    }

    [Fact]
    public async Task SomebodyElsesUpload_IsNotFound()
    {
        var (owner, thief) = (await PreparedAsync(), await school.StudentAsync());
        var upload = await CreateAsync(owner, "image/png");
        await PostAsync(upload, "image/png", Picture(10, 10));
        await Refused.WithAsync(IdentityReasons.AvatarUploadNotFound, () => SetAsync(thief, upload.UploadId));
        await Refused.WithAsync(IdentityReasons.AvatarUploadNotFound, () => SetAsync(owner, Guid.NewGuid()));
    }

    private async Task<Actor> PreparedAsync()
    {
        await school.PrepareStorageAsync();
        return await school.StudentAsync();
    }

    private Task<AvatarUpload> CreateAsync(Actor actor, string type) =>
        school.DoAsync<CreateAvatarUpload, AvatarUpload>(c => c.ExecuteAsync(actor, type, CancellationToken.None));

    private Task SetAsync(Actor actor, Guid uploadId) => school.DoAsync<SetAvatar>(s => s.ExecuteAsync(actor, uploadId, CancellationToken.None));

    private static async Task<int> PostAsync(AvatarUpload upload, string type, byte[] content)
    {
        using var http = new HttpClient();
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in upload.Form.Fields)
        {
            form.Add(new StringContent(name == "Content-Type" ? type : value), name);
        }

        form.Add(new ByteArrayContent(content), "file", "picture");
        using var answer = await http.PostAsync(new Uri(upload.Form.Url), form);
        return (int)answer.StatusCode;
    }

    private async Task<byte[]> ShownAsync(Actor actor)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(
            new Uri((await school.DoAsync<GetUser, UserProfile>(g => g.ExecuteAsync(actor, actor.UserId, CancellationToken.None))).AvatarUrl)
        );
    }

    private static byte[] Picture(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A few bytes that claim 60,000 × 60,000 pixels.</summary>
    private static byte[] HugePng()
    {
        var png = Picture(1, 1);
        byte[] side = [0, 0, 0xEA, 0x60];
        side.CopyTo(png, 16);
        side.CopyTo(png, 20);
        var crc = System.IO.Hashing.Crc32.HashToUInt32(png.AsSpan(12, 17));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), crc);
        return png;
    }
}
