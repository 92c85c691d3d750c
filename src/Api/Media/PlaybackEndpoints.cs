using ESchool.Application;
using ESchool.Application.Learning;
using ESchool.Application.Media;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Media;

/// <summary>
/// What a player fetches over HTTP: playlists and the key from here, with access checked every time; segments and poster from S3, on signed
/// addresses that live for minutes.
/// </summary>
internal static class PlaybackEndpoints
{
    public const string Prefix = "media/playback";
    public const string Master = "master.m3u8";
    public const string Poster = "poster.jpg";
    private const string Key = "key";

    public static void MapPlayback(this IEndpointRouteBuilder routes)
    {
        var playback = routes.MapGroup($"/{Prefix}/{{ticket}}").AddEndpointFilter(RefuseAsForbidden);
        playback.MapGet(Master, async (string ticket, OpenPlaybackTicket open, CancellationToken token) =>
            Playlist(HlsPlaylists.Master(await open.ExecuteAsync(ticket, token))));
        playback.MapGet("{label}.m3u8", async (string ticket, string label, OpenPlaybackTicket open, ObjectStorage storage, IOptions<MediaOptions> options, CancellationToken token) =>
            MediaPlaylist(await open.ExecuteAsync(ticket, token), label, storage, options.Value));
        playback.MapGet(Key, async (string ticket, OpenPlaybackTicket open, SchoolSecrets secrets, CancellationToken token) =>
            Results.Bytes(secrets.Open(RenditionFiles.KeyPurpose, (await open.ExecuteAsync(ticket, token)).WrappedContentKey), "application/octet-stream"));
        playback.MapGet(Poster, async (string ticket, OpenPlaybackTicket open, ObjectStorage storage, IOptions<MediaOptions> options, CancellationToken token) =>
            Results.Redirect(storage.SignGet(storage.MediaBucket, RenditionFiles.PosterKey(await open.ExecuteAsync(ticket, token)), options.Value.SegmentLifetime).Url));
    }

    private static IResult MediaPlaylist(Asset asset, string label, ObjectStorage storage, MediaOptions options)
    {
        var rendition = asset.Renditions.SingleOrDefault(r => r.Label == label);
        return rendition is null
            ? Results.NotFound()
            : Playlist(HlsPlaylists.Media(rendition, Key, index => storage.SignGet(storage.MediaBucket, RenditionFiles.SegmentKey(asset, label, index), options.SegmentLifetime).Url));
    }

    private static IResult Playlist(string text) => Results.Text(text, HlsPlaylists.ContentType);

    private static async ValueTask<object?> RefuseAsForbidden(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Playlists hold signed addresses and the key is a secret: no cache keeps either.
        context.HttpContext.Response.Headers.CacheControl = "private, no-store";
        try
        {
            return await next(context);
        }
        catch (DomainException refusal)
        {
            return Results.Problem(refusal.Message, statusCode: StatusCodes.Status403Forbidden, title: refusal.Reason.Code);
        }
    }
}
