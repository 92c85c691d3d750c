using ESchool.Application.Instructors.PayoutAccounts;
using ESchool.Domain.Instructors;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Instructors;

public sealed class SyncPendingAccountsTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AnAccountThatBecameReady_WhileTheWebhookWasLost_IsReady()
    {
        var (ready, unfinished) = (await school.InstructorAsync(), await school.InstructorAsync());
        var link = await LinkAsync(ready);
        await LinkAsync(unfinished);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([]);
        using var done = await http.PostAsync(new Uri(link.Url), form);

        // No webhook endpoint is registered: Stripe's word that the account has changed reaches nobody.
        Assert.False((await AccountAsync(ready)).PayoutsEnabled);
        await school.DoAsync<SyncPendingAccounts>(m => m.ExecuteAsync(CancellationToken.None));
        Assert.Equal((true, true), ((await AccountAsync(ready)).DetailsSubmitted, (await AccountAsync(ready)).PayoutsEnabled));
        Assert.False((await AccountAsync(unfinished)).PayoutsEnabled);
        await school.DoAsync<SyncPendingAccounts>(m => m.ExecuteAsync(CancellationToken.None));
        Assert.True((await AccountAsync(ready)).PayoutsEnabled);
    }

    private Task<OnboardingLink> LinkAsync(Domain.Actor instructor) =>
        school.DoAsync<CreatePayoutOnboardingLink, OnboardingLink>(c =>
            c.ExecuteAsync(instructor, new Uri("https://eschool.test/done"), new Uri("https://eschool.test/again"), "AT", CancellationToken.None)
        );

    private Task<PayoutAccount> AccountAsync(Domain.Actor instructor) =>
        school.DoAsync<GetPayoutAccount, PayoutAccount>(g => g.ExecuteAsync(instructor, CancellationToken.None));
}
