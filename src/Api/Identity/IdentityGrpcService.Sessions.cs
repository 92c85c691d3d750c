using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity.SecondFactor;
using ESchool.Application.Identity.Sessions;
using ESchool.Contracts.Identity.V1;
using Grpc.Core;

namespace ESchool.Api.Identity;

/// <summary>Sessions and the second factor.</summary>
internal sealed partial class IdentityGrpcService
{
    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        var device = context.DeviceToken(request.DeviceToken);
        var (session, challenge) = (await context.UseCase<SignIn>().ExecuteAsync(request.Email, request.Password, device, context.CancellationToken)).ToWire(
            context,
            request.TokenDelivery
        );
        return new SignInResponse { Session = session, SecondFactorChallenge = challenge };
    }

    public override async Task<AnswerSecondFactorResponse> AnswerSecondFactor(AnswerSecondFactorRequest request, ServerCallContext context)
    {
        var tokens = await context
            .UseCase<AnswerSecondFactor>()
            .ExecuteAsync(request.Challenge, request.Code, context.DeviceToken(request.DeviceToken), context.CancellationToken);
        return new AnswerSecondFactorResponse { Session = context.Deliver(tokens, request.TokenDelivery) };
    }

    public override async Task<RefreshSessionResponse> RefreshSession(RefreshSessionRequest request, ServerCallContext context)
    {
        // Where the token came from, the next one goes.
        var delivery = request.RefreshToken.Length > 0 ? TokenDelivery.Message : TokenDelivery.Cookie;
        var token = delivery == TokenDelivery.Cookie ? RefreshCookie.Read(context) : request.RefreshToken;
        var tokens = await context.UseCase<RefreshSession>().ExecuteAsync(token, context.DeviceToken(request.DeviceToken), context.CancellationToken);
        return new RefreshSessionResponse { Session = context.Deliver(tokens, delivery) };
    }

    public override async Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        await context.UseCase<SignOut>().ExecuteAsync(context.Actor(), context.CancellationToken);
        RefreshCookie.Delete(context);
        return new SignOutResponse();
    }

    public override async Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        var actor = context.Actor();
        var sessions = await context.UseCase<ListSessions>().ExecuteAsync(actor, context.CancellationToken);
        return new ListSessionsResponse { Sessions = { sessions.Select(session => session.ToWire(actor.SessionId)) } };
    }

    public override async Task<RevokeSessionsResponse> RevokeSessions(RevokeSessionsRequest request, ServerCallContext context)
    {
        SessionSelection selection = request.WhichCase switch
        {
            RevokeSessionsRequest.WhichOneofCase.Name => new SessionSelection.One(ResourceNames.One(request.Name, "sessions/{session}")),
            RevokeSessionsRequest.WhichOneofCase.AllOthers => new SessionSelection.Others(),
            _ => new SessionSelection.All(),
        };
        return new RevokeSessionsResponse
        {
            RevokedCount = await context.UseCase<RevokeSessions>().ExecuteAsync(context.Actor(), selection, context.CancellationToken),
        };
    }

    public override async Task<ConfirmIdentityResponse> ConfirmIdentity(ConfirmIdentityRequest request, ServerCallContext context) =>
        new()
        {
            ExpireTime = (
                await context.UseCase<ConfirmIdentity>().ExecuteAsync(context.Actor(), request.Password, request.Code, context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<BeginTotpSetupResponse> BeginTotpSetup(BeginTotpSetupRequest request, ServerCallContext context)
    {
        var setup = await context.UseCase<BeginTotpSetup>().ExecuteAsync(context.Actor(), context.CancellationToken);
        return new BeginTotpSetupResponse { Secret = setup.Secret, OtpauthUrl = setup.OtpauthUrl };
    }

    public override async Task<ConfirmTotpSetupResponse> ConfirmTotpSetup(ConfirmTotpSetupRequest request, ServerCallContext context) =>
        new() { RecoveryCodes = { await context.UseCase<ConfirmTotpSetup>().ExecuteAsync(context.Actor(), request.Code, context.CancellationToken) } };

    public override async Task<DisableTotpResponse> DisableTotp(DisableTotpRequest request, ServerCallContext context)
    {
        await context.UseCase<DisableTotp>().ExecuteAsync(context.Actor(), context.CancellationToken);
        return new DisableTotpResponse();
    }

    public override async Task<ReplaceRecoveryCodesResponse> ReplaceRecoveryCodes(ReplaceRecoveryCodesRequest request, ServerCallContext context) =>
        new() { RecoveryCodes = { await context.UseCase<ReplaceRecoveryCodes>().ExecuteAsync(context.Actor(), context.CancellationToken) } };
}
