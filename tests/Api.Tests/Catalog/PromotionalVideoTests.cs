using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Media.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Api.Tests.Catalog;

/// <summary>A visitor without an account watches what a course shows of itself.</summary>
public sealed class PromotionalVideoTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private static readonly string[] Files = ["master.m3u8", "240p.m3u8", "key", "poster.jpg", "240p/0.ts"];

    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = fixture.Api.Web };

    private AuthoringService.AuthoringServiceClient Authoring => new(fixture.Channel);

    private CatalogService.CatalogServiceClient Catalog => new(fixture.Channel);

    private PlaybackService.PlaybackServiceClient Playback => new(fixture.Channel);

    [Fact]
    public async Task AVisitor_WatchesIt_AndNothingIsRecorded_UntilTheCourseGoesOffSale()
    {
        var course = await fixture.School.PublishedCourseAsync(isPromoted: true);
        await KeepKeyAsync(course);
        Assert.Equal(0, (await CourseAsync(course)).PromotionalVideoDuration.Seconds - 100);
        var (grpc, json) = (await OpenAsync(course), await OpenWithJsonAsync(course));
        foreach (var file in Files)
        {
            Assert.InRange((int)await StatusOfAsync(grpc, file), 200, 302);
            Assert.InRange((int)await StatusOfAsync(json, file), 200, 302);
        }

        Assert.False(await fixture.School.ReadAsync(db => db.LessonProgress.AnyAsync(p => p.LessonId == course.VideoLessonId)));
        await fixture.School.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None));
        foreach (var file in Files)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync(grpc, file));
        }

        await RefusedAsync(course);

        // As it was, it goes on.
        await fixture.School.DoAsync<PublishCourse>(p => p.ExecuteAsync(course.Instructor, course.Id, etag: null, CancellationToken.None));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(grpc, "master.m3u8"));
    }

    [Fact]
    public async Task WhatIsSold_IsNotOpenToEverybody()
    {
        var course = await fixture.School.PublishedCourseAsync();
        await RefusedAsync(course);
        await RefusedAsync(course with { Id = Guid.NewGuid() });
        Assert.Null((await CourseAsync(course)).PromotionalVideoDuration);
    }

    [Fact]
    public async Task AnotherVideo_IsPublishedWithTheNextVersion_AndEndsTheOneBefore()
    {
        var course = await fixture.School.PublishedCourseAsync(isPromoted: true);
        var (name, headers) = ($"courses/{course.Id}", await fixture.HeadersAsync(course.Instructor));
        var before = await OpenAsync(course);
        var another = await fixture.School.ReadyAssetAsync(course.Instructor, 30);
        await UpdateAsync(name, $"assets/{another.Id}", headers);
        Assert.Equal($"assets/{another.Id}", (await Authoring.GetCourseDraftAsync(new GetCourseDraftRequest { Name = name }, headers)).Course.PromotionalVideo);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(before, "master.m3u8"));

        // Its author, and staff once it was submitted, watch the draft's.
        var preview = new CreatePlaybackRequest { Lesson = $"{name}/promotionalVideo" };
        Assert.Equal(30, (await Playback.CreatePlaybackAsync(preview, headers)).VideoDuration.Seconds);
        await PublishAsync(course, headers);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync(before, "master.m3u8"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(await OpenAsync(course), "master.m3u8"));

        await UpdateAsync(name, "", headers);
        await PublishAsync(course, headers);
        await RefusedAsync(course);
    }

    [Fact]
    public async Task OnlyAReadyVideoOfOnesOwn_IsPublished()
    {
        var course = await fixture.School.PublishedCourseAsync();
        var (name, headers) = ($"courses/{course.Id}", await fixture.HeadersAsync(course.Instructor));
        var foreign = await fixture.School.ReadyAssetAsync(await fixture.School.InstructorAsync(), 10);
        await Status.OfAsync(StatusCode.NotFound, "ASSET_NOT_FOUND", () => UpdateAsync(name, $"assets/{foreign.Id}", headers));
        await Status.OfAsync(
            StatusCode.NotFound,
            "ASSET_NOT_FOUND",
            () =>
                Authoring
                    .CreateCourseAsync(
                        new CreateCourseRequest
                        {
                            Course = new CourseDraft
                            {
                                Title = "Compilers",
                                Language = "en",
                                PromotionalVideo = $"assets/{foreign.Id}",
                            },
                        },
                        headers
                    )
                    .ResponseAsync
        );
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => UpdateAsync(name, "assets/1", headers));

        var waiting = new Domain.Media.Asset(
            Domain.Media.AssetOwner.Alone(course.Instructor.UserId),
            "promo.mp4",
            "video/mp4",
            1_000,
            fixture.School.Clock.GetUtcNow()
        );
        await fixture.School.SaveAsync(waiting);
        await UpdateAsync(name, $"assets/{waiting.Id}", headers);
        var status = await Status.OfAsync(
            StatusCode.FailedPrecondition,
            "COURSE_NOT_FULFILLABLE",
            () => Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = name }, headers).ResponseAsync
        );
        Assert.Contains("promotional", Assert.Single(status.GetDetail<Google.Rpc.PreconditionFailure>()!.Violations).Description, StringComparison.Ordinal);
    }

    /// <summary>A copy of a course shows the same video once it is on sale.</summary>
    [Fact]
    public async Task ACopy_HasTheSameVideo()
    {
        var course = await fixture.School.PublishedCourseAsync(isPromoted: true);
        var copy = await fixture.School.DoAsync<DuplicateCourse, Domain.Catalog.Course>(d =>
            d.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None)
        );
        var video = await fixture.School.ReadAsync(db => db.Courses.Where(c => c.Id == course.Id).Select(c => c.Text.PromotionalVideo).SingleAsync());
        Assert.Equal(video, copy.Text.PromotionalVideo);
    }

    public void Dispose() => http.Dispose();

    private async Task<Uri> OpenAsync(PublishedTestCourse course) =>
        FolderOf((await Playback.OpenPromotionalVideoAsync(new OpenPromotionalVideoRequest { Course = $"courses/{course.Id}" })).MasterPlaylistUrl);

    private async Task<Uri> OpenWithJsonAsync(PublishedTestCourse course)
    {
        using var answer = await http.PostAsJsonAsync($"/v1/courses/{course.Id}:openPromotionalVideo", new { });
        answer.EnsureSuccessStatusCode();
        return FolderOf((string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["masterPlaylistUrl"]!);
    }

    private Uri FolderOf(string playlist) => new(fixture.Api.Web!, new Uri(new Uri(playlist), ".").AbsolutePath);

    private Task RefusedAsync(PublishedTestCourse course) =>
        Status.OfAsync(
            StatusCode.NotFound,
            "PROMOTIONAL_VIDEO_NOT_FOUND",
            () => Playback.OpenPromotionalVideoAsync(new OpenPromotionalVideoRequest { Course = $"courses/{course.Id}" }).ResponseAsync
        );

    private async Task<Course> CourseAsync(PublishedTestCourse course) =>
        (await Catalog.GetCourseAsync(new GetCourseRequest { Name = $"courses/{course.Id}" })).Course;

    private Task UpdateAsync(string name, string video, Metadata headers) =>
        Authoring
            .UpdateCourseAsync(
                new UpdateCourseRequest
                {
                    Course = new CourseDraft { Name = name, PromotionalVideo = video },
                    UpdateMask = new Google.Protobuf.WellKnownTypes.FieldMask { Paths = { "promotional_video" } },
                },
                headers
            )
            .ResponseAsync;

    private async Task PublishAsync(PublishedTestCourse course, Metadata headers)
    {
        await Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = $"courses/{course.Id}" }, headers);
        await fixture.School.ApproveAsync(course.Id);
        await Authoring.PublishCourseAsync(new PublishCourseRequest { Name = $"courses/{course.Id}" }, headers);
    }

    /// <summary>The key of a video that was never transcoded is none; this one is.</summary>
    private async Task KeepKeyAsync(PublishedTestCourse course)
    {
        var key = fixture
            .School.Services.GetRequiredService<Application.SchoolSecrets>()
            .Seal(Application.Media.Transcoding.RenditionFiles.KeyPurpose, new byte[16]);
        await fixture.School.ReadAsync(db =>
            db.Assets.Where(a => a.OwnerId == course.Instructor.UserId).ExecuteUpdateAsync(set => set.SetProperty(a => a.WrappedContentKey, key))
        );
    }

    private async Task<HttpStatusCode> StatusOfAsync(Uri folder, string file)
    {
        using var answer = await http.GetAsync(new Uri(folder, file));
        return answer.StatusCode;
    }
}
