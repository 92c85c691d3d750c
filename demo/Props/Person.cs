using ESchool.Contracts.Identity.V1;
using Grpc.Core;
using Grpc.Net.Client;
using OtpNet;

namespace ESchool.Demo.Props;

/// <summary>Somebody at the school's door: a name, an address, a password, perhaps an authenticator app, and once signed in, a token.</summary>
public sealed class Person(GrpcChannel channel, string name, string email, string password, string? totpSecret = null)
{
    private Session? session;

    public string Name => name;

    public string Email => email;

    public string Password => password;

    /// <summary>The user's resource name, once signed in.</summary>
    public string UserName => session!.User.Name;

    /// <summary>The metadata of a call in this person's name.</summary>
    public Metadata Headers => new() { { "authorization", $"Bearer {session!.AccessToken}" } };

    public CallOptions Call => new(Headers);

    public async Task RegisterAsync(Mailbox mailbox)
    {
        var identity = new IdentityService.IdentityServiceClient(channel);
        await identity.RegisterAsync(
            new RegisterRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Email = email,
                Password = password,
                DisplayName = name,
            }
        );
        var token = await mailbox.FindTokenAsync(email);
        await identity.VerifyEmailAsync(new VerifyEmailRequest { Token = token });
        await SignInAsync();
    }

    public async Task SignInAsync()
    {
        var identity = new IdentityService.IdentityServiceClient(channel);
        var answer = await identity.SignInAsync(new SignInRequest { Email = email, Password = password });
        session = answer.Session ?? await AnswerAsync(identity, answer.SecondFactorChallenge.Challenge);
    }

    private async Task<Session> AnswerAsync(IdentityService.IdentityServiceClient identity, string challenge)
    {
        var app = new Totp(Base32Encoding.ToBytes(totpSecret ?? throw new StoryException($"{name} is asked for a code and has no app.")));
        try
        {
            return (await identity.AnswerSecondFactorAsync(new AnswerSecondFactorRequest { Challenge = challenge, Code = app.ComputeTotp() })).Session;
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Unauthenticated)
        {
            // Each code works once: whoever signed in a moment ago waits for the next.
            await Task.Delay(TimeSpan.FromSeconds(app.RemainingSeconds() + 1));
            return (await identity.AnswerSecondFactorAsync(new AnswerSecondFactorRequest { Challenge = challenge, Code = app.ComputeTotp() })).Session;
        }
    }

    /// <summary>Gets the next tokens; they carry roles given since.</summary>
    public async Task RefreshAsync() =>
        session = (
            await new IdentityService.IdentityServiceClient(channel).RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = session!.RefreshToken })
        ).Session;
}
