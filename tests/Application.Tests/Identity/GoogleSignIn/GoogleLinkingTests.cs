using ESchool.Application.Identity;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Application.Identity.Sessions;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity.GoogleSignIn;

/// <summary>Which account somebody from Google gets (docs/decisions/0011-google-linking.md).</summary>
public sealed class GoogleLinkingTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private const string Password = "the password of a stranger";

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task SomebodyNew_GetsAVerifiedAccountWithoutAPassword()
    {
        var user = GoogleFlow.Stranger("Grace Hopper");
        var made = (await school.SignInWithGoogleAsync(user)).Opened().User;
        Assert.Equal(("Grace Hopper", null, true, Roles.Student), (made.DisplayName, made.PasswordHash, made.EmailVerifiedAt is not null, made.Roles));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => SignInAsync(user.Email, ""));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => SignInAsync(user.Email, Password));
    }

    [Theory]
    [InlineData("", "localpart")]
    [InlineData("  \u0007 ", "localpart")]
    [InlineData("Ada\nLovelace", "AdaLovelace")]
    public async Task AName_IsMadeFitToBeShown(string atGoogle, string expected)
    {
        var user = new GoogleUser($"localpart@{Guid.NewGuid():N}.test", atGoogle, Subject: Guid.NewGuid().ToString("N"));
        Assert.Equal(expected, (await school.SignInWithGoogleAsync(user)).Opened().User.DisplayName);
    }

    [Fact]
    public async Task AName_HasAtMostAHundredCharacters_AndNoHalfOnes()
    {
        var user = GoogleFlow.Stranger(new string('a', 99) + "👩‍🎓" + new string('b', 200));
        Assert.Equal(new string('a', 99), (await school.SignInWithGoogleAsync(user)).Opened().User.DisplayName);
    }

    [Fact]
    public async Task AnAddressThatGoogleHasNotVerified_GetsNothing()
    {
        var user = GoogleFlow.Stranger(verified: false);
        await Refused.WithAsync(IdentityReasons.GoogleEmailUnverified, () => school.SignInWithGoogleAsync(user));
        Assert.False(await school.ReadAsync(db => db.Users.AnyAsync(u => u.EmailNormalized == user.Email)));

        // Nor somebody else's account.
        var known = await VerifiedAsync();
        await Refused.WithAsync(IdentityReasons.GoogleEmailUnverified, () => school.SignInWithGoogleAsync(user with { Email = known.Email }));
    }

    [Fact]
    public async Task AVerifiedAccount_IsLinked_AndKeepsItsPassword()
    {
        var known = await VerifiedAsync();
        var user = GoogleFlow.Stranger("Another Name") with { Email = known.Email.ToUpperInvariant() };
        var opened = (await school.SignInWithGoogleAsync(user)).Opened().User;
        Assert.Equal((known.Id, known.Email, known.DisplayName, known.PasswordHash), (opened.Id, opened.Email, opened.DisplayName, opened.PasswordHash));
        Assert.Single(await NoticesAsync(known.Id));
        Assert.True(await school.ReadAsync(db => db.AuditEvents.AnyAsync(e => e.ActorId == known.Id && e.Action == "google.link")));

        // The second time there is nothing to tell.
        (await school.SignInWithGoogleAsync(user)).Opened();
        Assert.Single(await NoticesAsync(known.Id));
    }

    [Fact]
    public async Task AnAccountThatWaitedForItsVictim_IsTheVictimsAlone()
    {
        // Pre-hijacking: a stranger registers the victim's address with a password of their own, and waits.
        var victim = GoogleFlow.Stranger("The Victim");
        await school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), victim.Email, Password, "The Stranger", CancellationToken.None));
        var waiting = await school.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.EmailNormalized == victim.Email));
        var verification = await AddAsync(token => new EmailVerification(waiting.Id, OpaqueToken.Hash(token), registrationId: null, school.Clock.GetUtcNow()));
        var reset = await AddAsync(token => new PasswordReset(waiting.Id, OpaqueToken.Hash(token), school.Clock.GetUtcNow()));
        var session = new Session(waiting.Id, AuthenticationMethod.Password, secondFactor: false, "a stranger's", "", school.Clock.GetUtcNow());
        await AddAsync(session);

        var opened = (await school.SignInWithGoogleAsync(victim)).Opened().User;
        Assert.Equal((waiting.Id, "The Victim", null, true), (opened.Id, opened.DisplayName, opened.PasswordHash, opened.EmailVerifiedAt is not null));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => SignInAsync(victim.Email, Password));
        await Refused.WithAsync(
            IdentityReasons.VerificationTokenInvalid,
            () => school.DoAsync<VerifyEmail>(v => v.ExecuteAsync(verification, CancellationToken.None))
        );
        Assert.False(await school.ReadAsync(db => db.PasswordResets.AnyAsync(r => r.TokenHash == OpaqueToken.Hash(reset))));
        Assert.NotNull((await school.ReadAsync(db => db.Sessions.AsNoTracking().SingleAsync(s => s.Id == session.Id))).RevokedAt);
    }

    [Fact]
    public async Task AKelvinSign_SquatsNobody_AndTheOwnerWhoClaimsTheAccountHasTheirOwnAddress()
    {
        var owner = GoogleFlow.Stranger("Kira") with { Email = $"kira{Guid.NewGuid():N}@gmail.test" };
        var squatted = $"\u212A{owner.Email[1..]}";
        await school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), squatted, Password, "The Stranger", CancellationToken.None));
        var waiting = await school.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.EmailNormalized == owner.Email));
        await school.DoAsync<Application.Notifications.Emails.SendVerificationEmail>(s => s.ExecuteAsync(waiting.Id, Guid.Empty, CancellationToken.None));
        Assert.Single(await Mails.ToAsync(owner.Email));

        // As it was stored before addresses were normalised.
        await school.ReadAsync(db => db.Users.Where(u => u.Id == waiting.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.Email, squatted)));
        var opened = (await school.SignInWithGoogleAsync(owner)).Opened().User;
        Assert.Equal((waiting.Id, owner.Email, owner.Email, "Kira"), (opened.Id, opened.Email, opened.EmailNormalized, opened.DisplayName));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => SignInAsync(owner.Email, Password));
    }

    [Fact]
    public async Task ARegistrationAtTheSameMoment_MakesNoSecondAccount_AndLeavesNoPassword()
    {
        var user = GoogleFlow.Stranger();
        using var google = new OpenIdProvider();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => google.MintAsync(user, $"nonce-{i}")));
        await Task.WhenAll([
            .. tokens.Select((token, i) => school.SignInWithIdTokenAsync(token, $"nonce-{i}")),
            .. Enumerable
                .Range(0, 4)
                .Select(_ => school.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), user.Email, Password, "Eve", CancellationToken.None))),
        ]);
        var account = await school.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.EmailNormalized == user.Email));
        Assert.Null(account.PasswordHash);
    }

    [Fact]
    public async Task AnAddressThatChangesAtGoogle_ChangesNothingHere()
    {
        var user = GoogleFlow.Stranger();
        var first = (await school.SignInWithGoogleAsync(user)).Opened().User;
        var moved = (await school.SignInWithGoogleAsync(user with { Email = $"{Guid.NewGuid():N}@gmail.test" })).Opened().User;
        Assert.Equal((first.Id, first.Email), (moved.Id, moved.Email));

        // Not even when it is now somebody else's here, or not verified.
        var other = await VerifiedAsync();
        Assert.Equal(first.Id, (await school.SignInWithGoogleAsync(user with { Email = other.Email })).Opened().User.Id);
        Assert.Equal(first.Id, (await school.SignInWithGoogleAsync(user with { EmailVerified = false })).Opened().User.Id);
    }

    [Fact]
    public async Task AnotherSubjectWithTheSameAddress_DoesNotTakeOver()
    {
        var user = GoogleFlow.Stranger();
        var first = (await school.SignInWithGoogleAsync(user)).Opened().User;
        await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => school.SignInWithGoogleAsync(user with { Subject = Guid.NewGuid().ToString("N") }));
        Assert.Equal(user.Subject, (await school.ReadAsync(db => db.ExternalLogins.SingleAsync(l => l.UserId == first.Id))).Subject);
        Assert.Equal(1, await school.ReadAsync(db => db.Sessions.CountAsync(s => s.UserId == first.Id)));
    }

    [Fact]
    public async Task ASuspendedUser_IsRefusedLikeAnyOther_AndNotLinked()
    {
        var linked = GoogleFlow.Stranger();
        var first = (await school.SignInWithGoogleAsync(linked)).Opened().User;
        var unlinked = await VerifiedAsync();
        await school.ReadAsync(db =>
            db.Users.Where(u => u.Id == first.Id || u.Id == unlinked.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.SuspendedAt, school.Clock.GetUtcNow()))
        );
        foreach (var user in new[] { linked, GoogleFlow.Stranger() with { Email = unlinked.Email } })
        {
            var refusal = await Refused.WithAsync(IdentityReasons.GoogleSignInFailed, () => school.SignInWithGoogleAsync(user));
            Assert.Equal(GoogleIdTokens.Refusal.Message, refusal.Message);
        }

        Assert.False(await school.ReadAsync(db => db.ExternalLogins.AnyAsync(l => l.UserId == unlinked.Id)));
        Assert.True(await school.ReadAsync(db => db.AuditEvents.AnyAsync(e => e.ActorId == first.Id && e.Action == "session.refused")));
    }

    [Fact]
    public async Task ASecondFactor_IsAskedForWithGoogleToo()
    {
        var user = GoogleFlow.Stranger();
        var first = (await school.SignInWithGoogleAsync(user)).Opened().User;
        var factor = new TotpFactor(first.Id, new byte[60]);
        factor.Confirm(school.Clock.GetUtcNow());
        await AddAsync(factor);
        Assert.IsType<SignInOutcome.Challenged>(await school.SignInWithGoogleAsync(user));
        Assert.Equal(1, await school.ReadAsync(db => db.Sessions.CountAsync(s => s.UserId == first.Id)));
    }

    private Task<SignInOutcome> SignInAsync(string email, string password) =>
        school.DoAsync<SignIn, SignInOutcome>(s => s.ExecuteAsync(email, password, "", CancellationToken.None));

    private async Task<User> VerifiedAsync()
    {
        var actor = await school.StudentAsync();
        return await school.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.UserId));
    }

    private async Task<List<string>> NoticesAsync(Guid userId)
    {
        var payloads = await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == SecurityNoticeEmailWork.Kind).Select(m => m.Payload).ToListAsync());
        return payloads.FindAll(payload => payload.Contains(userId.ToString(), StringComparison.Ordinal));
    }

    private async Task<string> AddAsync<TEntity>(Func<string, TEntity> make)
        where TEntity : class
    {
        var token = OpaqueToken.Create();
        await AddAsync(make(token));
        return token;
    }

    private Task AddAsync<TEntity>(TEntity entity)
        where TEntity : class =>
        school.DoAsync<SchoolDbContext>(async db =>
        {
            db.Add(entity);
            await db.SaveChangesAsync();
        });
}
