using System.Diagnostics;
using System.Security.Cryptography;
using ESchool.Contracts.Catalog.V1;
using ESchool.Demo.Chapters;
using Google.Protobuf;

namespace ESchool.Demo.Props;

/// <summary>Paints a cover with ffmpeg, uploads it as a browser does, and waits until the draft shows it.</summary>
public static class CoverMaker
{
    public static async Task SetAsync(Cast cast, string title)
    {
        var authoring = new AuthoringService.AuthoringServiceClient(cast.Channel);
        var picture = await PaintAsync(title);
        var upload = await authoring.CreateCoverUploadAsync(
            new CreateCoverUploadRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Parent = cast.Course,
                ContentType = "image/jpeg",
                SizeBytes = picture.Length,
                Md5 = ByteString.CopyFrom(MD5.HashData(picture)),
            },
            cast.Instructor.Headers
        );
        using var body = new ByteArrayContent(picture);
        foreach (var (name, value) in upload.Headers)
        {
            body.Headers.Add(name, value);
        }

        using var answer = await cast.Http.PutAsync(new Uri(upload.Url), body);
        answer.EnsureSuccessStatusCode();
        await authoring.SetCoverAsync(new SetCoverRequest { Name = cast.Course, Upload = upload.Upload }, cast.Instructor.Headers);
        var cover = await Polling.UntilAsync(
            "The cover",
            TimeSpan.FromSeconds(60),
            async () => (await authoring.GetCourseDraftAsync(new GetCourseDraftRequest { Name = cast.Course }, cast.Instructor.Headers)).Course.Cover
        );
        cast.Narrator.Step($"uploaded a cover; it is shown in {cover.Pictures.Count} sizes and formats, as {cover.Pictures[^1].Uri}");
    }

    private static async Task<byte[]> PaintAsync(string title)
    {
        var folder = Directory.CreateTempSubdirectory("eschool-demo-");
        try
        {
            var (words, path) = (Path.Combine(folder.FullName, "title.txt"), Path.Combine(folder.FullName, "cover.jpg"));
            await File.WriteAllTextAsync(words, title);
            var text = $"drawtext=textfile={words}:fontsize=80:fontcolor=white:x=(w-text_w)/2:y=(h-text_h)/2";
            string[] arguments = ["-v", "error", "-f", "lavfi", "-i", "color=c=0x1d3557:s=1600x900", "-vf", text, "-frames:v", "1", path];
            using var process = Process.Start("ffmpeg", arguments);
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? await File.ReadAllBytesAsync(path) : throw new StoryException("ffmpeg paints no cover.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
