using System.Net;
using ESchool.Application.Identity.Sessions;
using ESchool.Application.Storage;
using ESchool.Contracts.Media.V1;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests;

/// <summary>A player's way over HTTP: playlist, segments, and what ends them.</summary>
public sealed class PlaybackTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private static readonly TimeSpan LongestAddress = TimeSpan.FromMinutes(15);

    // As a player's own requests show where they are sent.
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = fixture.Api.Web };

    [Fact]
    public async Task ASegment_IsReachedForMinutes_AndAnewWithEachRequest()
    {
        var (_, _, folder) = await OpenAsync();
        var playlist = await http.GetStringAsync(new Uri(folder, "240p.m3u8"));
        var segment = new Uri(folder, playlist.Split('\n').Single(line => line.EndsWith(".ts", StringComparison.Ordinal)));
        Assert.DoesNotContain("X-Amz", playlist, StringComparison.Ordinal);

        var address = await SentToAsync(segment);
        Assert.InRange(
            int.Parse(System.Web.HttpUtility.ParseQueryString(address.Query)["X-Amz-Expires"]!, System.Globalization.CultureInfo.InvariantCulture),
            1,
            (int)LongestAddress.TotalSeconds
        );
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(new Uri(folder, "240p/1.ts")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(new Uri(folder, "720p/0.ts")));
    }

    [Fact]
    public async Task ABrowser_MayReadTheSegmentItWasSentTo()
    {
        var (student, _, folder) = await OpenAsync();
        var assetId = await fixture.School.ReadAsync(db => db.Assets.OrderByDescending(a => a.Id).Select(a => a.Id).FirstAsync());
        await fixture.School.DoAsync<ObjectStorage>(s =>
            s.UploadAsync(s.MediaBucket, $"renditions/{assetId}/1/240p/segment-00000.ts", new byte[188], "video/mp2t", CancellationToken.None)
        );
        await fixture.School.DoAsync<ObjectStorage>(async s =>
            await TestSchool.On(fixture.School.Database, ("S3:AllowedOrigins:0", ApiFixture.FrontendOrigin)).PrepareStorageAsync()
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, await SentToAsync(new Uri(folder, "240p/0.ts")));

        // What browsers say after a redirect to another origin.
        request.Headers.Add("Origin", "null");
        using var answer = await http.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.Contains("Access-Control-Allow-Origin")));
        Assert.NotEqual(Guid.Empty, student.UserId);
    }

    [Fact]
    public async Task ATicket_EndsWithItsSession()
    {
        var (student, _, folder) = await OpenAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(new Uri(folder, "240p.m3u8")));

        await fixture.School.DoAsync<SignOut>(s => s.ExecuteAsync(student, CancellationToken.None));

        foreach (var file in new[] { "master.m3u8", "240p.m3u8", "key", "poster.jpg", "240p/0.ts" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync(new Uri(folder, file)));
        }
    }

    [Fact]
    public async Task WhenAccessEnds_SegmentsEndWithinMinutes()
    {
        var (_, enrollmentId, folder) = await OpenAsync();
        Assert.Equal(HttpStatusCode.Redirect, await StatusOfAsync(new Uri(folder, "240p/0.ts")));

        await fixture.School.ReadAsync(db =>
            db.Enrollments.Where(e => e.Id == enrollmentId).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, EnrollmentState.Ended))
        );

        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync(new Uri(folder, "240p/0.ts")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync(new Uri(folder, "key")));
    }

    public void Dispose() => http.Dispose();

    private async Task<(Actor Student, Guid EnrollmentId, Uri Folder)> OpenAsync()
    {
        var course = await fixture.School.PublishedCourseAsync();
        var student = await fixture.School.StudentAsync();
        var enrollmentId = await fixture.School.EnrollmentAsync(student, course);
        var playback = await new PlaybackService.PlaybackServiceClient(fixture.Channel).CreatePlaybackAsync(
            new CreatePlaybackRequest { Lesson = $"enrollments/{enrollmentId}/lessons/{course.VideoLessonId}" },
            await fixture.HeadersAsync(student)
        );
        return (student, enrollmentId, new Uri(fixture.Api.Web, new Uri(new Uri(playback.MasterPlaylistUrl), ".").AbsolutePath));
    }

    private async Task<Uri> SentToAsync(Uri segment)
    {
        using var answer = await http.GetAsync(segment);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    private async Task<HttpStatusCode> StatusOfAsync(Uri file)
    {
        using var answer = await http.GetAsync(file);
        return answer.StatusCode;
    }
}
