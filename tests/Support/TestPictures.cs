using System.Net.Http.Headers;
using System.Security.Cryptography;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Application.Storage;
using ESchool.Domain;
using ESchool.Domain.Catalog.Covers;
using SkiaSharp;

namespace ESchool.Tests.Support;

/// <summary>Pictures, and how browsers upload them as covers.</summary>
public static class TestPictures
{
    public static byte[] Png(int width, int height) => Encode(width, height, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width, int height) => Encode(width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] Webp(int width, int height) => Encode(width, height, SKEncodedImageFormat.Webp);

    /// <summary>Uploads a picture, so that it can be set.</summary>
    public static async Task<Guid> UploadCoverAsync(this TestSchool school, Actor instructor, Guid courseId, byte[] picture, string type = "image/png")
    {
        var upload = await school.CreateCoverUploadAsync(instructor, courseId, picture, type);
        var status = await PutAsync(upload.Put, picture);
        return status == 200 ? upload.CoverId : throw new InvalidOperationException($"S3 answers {status}.");
    }

    public static Task<CoverUpload> CreateCoverUploadAsync(
        this TestSchool school,
        Actor instructor,
        Guid courseId,
        byte[] picture,
        string type = "image/png"
    ) =>
        school.DoAsync<CreateCoverUpload, CoverUpload>(c =>
            c.ExecuteAsync(instructor, courseId, new CoverFile(type, picture.Length, Md5Of(picture)), CancellationToken.None)
        );

    /// <summary>As a browser does it.</summary>
    /// <returns>S3's status.</returns>
    public static async Task<int> PutAsync(SignedPut put, byte[] content, string? type = null)
    {
        using var http = new HttpClient();
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type ?? put.Headers["Content-Type"]);
        body.Headers.ContentMD5 = Convert.FromBase64String(put.Headers["Content-MD5"]);
        using var answer = await http.PutAsync(new Uri(put.Url), body);
        return (int)answer.StatusCode;
    }

    public static byte[] Md5Of(byte[] content) => MD5.HashData(content);

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
