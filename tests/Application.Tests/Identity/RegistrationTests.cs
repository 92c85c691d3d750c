using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Passwords;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Work;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

/// <summary>Registering, once or twice, and the mails that come of it.</summary>
public sealed class RegistrationTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private const string First = "the first password";
    private const string Second = "the second password";

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TheLink_OpenedTwice_SaysVerifiedBothTimes()
    {
        var email = NewAddress();
        await RegisterAsync(email, First);
        var token = Assert.Single(await SendAsync(email));
        await VerifyAsync(token);
        await VerifyAsync(token);
        await school.SignInAsync(email, First);
        school.Clock.Advance(EmailVerification.Lifetime);
        await Refused.WithAsync(IdentityReasons.VerificationTokenInvalid, () => VerifyAsync(token));
    }

    [Fact]
    public async Task RegisteredTwice_TheLastPasswordCounts_OnceItsMailIsOpened_AndTheAnswerSaysWhichMail()
    {
        var email = NewAddress();
        var (one, two) = (await RegisterAsync(email, First), await RegisterAsync(email, Second));
        Assert.NotEqual(one, two);
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, First));
        var tokens = await SendAsync(email);
        Assert.Contains(two, (await Mails.ToAsync(email))[^1], StringComparison.Ordinal);
        await VerifyAsync(tokens[^1]);
        await school.SignInAsync(email, Second);
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, First));

        // The other mail, opened by a scanner afterwards, changes nothing.
        await VerifyAsync(tokens[0]);
        await school.SignInAsync(email, Second);
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email, First));
    }

    [Fact]
    public async Task TheCode_IsTheSameForAKnownAddress_AndForTheSameRequestAgain()
    {
        var (email, request) = (await school.PersonAsync(), Guid.NewGuid());
        var code = await RegisterAsync(email, First, request);
        Assert.Matches("^[A-Z2-7]{3}-[A-Z2-7]{3}$", code);
        Assert.Equal(code, await RegisterAsync(email, First, request));
        Assert.Equal(
            1,
            await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == AddressKnownEmailWork.Kind && m.DeduplicationKey == request.ToString()))
        );
    }

    [Fact]
    public async Task OneAddress_GetsFiveMailsAnHour_OfAllKindsTogether_AndTheAnswersAreTheSame()
    {
        var email = NewAddress();
        for (var i = 0; i < 15; i++)
        {
            Assert.Matches("^...-...$", await RegisterAsync(email, First));
            await school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync(email, CancellationToken.None));
            await school.DoAsync<ResendVerificationEmail>(r => r.ExecuteAsync(email, CancellationToken.None));
            school.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(5, await AskedAsync(email));
        school.Clock.Advance(TimeSpan.FromHours(1));
        await school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync(email, CancellationToken.None));
        Assert.Equal(6, await AskedAsync(email));
    }

    [Theory]
    [InlineData("Ada Lovelace", "Hello Ada Lovelace,")]
    [InlineData("Jean-Luc O'Neill Jr.", "Hello Jean-Luc O'Neill Jr.,")]
    [InlineData("You won! https://evil.example/win", "Hello,")]
    [InlineData("Visit evil.example now", "Hello,")]
    [InlineData("Call 0900 123 456 789", "Hello,")]
    [InlineData("Write to boss@evil.example", "Hello,")]
    [InlineData("Click evil。example", "Hello,")]
    public async Task AName_InAMail_IsOneLineWithoutLinks(string name, string greeting)
    {
        var email = NewAddress();
        await school.DoAsync<Register, string>(r => r.ExecuteAsync(Guid.NewGuid(), email, First, name, CancellationToken.None));
        await SendAsync(email);
        var text = Assert.Single(await Mails.ToAsync(email));
        Assert.StartsWith(greeting, text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AName_OfManyLines_ThatWasStoredBefore_IsOneInAMail()
    {
        var email = await school.PersonAsync("Ada\n\nYour account is locked.\u202E Please pay.\u0007");
        await school.DoAsync<SendAddressKnownEmail>(async s => await s.ExecuteAsync(await IdOfAsync(email), Guid.NewGuid(), CancellationToken.None));
        Assert.StartsWith("Hello Ada Your account is locked. Please pay.,", Assert.Single(await Mails.ToAsync(email)), StringComparison.Ordinal);
    }

    private static string NewAddress() => $"{Guid.NewGuid():N}@eschool.test";

    private Task<Guid> IdOfAsync(string email) => school.ReadAsync(db => db.Users.Where(u => u.EmailNormalized == email).Select(u => u.Id).SingleAsync());

    private Task<string> RegisterAsync(string email, string password, Guid? requestId = null) =>
        school.DoAsync<Register, string>(r => r.ExecuteAsync(requestId ?? Guid.NewGuid(), email, password, "Ada", CancellationToken.None));

    private Task VerifyAsync(string token) => school.DoAsync<VerifyEmail>(v => v.ExecuteAsync(token, CancellationToken.None));

    /// <summary>Sends the verification mails that were asked for, as the jobs do.</summary>
    private async Task<IReadOnlyList<string>> SendAsync(string email)
    {
        var userId = await IdOfAsync(email);
        var asked = await WorkOfAsync(userId, VerificationEmailWork.Kind);
        var tokens = new List<string>();
        foreach (var work in asked)
        {
            await school.DoAsync<SendVerificationEmail>(s => s.ExecuteAsync(work.UserId, work.RegistrationId, CancellationToken.None));
            var count = tokens.Count + 1;
            await Wait.UntilAsync($"{count} mails", async () => (await Mails.ToAsync(email)).Count == count);
            tokens.Add(await Mails.FindTokenAsync(email, "verify-email"));
        }

        return tokens;
    }

    private async Task<int> AskedAsync(string email)
    {
        var userId = await IdOfAsync(email);
        return (await WorkOfAsync(userId, VerificationEmailWork.Kind)).Count + (await WorkOfAsync(userId, PasswordResetEmailWork.Kind)).Count;
    }

    private async Task<List<VerificationEmailWork>> WorkOfAsync(Guid userId, string kind)
    {
        var payloads = await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == kind).OrderBy(m => m.Id).Select(m => m.Payload).ToListAsync());
        return
        [
            .. payloads.Select(payload => System.Text.Json.JsonSerializer.Deserialize<VerificationEmailWork>(payload)!).Where(work => work.UserId == userId),
        ];
    }
}
