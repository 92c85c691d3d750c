using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace ESchool.Api.Tests.Catalog;

/// <summary>A cover as an author's page makes it, and as visitors' browsers see it.</summary>
public sealed class CoverCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private static readonly byte[] Picture = TestPictures.Jpeg(1000, 800);

    private readonly HttpClient http = new() { BaseAddress = fixture.Api.Web };

    private AuthoringService.AuthoringServiceClient Authoring => new(fixture.Channel);

    private CatalogService.CatalogServiceClient Catalog => new(fixture.Channel);

    [Fact]
    public async Task ACover_IsUploaded_Published_AndSeenByEverybody()
    {
        var (course, headers) = await PublishedAsync();
        var set = await SetAsync(course, headers);
        Assert.Equal((CourseDraft.Types.CoverState.Processing, null), (set.CoverState, set.Cover));
        await ProcessAsync();

        var draft = (await Authoring.GetCourseDraftAsync(new GetCourseDraftRequest { Name = course }, headers)).Course;
        Assert.Equal(CourseDraft.Types.CoverState.Unspecified, draft.CoverState);
        Assert.Equal([320, 320, 640, 640, 992, 992], draft.Cover.Pictures.Select(p => p.Width));
        await PublishAsync(course, headers);

        var shown = (await Catalog.GetCourseAsync(new GetCourseRequest { Name = course })).Course.Cover;
        Assert.Equal(draft.Cover, shown);
        var json = await http.GetFromJsonAsync<JsonNode>("/v1/courses:search?page_size=200");
        var listed = Assert.Single(json!["courses"]!.AsArray(), c => (string?)c!["name"] == course);
        Assert.Equal(shown.Pictures.Select(p => p.Uri), listed!["cover"]!["pictures"]!.AsArray().Select(p => (string?)p!["uri"]));
        foreach (var picture in shown.Pictures)
        {
            using var answer = await http.GetAsync(new Uri(picture.Uri).AbsolutePath);
            Assert.Equal((HttpStatusCode.OK, picture.ContentType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal("public, max-age=31536000, immutable", Assert.Single(answer.Headers.GetValues("Cache-Control")));
            Assert.Equal("cross-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            using var codec = SKCodec.Create(await answer.Content.ReadAsStreamAsync());
            Assert.Equal((picture.Width, picture.Height), (codec.Info.Width, codec.Info.Height));

            using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(picture.Uri).AbsolutePath));
            Assert.Equal((HttpStatusCode.OK, answer.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));

            using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(picture.Uri).AbsolutePath);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            using var unchanged = await http.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }

        var address = new Uri(shown.Pictures[0].Uri).AbsolutePath;
        foreach (var spelling in new[] { address.ToUpperInvariant(), address.Replace("/320.", "/0320.", StringComparison.Ordinal), $"/{address}" })
        {
            using var answer = await http.GetAsync(spelling == $"/{address}" ? $"{http.BaseAddress}{address}" : spelling);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task WhatIsNoPicture_IsNotFound_AndIsNotKept()
    {
        foreach (
            var path in new[]
            {
                $"{Guid.NewGuid()}/640.webp",
                $"{Guid.NewGuid()}/640.html",
                $"{Guid.NewGuid()}/0.jpg",
                "x/640.webp",
                $"{Guid.NewGuid()}/..%2F1.webp",
            }
        )
        {
            using var answer = await http.GetAsync($"/pictures/{path}");
            Assert.Equal((HttpStatusCode.NotFound, true), (answer.StatusCode, answer.Headers.CacheControl?.NoStore));
        }
    }

    [Fact]
    public async Task AnUpload_IsAskedForOnce_WhenTheCallIsSentTwice()
    {
        var (course, headers) = await PublishedAsync();
        var request = RequestFor(course);
        request.RequestId = Guid.NewGuid().ToString();
        var first = await Authoring.CreateCoverUploadAsync(request, headers);
        Assert.Equal(first, await Authoring.CreateCoverUploadAsync(request, headers));
        var courseId = Guid.Parse(course["courses/".Length..]);
        Assert.Equal(1, await fixture.School.ReadAsync(db => db.Covers.CountAsync(c => c.CourseId == courseId)));
        request.SizeBytes++;
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_ID_REUSED", () => Authoring.CreateCoverUploadAsync(request, headers).ResponseAsync);
    }

    [Fact]
    public async Task WhatIsNoPictureByItsOwnWords_IsRefusedBeforeItIsUploaded()
    {
        var (course, headers) = await PublishedAsync();
        foreach (
            var change in new Action<CreateCoverUploadRequest>[]
            {
                r => r.ContentType = "image/svg+xml",
                r => r.SizeBytes = 0,
                r => r.SizeBytes = (10 * 1024 * 1024) + 1,
                r => r.Md5 = ByteString.CopyFrom(1, 2, 3),
            }
        )
        {
            var request = RequestFor(course);
            change(request);
            await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Authoring.CreateCoverUploadAsync(request, headers).ResponseAsync);
        }
    }

    [Fact]
    public async Task ABadPicture_IsToldInTheDraft()
    {
        var (course, headers) = await PublishedAsync();
        await SetAsync(course, headers, "<svg/>"u8.ToArray());
        await ProcessAsync();
        var draft = (await Authoring.GetCourseDraftAsync(new GetCourseDraftRequest { Name = course }, headers)).Course;
        Assert.Equal(
            (CourseDraft.Types.CoverState.Refused, CoverRefusal.NotAPicture, CourseDraft.Types.State.Published),
            (draft.CoverState, draft.CoverRefusal, draft.State)
        );
        Assert.Equal(
            CourseDraft.Types.CoverState.Unspecified,
            (await Authoring.DeleteCoverAsync(new DeleteCoverRequest { Name = course }, headers)).Course.CoverState
        );
    }

    public void Dispose() => http.Dispose();

    private async Task<(string Course, Metadata Headers)> PublishedAsync()
    {
        var course = await fixture.School.PublishedCourseAsync();
        return ($"courses/{course.Id}", await fixture.HeadersAsync(course.Instructor));
    }

    private async Task<CourseDraft> SetAsync(string course, Metadata headers, byte[]? picture = null)
    {
        var upload = await Authoring.CreateCoverUploadAsync(RequestFor(course, picture), headers);
        using var body = new ByteArrayContent(picture ?? Picture);
        foreach (var (name, value) in upload.Headers)
        {
            body.Headers.Add(name, value);
        }

        using var answer = await http.PutAsync(new Uri(upload.Url), body);
        answer.EnsureSuccessStatusCode();
        return (await Authoring.SetCoverAsync(new SetCoverRequest { Name = course, Upload = upload.Upload }, headers)).Course;
    }

    private static CreateCoverUploadRequest RequestFor(string course, byte[]? picture = null) =>
        new()
        {
            Parent = course,
            ContentType = "image/jpeg",
            SizeBytes = (picture ?? Picture).Length,
            Md5 = ByteString.CopyFrom(TestPictures.Md5Of(picture ?? Picture)),
        };

    /// <summary>As the workers do it.</summary>
    private async Task ProcessAsync()
    {
        foreach (var id in await fixture.School.ReadAsync(db => db.Courses.Where(c => c.NextCoverId != null).Select(c => c.NextCoverId!.Value).ToListAsync()))
        {
            await fixture.School.DoAsync<ProcessCover>(p => p.ExecuteAsync(id, CancellationToken.None));
        }
    }

    private async Task PublishAsync(string course, Metadata headers)
    {
        var courseId = Guid.Parse(course["courses/".Length..]);
        await Authoring.SubmitForReviewAsync(new SubmitForReviewRequest { Name = course }, headers);
        await fixture.School.ApproveAsync(courseId);
        await Authoring.PublishCourseAsync(new PublishCourseRequest { Name = course }, headers);
    }
}
