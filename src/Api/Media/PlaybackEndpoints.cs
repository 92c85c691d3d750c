using System.Globalization;
using ESchool.Api.Calls.Rates;
using ESchool.Api.Calls.Wire;
using ESchool.Application;
using ESchool.Application.Learning.Watching;
using ESchool.Application.Media;
using ESchool.Application.Media.Transcoding;
using ESchool.Application.Storage;
using ESchool.Domain;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Media;

/// <summary>
/// What a player fetches over HTTP: playlists and the key from here, segments and poster from S3. Access is checked for each of them; the addresses at S3 that
/// a player is sent to work for minutes only.
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
        playback.MapGet("{label}/{index:int:min(0)}.ts", SegmentAsync);
    }

    private static async Task<IResult> MasterPlaylistAsync(string ticket, OpenPlaybackTicket open, CancellationToken cancellationToken) =>
        Playlist(HlsPlaylists.Master((await open.ExecuteAsync(ticket, cancellationToken)).Asset));

    private static async Task<IResult> MediaPlaylistAsync(string ticket, string label, OpenPlaybackTicket open, CancellationToken cancellationToken)
    {
        var (asset, _) = await open.ExecuteAsync(ticket, cancellationToken);
        var rendition = asset.Renditions.SingleOrDefault(r => r.Label == label);
        return rendition is null
            ? Results.NotFound()
            : Playlist(HlsPlaylists.Media(rendition, Key, index => string.Create(CultureInfo.InvariantCulture, $"{label}/{index}.ts")));
    }

    private static async Task<IResult> SegmentAsync(
        string ticket,
        string label,
        int index,
        OpenPlaybackTicket open,
        ObjectStorage storage,
        IOptions<MediaOptions> options,
        CancellationToken cancellationToken
    )
    {
        var (asset, remaining) = await open.ExecuteAsync(ticket, cancellationToken);
        return asset.Renditions.SingleOrDefault(r => r.Label == label) is { } rendition && index < rendition.SegmentMilliseconds.Length
            ? Results.Redirect(storage.SignGet(storage.MediaBucket, RenditionFiles.SegmentKey(asset, label, index), Shorter(remaining, options)).Url)
            : Results.NotFound();
    }

    private static async Task<IResult> KeyAsync(string ticket, OpenPlaybackTicket open, SchoolSecrets secrets, CancellationToken cancellationToken)
    {
        var (asset, _) = await open.ExecuteAsync(ticket, cancellationToken);
        return Results.Bytes(secrets.Open(RenditionFiles.KeyPurpose, asset.WrappedContentKey), "application/octet-stream");
    }

    private static async Task<IResult> PosterAsync(
        string ticket,
        OpenPlaybackTicket open,
        ObjectStorage storage,
        IOptions<MediaOptions> options,
        CancellationToken cancellationToken
    )
    {
        var (asset, remaining) = await open.ExecuteAsync(ticket, cancellationToken);
        return Results.Redirect(storage.SignGet(storage.MediaBucket, RenditionFiles.PosterKey(asset), Shorter(remaining, options)).Url);
    }

    private static TimeSpan Shorter(TimeSpan remaining, IOptions<MediaOptions> options) =>
        remaining < options.Value.SegmentAddressLifetime ? remaining : options.Value.SegmentAddressLifetime;

    private static IResult Playlist(string text) => Results.Text(text, HlsPlaylists.ContentType);

    private static async ValueTask<object?> RefuseAsForbidden(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // The key is a secret and addresses are checked anew each time: no cache keeps anything.
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
            return Results.Problem(ContractWords.MessageOf(refusal), statusCode: StatusCodes.Status403Forbidden, title: refusal.Reason.Code);
        }
    }
}
