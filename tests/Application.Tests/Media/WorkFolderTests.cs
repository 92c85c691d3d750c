using ESchool.Application.Media;
using ESchool.Application.Media.Transcoding;
using ESchool.Application.Storage;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Tests.Media;

/// <summary>The disk that media is processed on: what killed workers leave, and when it is full.</summary>
public sealed class WorkFolderTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>, IDisposable
{
    private readonly TestSchool school = fixture.School;
    private readonly string root = Directory.CreateTempSubdirectory("eschool-test-").FullName;

    [Fact]
    public void FoldersOfKilledWorkers_AreSwept_AndThoseInUseStay()
    {
        var folders = Folders();
        using var inUse = folders.Create("in-use");
        File.WriteAllText(Path.Combine(inUse.Path, "source"), "bytes");
        var left = Directory.CreateDirectory(Path.Combine(root, "eschool-work-left"));
        File.WriteAllText(Path.Combine(left.FullName, ".held"), "");
        File.WriteAllText(Path.Combine(left.CreateSubdirectory("output").FullName, "segment.ts"), "bytes");
        Directory.CreateDirectory(Path.Combine(root, "somebody-elses"));

        Assert.Equal(1, folders.Sweep());

        Assert.Equal(["eschool-work-in-use", "somebody-elses"], Directory.GetDirectories(root).Select(Path.GetFileName).Order());
        Assert.True(File.Exists(Path.Combine(inUse.Path, "source")));
    }

    [Fact]
    public void AFinishedFolder_IsGone()
    {
        Folders().Create("a").Dispose();

        Assert.Empty(Directory.GetDirectories(root));
    }

    [Fact]
    public async Task AFullDisk_IsCalledThat_AndNotTheObjectStorage()
    {
        await school.PrepareStorageAsync();
        await school.DoAsync<ObjectStorage>(s => s.UploadAsync(s.MediaBucket, "tests/disk", new byte[100_000], "video/mp4", CancellationToken.None));

        // The system's own full disk.
        var fault = await Assert.ThrowsAnyAsync<IOException>(() =>
            school.DoAsync<ObjectStorage>(s => s.TryDownloadAsync(s.MediaBucket, "tests/disk", "", "/dev/full", CancellationToken.None))
        );

        Assert.True(DiskFullException.Is(fault));
        var asset = await UploadedAsync();
        await school.DoAsync<FailAsset>(f => f.ExecuteAsync(asset.Id, new DiskFullException(fault), CancellationToken.None));
        Assert.Contains(
            "disk",
            await school.ReadAsync(db => db.Assets.Where(a => a.Id == asset.Id).Select(a => a.FailureMessage).SingleAsync()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ASourceThatIsGone_IsRefused_AndNotWaitedFor()
    {
        await school.PrepareStorageAsync();
        var asset = await UploadedAsync();

        await school.DoAsync<ProcessAsset>(p => p.ExecuteAsync(asset.Id, CancellationToken.None));

        var seen = await school.ReadAsync(db => db.Assets.AsNoTracking().SingleAsync(a => a.Id == asset.Id));
        Assert.Equal(AssetState.Failed, seen.State);
        Assert.Contains("Upload it again", seen.FailureMessage, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private WorkFolders Folders() => new(Options.Create(new MediaOptions { WorkDirectory = root }), NullLogger<WorkFolders>.Instance);

    private async Task<Asset> UploadedAsync()
    {
        var owner = await school.InstructorAsync();
        var asset = new Asset(AssetOwner.Alone(owner.UserId), "lecture.mp4", "video/mp4", 1_000, school.Clock.GetUtcNow());
        asset.FinishUpload("");
        await school.SaveAsync(asset);
        return asset;
    }
}
