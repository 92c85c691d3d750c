using ESchool.Api.Calls;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Contracts.Identity.V1;
using Grpc.Core;

namespace ESchool.Api.Identity;

/// <summary>Sign-in with Google.</summary>
internal sealed partial class IdentityGrpcService
{
    public override async Task<BeginGoogleSignInResponse> BeginGoogleSignIn(BeginGoogleSignInRequest request, ServerCallContext context)
    {
        var begun = await context.UseCase<BeginGoogleSignIn>().ExecuteAsync(request.RedirectUri, context.CancellationToken);
        return new BeginGoogleSignInResponse
        {
            AuthorizationUrl = begun.AuthorizationUrl,
            FlowToken = begun.FlowToken,
            ExpireTime = begun.ExpiresAt.ToWire(),
        };
    }

    public override async Task<CompleteGoogleSignInResponse> CompleteGoogleSignIn(CompleteGoogleSignInRequest request, ServerCallContext context)
    {
        var outcome = await context
            .UseCase<CompleteGoogleSignIn>()
            .ExecuteAsync(request.Code, request.State, request.FlowToken, context.DeviceToken(request.DeviceToken), context.CancellationToken);
        var (session, challenge) = outcome.ToWire(context, request.TokenDelivery);
        return new CompleteGoogleSignInResponse { Session = session, SecondFactorChallenge = challenge };
    }

    public override async Task<SignInWithGoogleIdTokenResponse> SignInWithGoogleIdToken(SignInWithGoogleIdTokenRequest request, ServerCallContext context)
    {
        var outcome = await context
            .UseCase<SignInWithGoogleIdToken>()
            .ExecuteAsync(request.IdToken, request.Nonce, context.DeviceToken(request.DeviceToken), context.CancellationToken);
        var (session, challenge) = outcome.ToWire(context, request.TokenDelivery);
        return new SignInWithGoogleIdTokenResponse { Session = session, SecondFactorChallenge = challenge };
    }
}
