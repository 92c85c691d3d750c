using System.Security.Cryptography;
using ESchool.Contracts.Media.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace ESchool.Demo.Props;

/// <summary>Uploads a file as a browser would: signed parts, straight to S3.</summary>
public sealed class PartUploader(GrpcChannel channel, HttpClient http, Person instructor)
{
    private readonly UploadService.UploadServiceClient uploads = new(channel);

    /// <returns>The asset that is being processed.</returns>
    public async Task<Asset> UploadAsync(string path, Action<int> progress)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        var request = new CreateUploadRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            FileName = Path.GetFileName(path),
            SizeBytes = bytes.Length,
            ContentType = "video/mp4",
        };
        var upload = (await uploads.CreateUploadAsync(request, instructor.Headers)).Upload;
        for (var number = 1; number <= upload.PartCount; number++)
        {
            var offset = (number - 1) * (int)upload.PartSizeBytes;
            await SendAsync(upload, number, bytes[offset..Math.Min(bytes.Length, offset + (int)upload.PartSizeBytes)]);
            progress(number * 100 / upload.PartCount);
        }

        return (await uploads.CompleteUploadAsync(new CompleteUploadRequest { Name = upload.Name }, instructor.Headers)).Asset;
    }

    private async Task SendAsync(Upload upload, int number, byte[] bytes)
    {
        var toSign = new SignUploadPartsRequest.Types.PartToSign { PartNumber = number, Md5 = ByteString.CopyFrom(MD5.HashData(bytes)) };
        var signed = (
            await uploads.SignUploadPartsAsync(new SignUploadPartsRequest { Name = upload.Name, Parts = { toSign } }, instructor.Headers)
        ).Parts.Single();
        using var put = new HttpRequestMessage(HttpMethod.Put, signed.Url) { Content = new ByteArrayContent(bytes) };
        foreach (var (name, value) in signed.Headers)
        {
            put.Content.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(put);
        if (!answer.IsSuccessStatusCode)
        {
            throw new StoryException($"S3 refused part {number}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
