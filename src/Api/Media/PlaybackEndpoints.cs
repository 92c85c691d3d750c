using ESchool.Api.Calls;
using ESchool.Application;
using ESchool.Application.Learning;
using ESchool.Application.Media;
using ESchool.Domain;

namespace ESchool.Api.Media;

/// <summary>
/// What a player fetches over HTTP: playlists and the key from here, with access checked every time; segments and poster from S3, on signed
/// addresses that end with the playback.
/// </summary>
internal static class PlaybackEndpoints
{
    public const string Prefix = "media/playback";
    public const string Master = "master.m3u8";
    public const string Poster = "poster.jpg";
    private const string Key = "key";

    public static void MapPlayback(this IEndpointRouteBuilder routes)
    {
        var playback = routes.MapGroup($"/{Prefix}/{{ticket}}").LimitReads().AddEndpointFilter(RefuseAsForbidden);
        playback.MapGet(Master, MasterPlaylistAsync);
        playback.MapGet("{label}.m3u8", MediaPlaylistAsync);
        playback.MapGet(Key, KeyAsync);
        playback.MapGet(Poster, PosterAsync);
    }

    private static async Task<IResult> MasterPlaylistAsync(string ticket, OpenPlaybackTicket open, CancellationToken cancellationToken) =>
        Playlist(HlsPlaylists.Master((await open.ExecuteAsync(ticket, cancellationToken)).Asset));

    private static async Task<IResult> MediaPlaylistAsync(string ticket, string label, OpenPlaybackTicket open, ObjectStorage storage, CancellationToken cancellationToken)
    {
        var (asset, remaining) = await open.ExecuteAsync(ticket, cancellationToken);
        var rendition = asset.Renditions.SingleOrDefault(r => r.Label == label);
        return rendition is null
            ? Results.NotFound()
            : Playlist(HlsPlaylists.Media(rendition, Key, index => storage.SignGet(storage.MediaBucket, RenditionFiles.SegmentKey(asset, label, index), remaining).Url));
    }

    private static async Task<IResult> KeyAsync(string ticket, OpenPlaybackTicket open, SchoolSecrets secrets, CancellationToken cancellationToken)
    {
        var (asset, _) = await open.ExecuteAsync(ticket, cancellationToken);
        return Results.Bytes(secrets.Open(RenditionFiles.KeyPurpose, asset.WrappedContentKey), "application/octet-stream");
    }

    private static async Task<IResult> PosterAsync(string ticket, OpenPlaybackTicket open, ObjectStorage storage, CancellationToken cancellationToken)
    {
        var (asset, remaining) = await open.ExecuteAsync(ticket, cancellationToken);
        return Results.Redirect(storage.SignGet(storage.MediaBucket, RenditionFiles.PosterKey(asset), remaining).Url);
    }

    private static IResult Playlist(string text) => Results.Text(text, HlsPlaylists.ContentType);

    private static async ValueTask<object?> RefuseAsForbidden(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Playlists hold signed addresses and the key is a secret: no cache keeps either.
        var headers = context.HttpContext.Response.Headers;
        headers.CacheControl = "private, no-store";

        // The frontend plays it, which lives elsewhere; the ticket in the address is what admits it.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
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
