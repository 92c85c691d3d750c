using ESchool.Application.Identity.Passwords;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

public sealed class PasswordTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private const string Next = "another horse battery";

    private readonly TestSchool school = fixture.School;

    [Theory]
    [InlineData("1234567890")]
    [InlineData("Qwertyuiop")]
    [InlineData("poiuytrewq")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("password123")]
    [InlineData("ada.lovelace1")]
    [InlineData("LovelaceAda12")]
    public void APassword_ThatIsGuessedFirst_IsRefused(string password)
    {
        var refusal = Assert.Throws<DomainException>(() => PasswordPolicy.Require(password, "password", "ada.lovelace@example.org", "Ada Lovelace"));
        Assert.Equal((IdentityReasons.PasswordTooWeak, "password"), (refusal.Reason, Assert.Single(refusal.FieldViolations).Field));
        Assert.DoesNotContain(password, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("пароль который длинный")]
    [InlineData("zxq8 vbn2 kfp")]
    public void APassword_OfAnySort_IsAccepted_WhenItIsNotGuessed(string password) =>
        PasswordPolicy.Require(password, "password", "ada.lovelace@example.org", "Ada Lovelace");

    [Fact]
    public async Task AReset_SetsThePassword_Once_AndEndsEverySession()
    {
        var email = await school.PersonAsync();
        var actor = await school.ActorAsync(email);
        var token = await ResetTokenAsync(actor.UserId);
        await Refused.WithAsync(IdentityReasons.PasswordTooWeak, () => ResetAsync(token, "1234567890"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Record.ExceptionAsync(() => ResetAsync(token, Next)).AsTask()));
        Assert.Single(outcomes, fault => fault is null);
        await Refused.WithAsync(IdentityReasons.ResetTokenInvalid, () => ResetAsync(token, Next));
        Assert.False(await school.IsOpenAsync(actor));
        await school.SignInAsync(email, Next);
    }

    [Fact]
    public async Task AReset_ExpiresAfterAnHour_AndTakesNoOther()
    {
        var first = await school.ActorAsync(await school.PersonAsync());
        var late = await ResetTokenAsync(first.UserId);
        school.Clock.Advance(PasswordReset.Lifetime);
        await Refused.WithAsync(IdentityReasons.ResetTokenInvalid, () => ResetAsync(late, Next));
        await Refused.WithAsync(IdentityReasons.ResetTokenInvalid, () => ResetAsync("garbage", Next));
    }

    [Fact]
    public async Task AReset_UnlocksAnAccountThatWasLockedByGuessing()
    {
        var email = await school.PersonAsync();
        var actor = await school.ActorAsync(email);
        for (var i = 0; i < SignInAttempts.FreeFailures; i++)
        {
            await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, "wrong password!"));
        }

        await Refused.WithAsync(IdentityReasons.TooManyAttempts, () => school.SignInAsync(email));
        await ResetAsync(await ResetTokenAsync(actor.UserId), Next);
        await school.SignInAsync(email, Next);
    }

    [Fact]
    public async Task ARequest_ForAnAddressNobodyHas_AsksForTheSameWork_AndSendsNothing()
    {
        await school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync("nobody-at-all@eschool.test", CancellationToken.None));
        var work = await school.ReadAsync(db => db.OutboxMessages.OrderByDescending(m => m.Id).FirstAsync(m => m.Kind == PasswordResetEmailWork.Kind));
        var userId = System.Text.Json.JsonSerializer.Deserialize<PasswordResetEmailWork>(work.Payload)!.UserId;
        Assert.False(await school.ReadAsync(db => db.Users.AnyAsync(u => u.Id == userId)));
        await school.DoAsync<SendPasswordResetEmail>(s => s.ExecuteAsync(userId, CancellationToken.None));
        Assert.False(await school.ReadAsync(db => db.PasswordResets.AnyAsync(r => r.UserId == userId)));
    }

    [Fact]
    public async Task Requests_FiftyInAMinute_SendOneMail()
    {
        var email = await school.PersonAsync();
        var before = await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == PasswordResetEmailWork.Kind));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync(email, CancellationToken.None))));
        Assert.InRange(await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == PasswordResetEmailWork.Kind)) - before, 1, 2);
    }

    [Fact]
    public async Task AnAddress_RegisteredByAStrangerFirst_OpensToTheOwnersPassword_OnceTheOwnersMailIsOpened()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        foreach (var password in new[] { "the stranger's password", "the owner's password" })
        {
            await school.DoAsync<Application.Identity.Accounts.Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, password, "Ada", CancellationToken.None));
        }

        var userId = await school.ReadAsync(db => db.Users.Where(u => u.EmailNormalized == email).Select(u => u.Id).SingleAsync());
        await school.DoAsync<SendVerificationEmail>(s => s.ExecuteAsync(userId, Guid.Empty, CancellationToken.None));
        var verification = await Mails.FindTokenAsync(email, "verify-email");
        await school.DoAsync<Application.Identity.Accounts.VerifyEmail>(v => v.ExecuteAsync(verification, CancellationToken.None));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, "the stranger's password"));
        await school.SignInAsync(email, "the owner's password");
    }

    /// <summary>As the job makes it; the token itself stands in the mail only.</summary>
    private async Task<string> ResetTokenAsync(Guid userId)
    {
        await school.DoAsync<SendPasswordResetEmail>(s => s.ExecuteAsync(userId, CancellationToken.None));
        var email = await school.ReadAsync(db => db.Users.Where(u => u.Id == userId).Select(u => u.Email).SingleAsync());
        return await Mails.FindTokenAsync(email, "reset-password");
    }

    private Task ResetAsync(string token, string password) => school.DoAsync<ResetPassword>(r => r.ExecuteAsync(token, password, CancellationToken.None));
}
