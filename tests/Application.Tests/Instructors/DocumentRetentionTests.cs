using ESchool.Application.Instructors.Applications;
using ESchool.Application.Storage;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Instructors;

/// <summary>How long documents are kept, and when somebody may apply again.</summary>
public sealed class DocumentRetentionTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Theory]
    [InlineData(ApplicationDecision.Approve)]
    [InlineData(ApplicationDecision.Decline)]
    public async Task DocumentsOfADecision_GoAfterTheRetention(ApplicationDecision decision)
    {
        var applicant = await school.StudentAsync();
        var application = await school.ApplyAsync(applicant);
        await school.ReviewAsync(await school.AdminAsync(), application.Id, decision);
        school.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await DeleteAsync());
        Assert.Equal(2, (await FilesAsync(applicant)).Count);
        school.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await DeleteAsync());
        Assert.Empty(await FilesAsync(applicant));
        Assert.Empty((await school.LookAsync(applicant, application.Id)).Application.Documents);
        Assert.Equal(0, await DeleteAsync());
    }

    [Fact]
    public async Task DocumentsOfAWithdrawnApplication_GoAtOnce()
    {
        var applicant = await school.StudentAsync();
        var application = await school.ApplyAsync(applicant);
        await school.DoAsync<WithdrawApplication>(w => w.ExecuteAsync(applicant, application.Id, CancellationToken.None));
        Assert.Equal(1, await DeleteAsync());
        Assert.Empty(await FilesAsync(applicant));
        await school.SaveAsync(applicant);
    }

    [Fact]
    public async Task DocumentsOfAnAbandonedDraft_GoAfterAWhile_AndMayBeUploadedAnew()
    {
        var applicant = await school.StudentAsync();
        var draft = await school.SaveAsync(applicant);
        await school.UploadAsync(applicant, draft.Id, DocumentKind.IdentityDocument);
        school.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, await DeleteAsync());
        school.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await DeleteAsync());
        Assert.Empty(await FilesAsync(applicant));
        await Refused.WithAsync(InstructorReasons.DocumentsMissing, () => school.SubmitAsync(applicant));
        school.Clock.Advance(TimeSpan.FromDays(-91));
        Assert.Single((await school.UploadAsync(applicant, draft.Id, DocumentKind.IdentityDocument)).Documents);
    }

    [Fact]
    public async Task WhoWasDeclined_AppliesAgain_AfterTheDelay()
    {
        var applicant = await school.StudentAsync();
        var application = await school.ApplyAsync(applicant);
        await school.ReviewAsync(await school.AdminAsync(), application.Id, ApplicationDecision.Decline);
        school.Clock.Advance(TimeSpan.FromDays(13));
        var refusal = await Refused.WithAsync(InstructorReasons.ReapplyTooSoon, () => school.SaveAsync(applicant));
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        var told = (await school.LookAsync(applicant, application: null)).ReapplyAt!.Value;
        Assert.Equal(told.ToUnixTimeSeconds(), ((DateTimeOffset)refusal.Metadata["reapply_time"]).ToUnixTimeSeconds());
        school.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotEqual(application.Id, (await school.SaveAsync(applicant)).Id);
    }

    private Task<int> DeleteAsync() => school.DoAsync<DeleteApplicationDocuments, int>(d => d.ExecuteAsync(CancellationToken.None));

    private Task<IReadOnlyList<string>> FilesAsync(Actor applicant)
    {
        var storage = school.Services.GetRequiredService<ObjectStorage>();
        return storage.ListAsync(storage.DocumentsBucket, $"applications/{applicant.UserId}/", CancellationToken.None);
    }
}
