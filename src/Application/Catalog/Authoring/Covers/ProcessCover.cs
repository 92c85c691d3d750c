using System.Security.Cryptography;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Catalog.Covers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>
/// Makes the pictures of an uploaded cover. Runs in a worker, never where callers come in. Killed at any step it can run again: the pictures are the same, and
/// what becomes of the course is decided in one transaction behind them.
/// </summary>
public sealed class ProcessCover(SchoolDbContext db, CoverFiles files, CoverPainter painter, SettleCover settle) : IHandle<CoverWork>
{
    Task IHandle<CoverWork>.HandleAsync(CoverWork work, CancellationToken cancellationToken) => ExecuteAsync(work.CoverId, cancellationToken);

    /// <summary>Makes them, or refuses the upload. Doing it again changes nothing.</summary>
    public async Task ExecuteAsync(Guid coverId, CancellationToken cancellationToken)
    {
        if (await db.Covers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == coverId, cancellationToken) is not { } cover)
        {
            // The instructor was erased, and all files with them.
            return;
        }

        if (!cover.IsSettled)
        {
            try
            {
                cover.Accept(await MakeAsync(cover, cancellationToken));
            }
            catch (CoverRefusedException refused)
            {
                cover.Refuse(refused.Refusal);
            }
        }

        await settle.ExecuteAsync(cover, cancellationToken);
        await files.DeleteUploadAsync(cover, cancellationToken);
    }

    /// <returns>How wide the largest picture is.</returns>
    private async Task<int> MakeAsync(Cover cover, CancellationToken cancellationToken)
    {
        var upload = await files.ReadUploadAsync(cover, cancellationToken) ?? throw new CoverRefusedException(CoverRefusal.UploadGone);

        // S3 takes only these bytes. Whoever could write them otherwise gets nothing looked at.
        if (!MD5.HashData(upload).AsSpan().SequenceEqual(cover.Md5))
        {
            throw new CoverRefusedException(CoverRefusal.Damaged);
        }

        var pictures = await painter.PaintAsync(upload, cancellationToken);
        foreach (var picture in pictures)
        {
            await files.SaveAsync(cover.Id, picture, cancellationToken);
        }

        return pictures.Max(picture => picture.Width);
    }
}
