using System.Net;
using System.Security.Cryptography;
using ESchool.Contracts.Media.V1;
using ESchool.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests;

/// <summary>Uploads against the real S3: what was signed goes through, nothing else does.</summary>
public sealed class UploadTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private const int MiB = 1024 * 1024;

    private readonly HttpClient http = new();

    private UploadService.UploadServiceClient Uploads => new(fixture.Channel);

    [Fact]
    public async Task AFileInParts_ArrivesAndIsProcessed_AlsoWhenCompletedTwice()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var file = RandomNumberGenerator.GetBytes((9 * MiB) + 17);
        var upload = await CreateAsync(headers, file.Length);
        Assert.Equal(2, upload.PartCount);
        for (var number = 1; number <= 2; number++)
        {
            var part = file[((number - 1) * 8 * MiB)..Math.Min(file.Length, number * 8 * MiB)];
            Assert.Equal(HttpStatusCode.OK, await PutAsync(await SignAsync(headers, upload, number, part), part));
        }

        var asset = (await Uploads.CompleteUploadAsync(new CompleteUploadRequest { Name = upload.Name }, headers)).Asset;
        var again = (await Uploads.CompleteUploadAsync(new CompleteUploadRequest { Name = upload.Name }, headers)).Asset;
        Assert.Equal((Asset.Types.State.Uploaded, asset.Name), (asset.State, again.Name));
    }

    [Fact]
    public async Task OtherBytesThanSigned_AreRefusedByS3()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var signedBytes = RandomNumberGenerator.GetBytes(MiB);
        var upload = await CreateAsync(headers, MiB);
        var signed = await SignAsync(headers, upload, 1, signedBytes);
        Assert.NotEqual(HttpStatusCode.OK, await PutAsync(signed, RandomNumberGenerator.GetBytes(MiB)));
        Assert.NotEqual(HttpStatusCode.OK, await PutAsync(signed, signedBytes[..^1]));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await PutAsync(signed, signedBytes, url => url.Replace("partNumber=1", "partNumber=2", StringComparison.Ordinal))
        );
        var status = await Status.OfAsync(
            StatusCode.FailedPrecondition,
            "UPLOAD_INCOMPLETE",
            () => Uploads.CompleteUploadAsync(new CompleteUploadRequest { Name = upload.Name }, headers).ResponseAsync
        );
        Assert.Equal($"{upload.Name}/parts/1", Assert.Single(status.GetDetail<Google.Rpc.PreconditionFailure>()!.Violations).Subject);
        Assert.Equal(HttpStatusCode.OK, await PutAsync(signed, signedBytes));
        Assert.True(Assert.Single((await Uploads.ListUploadPartsAsync(new ListUploadPartsRequest { Name = upload.Name }, headers)).Parts).Matches);
    }

    [Fact]
    public async Task AnAbortedUpload_TakesNothingMore()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var upload = await CreateAsync(headers, MiB);
        await Uploads.AbortUploadAsync(new AbortUploadRequest { Name = upload.Name }, headers);
        await Uploads.AbortUploadAsync(new AbortUploadRequest { Name = upload.Name }, headers);
        await Status.OfAsync(StatusCode.FailedPrecondition, "UPLOAD_STATE_WRONG", () => SignAsync(headers, upload, 1, new byte[MiB]));
    }

    [Fact]
    public async Task AnotherInstructor_FindsNoUpload()
    {
        var upload = await CreateAsync(await fixture.HeadersAsync(await fixture.School.InstructorAsync()), MiB);
        var other = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        await Status.OfAsync(StatusCode.NotFound, "UPLOAD_NOT_FOUND", () => SignAsync(other, upload, 1, new byte[MiB]));
        await Status.OfAsync(
            StatusCode.NotFound,
            "ASSET_NOT_FOUND",
            () => Uploads.GetAssetAsync(new GetAssetRequest { Name = upload.Asset }, other).ResponseAsync
        );
    }

    [Theory]
    [InlineData("video/matroska")]
    [InlineData("video/webm;codecs=vp9")]
    [InlineData("video/webm; codecs=\"vp9, opus\"")]
    [InlineData("video/x-m4v")]
    [InlineData("video/3gpp")]
    [InlineData("video/mp2t")]
    [InlineData("video/x-msvideo")]
    [InlineData("application/octet-stream")]
    [InlineData("Video/MP4")]
    [InlineData("")]
    public async Task WhatBrowsersCallAVideo_IsTaken(string contentType) =>
        Assert.Equal(1, (await CreateAsync(await fixture.HeadersAsync(await fixture.School.InstructorAsync()), MiB, contentType)).PartCount);

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/png")]
    [InlineData("video/")]
    [InlineData("video/mp4\r\nX-Other: 1")]
    [InlineData("video/mp4;codecs=\"a\u0007\"")]
    public async Task WhatIsNoVideo_IsRefused_WithWhatToDo(string contentType)
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var status = await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => CreateAsync(headers, MiB, contentType));
        Assert.Contains("choose the video", Assert.Single(status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUpload_LivesOnWithEachPartThatIsSigned()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var upload = await CreateAsync(headers, MiB);
        var id = Guid.Parse(upload.Name.Split('/')[1]);
        await fixture.School.ReadAsync(db =>
            db.Uploads.Where(u => u.Id == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(5)))
        );
        await SignAsync(headers, upload, 1, new byte[MiB]);
        Assert.True(await fixture.School.ReadAsync(db => db.Uploads.AnyAsync(u => u.Id == id && u.ExpiresAt > DateTimeOffset.UtcNow.AddHours(23))));
    }

    public void Dispose() => http.Dispose();

    private async Task<Upload> CreateAsync(Metadata headers, long size, string contentType = "video/mp4") =>
        (
            await Uploads.CreateUploadAsync(
                new CreateUploadRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    FileName = "lecture.mp4",
                    SizeBytes = size,
                    ContentType = contentType,
                },
                headers
            )
        ).Upload;

    private async Task<SignUploadPartsResponse.Types.SignedPart> SignAsync(Metadata headers, Upload upload, int number, byte[] bytes)
    {
        var part = new SignUploadPartsRequest.Types.PartToSign { PartNumber = number, Md5 = ByteString.CopyFrom(MD5.HashData(bytes)) };
        return (await Uploads.SignUploadPartsAsync(new SignUploadPartsRequest { Name = upload.Name, Parts = { part } }, headers)).Parts.Single();
    }

    private async Task<HttpStatusCode> PutAsync(SignUploadPartsResponse.Types.SignedPart signed, byte[] bytes, Func<string, string>? change = null)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, change is null ? signed.Url : change(signed.Url)) { Content = new ByteArrayContent(bytes) };
        foreach (var (name, value) in signed.Headers)
        {
            put.Content.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(put);
        return answer.StatusCode;
    }
}
