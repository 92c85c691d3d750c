using System.Security.Cryptography;
using ESchool.Contracts.Certificates.V1;
using ESchool.Contracts.Learning.V1;
using ESchool.Contracts.Media.V1;
using ESchool.Demo.Props;
using Google.Protobuf;
using Grpc.Core;

namespace ESchool.Demo.Chapters;

/// <summary>The student watches, is refused what she has not earned, finishes, and gets a certificate that anybody can verify.</summary>
public static class LearningIt
{
    private const int SecondsPerReport = 4;

    public static async Task PlayAsync(Cast cast)
    {
        var learning = new LearningService.LearningServiceClient(cast.Channel);
        var lessons = (await learning.ExplainProgressAsync(new ExplainProgressRequest { Name = cast.Enrollment }, cast.Student.Headers)).Lessons;
        await RefuseCertificateAsync(cast);
        var (first, article, second) = (lessons[0].Name, lessons[1].Name, lessons[2].Name);
        await WatchAsync(cast, learning, first, skipsFirst: true);
        await ReadAsync(cast, learning, article);
        await WatchAsync(cast, learning, second, skipsFirst: false);
        await TakeCertificateAsync(cast);
    }

    private static async Task RefuseCertificateAsync(Cast cast)
    {
        try
        {
            await new CertificateService.CertificateServiceClient(cast.Channel).GetCertificateAsync(
                new GetCertificateRequest { Name = $"{cast.Enrollment}/certificate" },
                cast.Student.Headers
            );
            throw new StoryException("The school gave a certificate for nothing.");
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.FailedPrecondition)
        {
            var reason = refusal.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
            cast.Narrator.Step($"she asked for the certificate at once and was refused: {reason}: {refusal.Status.Detail}");
        }
    }

    private static async Task WatchAsync(Cast cast, LearningService.LearningServiceClient learning, string lesson, bool skipsFirst)
    {
        var playback = await new PlaybackService.PlaybackServiceClient(cast.Channel).CreatePlaybackAsync(
            new CreatePlaybackRequest { Lesson = lesson },
            cast.Student.Headers
        );
        var (renditions, segments) = await new HlsPlayer(cast.Http).FetchAsync(new Uri(playback.MasterPlaylistUrl));
        cast.Narrator.Step($"her player fetched {string.Join(", ", renditions)}, the key and {segments} encrypted segments");
        var player = new WatchReports(learning, cast.Student, lesson, (int)playback.VideoDuration.Seconds);
        if (skipsFirst)
        {
            var skipped = await player.ReportAsync(0, player.Seconds);
            if (!skipped.Clipped || skipped.LessonComplete)
            {
                throw new StoryException("Skipping through the lecture was credited.");
            }

            cast.Narrator.Step($"she jumped to the end and claimed all {player.Seconds} s: {skipped.CreditedDuration.Seconds} s credited, the rest clipped");
        }

        var watched = await player.WatchAsync(SecondsPerReport, percent => cast.Narrator.Progress("watching in real time      ", percent));
        if (!watched.LessonComplete)
        {
            throw new StoryException($"The lecture was watched and is not complete: {watched.WatchedBasisPoints} basis points.");
        }
    }

    private static async Task ReadAsync(Cast cast, LearningService.LearningServiceClient learning, string article)
    {
        var opened = await learning.GetLessonAsync(new GetLessonRequest { Name = article }, cast.Student.Headers);
        var wait = opened.ConfirmableTime.ToDateTime() - DateTime.UtcNow;
        await Task.Delay(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(200) : TimeSpan.Zero);
        await learning.CompleteArticleAsync(new CompleteArticleRequest { Name = article }, cast.Student.Headers);
        cast.Narrator.Step("she read the article for as long as it takes and confirmed it");
    }

    private static async Task TakeCertificateAsync(Cast cast)
    {
        var certificates = new CertificateService.CertificateServiceClient(cast.Channel);
        var certificate = await Polling.UntilAsync(
            "The certificate",
            TimeSpan.FromSeconds(60),
            async () =>
            {
                try
                {
                    return (
                        await certificates.GetCertificateAsync(new GetCertificateRequest { Name = $"{cast.Enrollment}/certificate" }, cast.Student.Headers)
                    ).Certificate;
                }
                catch (RpcException notYet) when (notYet.StatusCode == StatusCode.Unavailable)
                {
                    return null;
                }
            }
        );
        cast.Narrator.Step($"100 %: certificate {certificate.Serial} was issued");

        var download = await certificates.CreateCertificateDownloadAsync(
            new CreateCertificateDownloadRequest { Name = certificate.Name },
            cast.Student.Headers
        );
        var pdf = await cast.Http.GetByteArrayAsync(new Uri(download.Url));
        Directory.CreateDirectory(cast.OutputFolder);
        var path = Path.Combine(cast.OutputFolder, "certificate.pdf");
        await File.WriteAllBytesAsync(path, pdf);
        cast.Narrator.Step($"downloaded to {path}: {pdf.Length / 1024} KiB");

        var bySerial = (await certificates.VerifyCertificateAsync(new VerifyCertificateRequest { Serial = certificate.Serial })).Certificate;
        var byFile = (
            await certificates.VerifyCertificateAsync(new VerifyCertificateRequest { PdfSha256 = ByteString.CopyFrom(SHA256.HashData(pdf)) })
        ).Certificate;
        if (!bySerial.Equals(byFile) || bySerial.LearnerName != cast.Student.Name)
        {
            throw new StoryException("The certificate does not verify.");
        }

        cast.Narrator.Step($"anybody can verify it, by serial and by the file's hash: {bySerial.LearnerName}, \"{bySerial.CourseTitle}\", {bySerial.State}");
    }
}
