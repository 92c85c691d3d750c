using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;

namespace ESchool.Application.Media.Uploading;

/// <summary>
/// Ends an upload: compares every part with what was signed, has S3 put the object together, and asks for its processing. A call that is
/// repeated after a crash in between finds the object there and goes on.
/// </summary>
public sealed class CompleteUpload(SchoolDbContext db, Uploads uploads, ObjectStorage storage, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Ends it.</summary>
    /// <exception cref="DomainException">
    /// <c>UPLOAD_NOT_FOUND</c>, <c>UPLOAD_STATE_WRONG</c>, <c>UPLOAD_INCOMPLETE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<Asset> ExecuteAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var (upload, asset) = await uploads.LoadAsync(actor, uploadId, cancellationToken);
        if (upload.State == UploadState.Completed)
        {
            return asset;
        }

        upload.RequireOpen(clock.GetUtcNow());
        var versionId = await uploads.JoinAsync(upload, storage.MediaBucket, asset.SourceKey, cancellationToken);
        upload.Complete();
        asset.FinishUpload(versionId);
        outbox.Add(new TranscodeWork(asset.Id), $"{asset.Id}:upload");
        await db.SaveChangesAsync(cancellationToken);
        return asset;
    }
}
