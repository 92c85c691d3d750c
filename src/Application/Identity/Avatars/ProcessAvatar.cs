using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace ESchool.Application.Identity.Avatars;

/// <summary>
/// Makes an avatar of an uploaded picture: decoded, cut to a square and written anew, so that nothing of the upload but its pixels is ever
/// shown. Runs in a worker, never where callers come in.
/// </summary>
public sealed class ProcessAvatar(SchoolDbContext db, ObjectStorage storage, WorkOutbox outbox) : IHandle<AvatarWork>
{
    private const int Side = 256;
    private const int Quality = 85;

    /// <summary>A small file can claim a picture that fills the memory.</summary>
    private const int MaximumPixels = 25_000_000;

    Task IHandle<AvatarWork>.HandleAsync(AvatarWork work, CancellationToken cancellationToken) => ExecuteAsync(work.UserId, work.UploadId, cancellationToken);

    /// <summary>Makes it; a picture that cannot be read is refused, and the user's feed says so. Doing it again changes nothing.</summary>
    public async Task ExecuteAsync(Guid userId, Guid uploadId, CancellationToken cancellationToken)
    {
        var source = AvatarKeys.Upload(userId, uploadId);
        var path = Path.GetTempFileName();
        try
        {
            if (await storage.FindAsync(storage.DocumentsBucket, source, cancellationToken) is null)
            {
                return;
            }

            await storage.DownloadAsync(storage.DocumentsBucket, source, "", path, cancellationToken);
            if (Reencode(path) is { } picture)
            {
                await PublishAsync(userId, uploadId, picture, cancellationToken);
            }
            else
            {
                outbox.Tell(userId, new AvatarRefused());
                await db.SaveChangesAsync(cancellationToken);
            }

            await storage.DeleteAsync(storage.DocumentsBucket, source, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The square in the middle, 256 pixels wide, as WebP without any metadata; null when it is no picture.</summary>
    internal static byte[]? Reencode(string path)
    {
        using var codec = SKCodec.Create(path);
        if (codec is null || codec.Info.Width < 1 || codec.Info.Height < 1 || (long)codec.Info.Width * codec.Info.Height > MaximumPixels)
        {
            return null;
        }

        using var decoded = SKBitmap.Decode(codec);
        if (decoded is null)
        {
            return null;
        }

        var side = Math.Min(decoded.Width, decoded.Height);
        var left = (decoded.Width - side) / 2;
        var top = (decoded.Height - side) / 2;
        using var surface = SKSurface.Create(new SKImageInfo(Side, Side));
        using var image = SKImage.FromBitmap(decoded);
        Orient(surface.Canvas, codec.EncodedOrigin);
        surface.Canvas.DrawImage(image, SKRect.Create(left, top, side, side), SKRect.Create(Side, Side), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var snapshot = surface.Snapshot();
        using var data = snapshot.Encode(SKEncodedImageFormat.Webp, Quality);
        return data.ToArray();
    }

    /// <summary>Cameras store turned pictures and say so in metadata, which does not come along: the pixels are turned instead.</summary>
    private static void Orient(SKCanvas canvas, SKEncodedOrigin origin)
    {
        var degrees = origin switch
        {
            SKEncodedOrigin.BottomRight => 180,
            SKEncodedOrigin.RightTop => 90,
            SKEncodedOrigin.LeftBottom => 270,
            _ => 0,
        };
        canvas.RotateDegrees(degrees, Side / 2f, Side / 2f);
    }

    private async Task PublishAsync(Guid userId, Guid uploadId, byte[] picture, CancellationToken cancellationToken)
    {
        var key = AvatarKeys.Picture(userId, uploadId);
        await storage.UploadAsync(storage.DocumentsBucket, key, picture, "image/webp", cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == userId, cancellationToken);
        var before = user.AvatarKey;
        var isHidden = await db.HiddenProfiles.AnyAsync(p => p.UserId == userId, cancellationToken);
        user.SetAvatar(user.ErasedAt is null && !isHidden ? key : null);
        outbox.Tell(userId, new AvatarReady());
        await db.SaveChangesAsync(cancellationToken);
        foreach (var old in new[] { before, user.AvatarKey is null ? key : null }.OfType<string>().Where(old => old != user.AvatarKey))
        {
            await storage.DeleteAsync(storage.DocumentsBucket, old, cancellationToken);
        }
    }
}
