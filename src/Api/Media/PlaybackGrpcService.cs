using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application;
using ESchool.Application.Learning.Watching;
using ESchool.Contracts.Media.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Media;

internal sealed class PlaybackGrpcService(IOptions<PublicOptions> addresses) : PlaybackService.PlaybackServiceBase
{
    public override async Task<CreatePlaybackResponse> CreatePlayback(CreatePlaybackRequest request, ServerCallContext context)
    {
        var playback =
            ResourceNames.Parse(request.Lesson, "courses/{course}/lessons/{lesson}") is [var courseId, var draftLessonId]
                ? await context.UseCase<PreviewLesson>().ExecuteAsync(context.Actor(), courseId, draftLessonId, context.CancellationToken)
            : ResourceNames.Parse(request.Lesson, "courses/{course}/promotionalVideo") is [var promotedId]
                ? await context.UseCase<PreviewPromotionalVideo>().ExecuteAsync(context.Actor(), promotedId, context.CancellationToken)
            : await OpenAsync(request.Lesson, context);
        return new CreatePlaybackResponse
        {
            MasterPlaylistUrl = AddressOf(playback, PlaybackEndpoints.Master),
            PosterUrl = AddressOf(playback, PlaybackEndpoints.Poster),
            ExpireTime = playback.ExpiresAt.ToWire(),
            VideoDuration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(playback.DurationMilliseconds)),
            ResumePosition = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(playback.ResumeMilliseconds)),
        };
    }

    public override async Task<OpenPromotionalVideoResponse> OpenPromotionalVideo(OpenPromotionalVideoRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Course, "courses/{course}", "course");
        var playback = await context.UseCase<OpenPromotionalVideo>().ExecuteAsync(courseId, context.CancellationToken);
        return new OpenPromotionalVideoResponse
        {
            MasterPlaylistUrl = AddressOf(playback, PlaybackEndpoints.Master),
            PosterUrl = AddressOf(playback, PlaybackEndpoints.Poster),
            ExpireTime = playback.ExpiresAt.ToWire(),
            VideoDuration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(playback.DurationMilliseconds)),
        };
    }

    public override async Task<OpenPreviewLessonResponse> OpenPreviewLesson(OpenPreviewLessonRequest request, ServerCallContext context)
    {
        var (courseId, lessonId) = ResourceNames.Two(request.Lesson, "courses/{course}/lessons/{lesson}", "lesson");
        var playback = await context.UseCase<OpenPreviewLesson>().ExecuteAsync(courseId, lessonId, context.CancellationToken);
        return new OpenPreviewLessonResponse
        {
            MasterPlaylistUrl = AddressOf(playback, PlaybackEndpoints.Master),
            PosterUrl = AddressOf(playback, PlaybackEndpoints.Poster),
            ExpireTime = playback.ExpiresAt.ToWire(),
            VideoDuration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(playback.DurationMilliseconds)),
        };
    }

    private string AddressOf(Playback playback, string file) =>
        new Uri(addresses.Value.ApiUrl, $"{PlaybackEndpoints.Prefix}/{playback.Ticket}/{file}").ToString();

    private static Task<Playback> OpenAsync(string name, ServerCallContext context)
    {
        var (enrollmentId, lessonId) = ResourceNames.Two(name, "enrollments/{enrollment}/lessons/{lesson}", "lesson");
        return context.UseCase<CreatePlayback>().ExecuteAsync(context.Actor(), enrollmentId, lessonId, context.CancellationToken);
    }
}
