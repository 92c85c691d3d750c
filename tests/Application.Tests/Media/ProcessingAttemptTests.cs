using ESchool.Application.Media.Transcoding;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Media;

public sealed class ProcessingAttemptTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AnAttempt_ThatWakesUpLate_CanPublishNothing()
    {
        var assetId = await UploadedAsync();
        await using var early = school.Services.CreateAsyncScope();
        await using var late = school.Services.CreateAsyncScope();
        var first = early.ServiceProvider.GetRequiredService<ProcessingAttempts>();
        var slow = await first.BeginAsync(assetId, CancellationToken.None);
        var second = late.ServiceProvider.GetRequiredService<ProcessingAttempts>();
        var quick = await second.BeginAsync(assetId, CancellationToken.None);
        Assert.Equal((1, 2), (slow!.Epoch, quick!.Epoch));

        slow.BeginTranscoding(10_000);
        await Assert.ThrowsAsync<AttemptSupersededException>(() => first.SaveAsync(slow, CancellationToken.None));
        Assert.False(await first.ReportAsync(slow, 50, CancellationToken.None));

        quick.BeginTranscoding(20_000);
        quick.Publish([new Rendition("240p", 320, 240, 300_000, "avc1.42c01e", [20_000])], new byte[44]);
        await second.SaveAsync(quick, CancellationToken.None);
        var asset = await school.ReadAsync(db => db.Assets.AsNoTracking().SingleAsync(a => a.Id == assetId));
        Assert.Equal((AssetState.Ready, 2, 20), (asset.State, asset.PublishedEpoch, asset.DurationSeconds));
    }

    [Fact]
    public async Task AFinishedAsset_IsNotProcessedAgain()
    {
        var asset = await school.ReadyAssetAsync(await school.InstructorAsync(), 10);
        Assert.Null(await school.DoAsync<ProcessingAttempts, Asset?>(a => a.BeginAsync(asset.Id, CancellationToken.None)));
    }

    private async Task<Guid> UploadedAsync()
    {
        var owner = await school.InstructorAsync();
        var asset = new Asset(AssetOwner.Alone(owner.UserId), "lecture.mp4", "video/mp4", 1_000, DateTimeOffset.UtcNow);
        asset.FinishUpload("version-1");
        await school.DoAsync<Data.SchoolDbContext>(async db =>
        {
            db.Add(asset);
            await db.SaveChangesAsync();
        });
        return asset.Id;
    }
}
