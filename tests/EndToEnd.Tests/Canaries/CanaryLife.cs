using ESchool.Contracts.Identity.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace ESchool.EndToEnd.Tests.Canaries;

/// <summary>A person who uses everything secret there is, and a careless client that puts secrets where they do not belong.</summary>
internal sealed partial class CanaryLife(
    RunningSchool running,
    TestSchool school,
    PickyMailServer mails,
    GrpcChannel channel,
    Secrets secrets,
    Refusals refusals
)
{
    private static readonly string Mark = Guid.NewGuid().ToString("N")[..12];

    private readonly string email = $"canary.{Mark}@eschool.test";
    private readonly string password = $"first-canary-password-{Mark}";
    private readonly string newPassword = $"second-canary-password-{Mark}";
    private readonly string wrongPassword = $"wrong-canary-password-{Mark}";

    private Totp app = null!;
    private Session session = null!;

    private IdentityService.IdentityServiceClient Identity => new(channel);

    private Metadata Headers => Bearer(session.AccessToken);

    /// <summary>Registers, signs in in every way, and changes everything that can be changed.</summary>
    public async Task ProveWhoTheyAreAsync()
    {
        secrets.Add("e-mail address", email, "identity.users");
        secrets.Add("password", password);
        secrets.Add("new password", newPassword);
        secrets.Add("wrong password", wrongPassword);
        await RegisterAsync();
        await SignInAsync();
        var recoveryCodes = await SetUpAppAsync();
        await ResetPasswordAsync(recoveryCodes);
    }

    private async Task RegisterAsync()
    {
        await Identity.RegisterAsync(
            new RegisterRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Email = email,
                Password = password,
                DisplayName = "Zephyrine",
            }
        );
        var token = await mails.FindTokenAsync(email, "verify-email");
        secrets.AddToken("verification token", token);
        await Identity.VerifyEmailAsync(new VerifyEmailRequest { Token = token });
        await refusals.OfAsync(() => Identity.VerifyEmailAsync(new VerifyEmailRequest { Token = $"{token}x" }).ResponseAsync);
        await Identity.RegisterAsync(
            new RegisterRequest
            {
                Email = email,
                Password = newPassword,
                DisplayName = "Zephyrine",
            }
        );
        await Identity.ResendVerificationEmailAsync(new ResendVerificationEmailRequest { Email = email });
    }

    private async Task SignInAsync()
    {
        await refusals.OfAsync(() => Identity.SignInAsync(new SignInRequest { Email = email, Password = wrongPassword }).ResponseAsync);
        var stolen = Keep("first", (await Identity.SignInAsync(new SignInRequest { Email = email, Password = password })).Session);
        using var byCookie = Identity.SignInAsync(
            new SignInRequest
            {
                Email = email,
                Password = password,
                TokenDelivery = TokenDelivery.Cookie,
            }
        );
        Keep("cookie", (await byCookie).Session);
        secrets.AddToken("refresh token of a cookie", Secrets.Between((await byCookie.ResponseHeadersAsync).GetValue("set-cookie")!, "="));

        Keep("second", (await Identity.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = stolen.RefreshToken })).Session);
        await refusals.OfAsync(() => Identity.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = stolen.RefreshToken }).ResponseAsync);
        session = Keep("third", (await Identity.SignInAsync(new SignInRequest { Email = email, Password = password })).Session);
    }

    private async Task<IReadOnlyList<string>> SetUpAppAsync()
    {
        var setup = await Identity.BeginTotpSetupAsync(new BeginTotpSetupRequest(), Headers);
        secrets.AddTotp("secret of the authenticator app", setup.Secret);
        app = new Totp(Base32Encoding.ToBytes(setup.Secret));
        var codes = (
            await Identity.ConfirmTotpSetupAsync(new ConfirmTotpSetupRequest { Code = app.ComputeTotp(DateTime.UtcNow.AddSeconds(-30)) }, Headers)
        ).RecoveryCodes;
        foreach (var (code, index) in codes.Select((code, index) => (code, index)))
        {
            secrets.Add($"recovery code {index}", code);
        }

        var challenge = await ChallengeAsync(password);
        await refusals.OfAsync(() => Identity.AnswerSecondFactorAsync(new AnswerSecondFactorRequest { Challenge = challenge, Code = "000000" }).ResponseAsync);
        session = Keep(
            "fourth",
            (await Identity.AnswerSecondFactorAsync(new AnswerSecondFactorRequest { Challenge = challenge, Code = app.ComputeTotp() })).Session
        );
        return codes;
    }

    private async Task ResetPasswordAsync(IReadOnlyList<string> recoveryCodes)
    {
        await Identity.RequestPasswordResetAsync(new RequestPasswordResetRequest { Email = email });
        var token = await mails.FindTokenAsync(email, "reset-password");
        secrets.AddToken("reset token", token);
        await refusals.OfAsync(() => Identity.ResetPasswordAsync(new ResetPasswordRequest { Token = token, NewPassword = email }).ResponseAsync);
        await Identity.ResetPasswordAsync(new ResetPasswordRequest { Token = token, NewPassword = newPassword });
        await refusals.OfAsync(() => Identity.ResetPasswordAsync(new ResetPasswordRequest { Token = token, NewPassword = newPassword }).ResponseAsync);

        var answer = new AnswerSecondFactorRequest { Challenge = await ChallengeAsync(newPassword), Code = recoveryCodes[0] };
        session = Keep("fifth", (await Identity.AnswerSecondFactorAsync(answer)).Session);
        await refusals.OfAsync(() => Identity.AnswerSecondFactorAsync(answer).ResponseAsync);
        await refusals.OfAsync(() =>
            Identity.ChangePasswordAsync(new ChangePasswordRequest { CurrentPassword = wrongPassword, NewPassword = newPassword }, Headers).ResponseAsync
        );
        await Identity.ConfirmIdentityAsync(new ConfirmIdentityRequest { Password = newPassword, Code = recoveryCodes[1] }, Headers);
    }

    private async Task<string> ChallengeAsync(string with)
    {
        var challenge = (await Identity.SignInAsync(new SignInRequest { Email = email, Password = with })).SecondFactorChallenge.Challenge;
        secrets.AddToken("challenge", challenge);
        return challenge;
    }

    private Session Keep(string name, Session opened)
    {
        secrets.Add($"{name} access token", opened.AccessToken);
        secrets.Add($"{name} access token, its signature", opened.AccessToken.Split('.')[2]);
        if (opened.DeviceToken.Length > 0)
        {
            secrets.Add($"{name} device token", opened.DeviceToken);
        }

        if (opened.RefreshToken.Length > 0)
        {
            secrets.AddToken($"{name} refresh token", opened.RefreshToken);
        }

        return opened;
    }

    private async Task BecomeInstructorAsync()
    {
        var normalized = email.ToLowerInvariant();
        await school.ReadAsync(db =>
            db.Users.Where(u => u.EmailNormalized == normalized)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.Roles, u => u.Roles | Domain.Identity.Roles.Instructor))
        );
        session = Keep("instructor's", (await Identity.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = session.RefreshToken })).Session);
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };
}
