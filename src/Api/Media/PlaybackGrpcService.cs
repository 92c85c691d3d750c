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
        var playback = ResourceNames.Parse(request.Lesson, "courses/{course}/lessons/{lesson}") is [var courseId, var draftLessonId]
            ? await context.UseCase<PreviewLesson>().ExecuteAsync(context.Actor(), courseId, draftLessonId, context.CancellationToken)
            : await OpenAsync(request.Lesson, context);
        var folder = new Uri(addresses.Value.ApiUrl, $"{PlaybackEndpoints.Prefix}/{playback.Ticket}/");
        return new CreatePlaybackResponse
        {
            MasterPlaylistUrl = new Uri(folder, PlaybackEndpoints.Master).ToString(),
            PosterUrl = new Uri(folder, PlaybackEndpoints.Poster).ToString(),
            ExpireTime = playback.ExpiresAt.ToWire(),
            VideoDuration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(playback.DurationMilliseconds)),
            ResumePosition = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(playback.ResumeMilliseconds)),
        };
    }

    private static Task<Playback> OpenAsync(string name, ServerCallContext context)
    {
        var (enrollmentId, lessonId) = ResourceNames.Two(name, "enrollments/{enrollment}/lessons/{lesson}", "lesson");
        return context.UseCase<CreatePlayback>().ExecuteAsync(context.Actor(), enrollmentId, lessonId, context.CancellationToken);
    }
}
