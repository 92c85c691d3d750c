using System.Security.Cryptography;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Domain.Media;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Media.Transcoding;

/// <summary>
/// Makes a playable video of an uploaded file: downloads the very version that was checked, probes it, transcodes it into an encrypted HLS
/// ladder, stores the ladder under the attempt's epoch and publishes it whole. Safe to run any number of times, also at the same time.
/// </summary>
public sealed class ProcessAsset(
    ProcessingAttempts attempts,
    ObjectStorage storage,
    JoinedRecordings recordings,
    MediaProbe probe,
    LadderTranscoder transcoder,
    SchoolSecrets secrets,
    IServiceScopeFactory scopes,
    WorkFolders folders,
    ILogger<ProcessAsset> logger
) : IHandle<TranscodeWork>
{
    private const int ParallelUploads = 8;

    Task IHandle<TranscodeWork>.HandleAsync(TranscodeWork work, CancellationToken cancellationToken) => ExecuteAsync(work.AssetId, cancellationToken);

    /// <summary>Runs one attempt.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="cancellationToken">Stops the attempt; the next one starts anew.</param>
    public async Task ExecuteAsync(Guid assetId, CancellationToken cancellationToken)
    {
        try
        {
            if (await attempts.BeginAsync(assetId, cancellationToken) is { } asset)
            {
                await AttemptAsync(asset, cancellationToken);
            }
        }
        catch (AttemptSupersededException)
        {
            logger.LogInformation("An attempt at asset {Asset} is late and was discarded.", assetId);
        }
    }

    private async Task AttemptAsync(Asset asset, CancellationToken cancellationToken)
    {
        try
        {
            using var folder = folders.Create($"{asset.Id}-{asset.Epoch}");
            await RunAsync(asset, new DirectoryInfo(folder.Path), cancellationToken);
        }
        catch (MediaRefusedException refusal)
        {
            await RefuseAsync(asset, refusal, cancellationToken);
        }
        catch (IOException full) when (DiskFullException.Is(full))
        {
            throw new DiskFullException(full);
        }
    }

    private async Task RunAsync(Asset asset, DirectoryInfo directory, CancellationToken cancellationToken)
    {
        var source = Path.Combine(directory.FullName, "source");
        if (!await storage.TryDownloadAsync(storage.MediaBucket, asset.SourceKey, asset.SourceVersionId, source, cancellationToken))
        {
            throw new MediaRefusedException("The uploaded file is no longer stored. Upload it again.", isSuspicious: false);
        }

        source = await recordings.StraightenAsync(source, cancellationToken);
        var video = await probe.ProbeAsync(source, cancellationToken);
        asset.BeginTranscoding(video.DurationMilliseconds);
        await attempts.SaveAsync(asset, cancellationToken);

        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var contentKey = RandomNumberGenerator.GetBytes(16);
        var output = directory.CreateSubdirectory("output");
        IReadOnlyList<Rendition> renditions;
        try
        {
            await using var progress = new ProgressReports(scopes, asset, late);
            renditions = await transcoder.TranscodeAsync(source, output.FullName, video, contentKey, progress, late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AttemptSupersededException();
        }

        await UploadAsync(asset, output, cancellationToken);
        asset.Publish(renditions, secrets.Seal(RenditionFiles.KeyPurpose, contentKey));
        await attempts.SaveAsync(asset, cancellationToken);
    }

    private Task UploadAsync(Asset asset, DirectoryInfo output, CancellationToken cancellationToken)
    {
        var folder = RenditionFiles.Folder(asset.Id, asset.Epoch);
        var files = output.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is ".ts" or ".jpg");
        return Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelUploads, CancellationToken = cancellationToken },
            async (file, token) =>
            {
                var relative = Path.GetRelativePath(output.FullName, file.FullName);
                await storage.UploadFileAsync(
                    storage.MediaBucket,
                    $"{folder}/{relative}",
                    file.FullName,
                    file.Extension == ".ts" ? "video/mp2t" : "image/jpeg",
                    token
                );
            }
        );
    }

    private async Task RefuseAsync(Asset asset, MediaRefusedException refusal, CancellationToken cancellationToken)
    {
        if (refusal.IsSuspicious)
        {
            asset.Quarantine(refusal.Message);
        }
        else
        {
            asset.Fail(refusal.Message);
        }

        logger.LogWarning("Asset {Asset} is {State}: {Reason}", asset.Id, asset.State, refusal.Message);
        await attempts.SaveAsync(asset, cancellationToken);
    }
}
