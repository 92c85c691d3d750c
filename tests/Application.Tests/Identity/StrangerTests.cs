using ESchool.Application.Identity.Passwords;
using ESchool.Application.Identity.Sessions;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

/// <summary>
/// What somebody who knows an address, and no password, can do to its owner: nothing on a known device, in an open session, or at a network's first attempt.
/// </summary>
public sealed class StrangerTests(StrangerTests.SmallLimits fixture) : IClassFixture<StrangerTests.SmallLimits>
{
    private const string Wrong = "wrong password!";
    private const string Stranger = "203.0.113.7";
    private const string Home = "198.51.100.20";

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AStranger_WhoNeverStops_DelaysNeitherTheOwnersDevice_NorTheirSession_NorANewDeviceElsewhere()
    {
        var email = await school.PersonAsync();
        var known = ((SignInOutcome.Opened)await school.TrySignInFromAsync(Home, email)).Tokens;
        var actor = await school.ActorAsync(email);
        for (var minute = 0; minute < 30; minute++)
        {
            await FailAsync(Stranger, email, 6);
            Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync(Stranger, email, deviceToken: known.DeviceToken));
            await school.DoAsync<ConfirmIdentity, DateTimeOffset>(c => c.ExecuteAsync(actor, Registered.Password, "", CancellationToken.None));
            Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync($"198.51.100.{100 + minute}", email));
            school.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await school.DoAsync<ChangePassword>(c => c.ExecuteAsync(actor, Registered.Password, "another horse battery", CancellationToken.None));
    }

    [Fact]
    public async Task FromTheStrangersOwnNetwork_AnUnknownDeviceWaits_AndAnIpv6NetworkIsOneSlash64()
    {
        var email = await school.PersonAsync();
        await FailAsync("2001:db8:1:2::1", email, SignInAttempts.FreeFailures);
        await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => school.TrySignInFromAsync("2001:db8:1:2:ffff::9", email));
        Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync("2001:db8:1:3::1", email));
    }

    [Fact]
    public async Task OnePersonBehindASharedAddress_SlowsNobodyElsesFirstAttempt_AndRightPasswordsRenewNoBlock()
    {
        var people = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            people.Add(await school.PersonAsync());
        }

        // More failures from one address than are free, each for another address that nobody has.
        for (var i = 0; i < SmallLimits.PerAddress + 5; i++)
        {
            await FailAsync(Stranger, $"{Guid.NewGuid():N}@eschool.test", 1);
        }

        foreach (var person in people)
        {
            Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync(Stranger, person));
        }

        // Somebody who has mistyped waits for the block at most: the right passwords of others do not renew it.
        var (mistaken, begun) = (await school.PersonAsync(), school.Clock.GetUtcNow());
        await FailAsync(Stranger, mistaken, 1);
        while (
            await Record.ExceptionAsync(() => school.TrySignInFromAsync(Stranger, mistaken)) is DomainException { Reason: var reason }
            && reason == IdentityReasons.TooManyAttempts
        )
        {
            Assert.InRange(school.Clock.GetUtcNow() - begun, TimeSpan.Zero, TimeSpan.FromMinutes(16));
            Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync(Stranger, people[0]));
            school.Clock.Advance(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public async Task ABotnet_MeetsTheAccountsBrake_AndItsOwnerIsToldOnce()
    {
        var email = await school.PersonAsync();
        var owner = await school.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.EmailNormalized == email));
        for (var network = 0; network < SmallLimits.PerAccount; network++)
        {
            await FailAsync($"192.0.2.{network}", email, 1);
        }

        // A second guess of any of them waits; a network that was not there before has its first.
        await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => school.TrySignInFromAsync("192.0.2.1", email, Wrong));
        Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync(Home, email));
        await FailAsync("192.0.2.200", email, 1);
        await FailAsync("192.0.2.201", email, 1);
        var notices = await school.ReadAsync(db =>
            db.OutboxMessages.Where(m => m.Kind == SecurityNoticeEmailWork.Kind && m.DeduplicationKey.StartsWith($"braked:{owner.Id}")).ToListAsync()
        );
        Assert.Single(notices);
        await school.DoAsync<SendSecurityNoticeEmail>(s => s.ExecuteAsync(owner.Id, SecurityNotice.SignInsBraked, CancellationToken.None));
        Assert.Contains("tried many wrong passwords", Assert.Single(await Mails.ToAsync(email)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKnownDevice_IsCountedByItself_AndKeepsThePeopleWhoShareIt()
    {
        var (ada, grace) = (await school.PersonAsync(), await school.PersonAsync());
        var first = ((SignInOutcome.Opened)await school.TrySignInFromAsync(Home, ada)).Tokens;
        var both = ((SignInOutcome.Opened)await school.TrySignInFromAsync(Home, grace, deviceToken: first.DeviceToken)).Tokens;
        for (var i = 0; i < SignInAttempts.FreeFailures; i++)
        {
            await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.TrySignInFromAsync(Home, ada, Wrong, both.DeviceToken));
        }

        await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => school.TrySignInFromAsync(Home, ada, deviceToken: both.DeviceToken));
        Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync(Home, grace, deviceToken: both.DeviceToken));
        Assert.IsType<SignInOutcome.Opened>(await school.TrySignInFromAsync(Home, ada));
    }

    [Fact]
    public async Task ADeviceToken_OfAnotherAccount_OrForged_OpensNoCountOfItsOwn()
    {
        var (mine, victim) = (await school.PersonAsync(), await school.PersonAsync());
        var token = ((SignInOutcome.Opened)await school.TrySignInFromAsync(Stranger, mine)).Tokens.DeviceToken;
        await FailAsync(Stranger, victim, SignInAttempts.FreeFailures);
        foreach (var useless in new[] { token, $"{token}.{token}", "garbage", new string('A', 400) })
        {
            await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => school.TrySignInFromAsync(Stranger, victim, Wrong, useless));
        }
    }

    private async Task FailAsync(string address, string email, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var refusal = await Assert.ThrowsAsync<DomainException>(() => school.TrySignInFromAsync(address, email, Wrong));
            Assert.Contains(refusal.Reason, new[] { IdentityReasons.CredentialsInvalid, IdentityReasons.TooManyAttempts });
        }
    }

    public sealed class SmallLimits : IAsyncLifetime
    {
        public const int PerAddress = 20;
        public const int PerAccount = 10;

        public TestSchool School { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            School = await TestSchool.OpenAsync(("Identity:FreeFailuresPerAddress", $"{PerAddress}"), ("Identity:FreeFailuresPerAccount", $"{PerAccount}"));

        public ValueTask DisposeAsync() => School.DisposeAsync();
    }
}
