using ESchool.Api.Calls;
using ESchool.Application.Identity;
using ESchool.Contracts.Identity.V1;
using Grpc.Core;

namespace ESchool.Api.Identity;

internal sealed class IdentityGrpcService(
    Register register, VerifyEmail verifyEmail, ResendVerificationEmail resend, SignIn signIn, RefreshSession refresh, SignOut signOut, GetUser getUser) : IdentityService.IdentityServiceBase
{
    public override async Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        var requestId = request.RequestId.Length > 0 ? Guid.Parse(request.RequestId) : Guid.CreateVersion7();
        await register.ExecuteAsync(requestId, request.Email, request.Password, request.DisplayName, context.CancellationToken);
        return new RegisterResponse();
    }

    public override async Task<VerifyEmailResponse> VerifyEmail(VerifyEmailRequest request, ServerCallContext context)
    {
        await verifyEmail.ExecuteAsync(request.Token, context.CancellationToken);
        return new VerifyEmailResponse();
    }

    public override async Task<ResendVerificationEmailResponse> ResendVerificationEmail(ResendVerificationEmailRequest request, ServerCallContext context)
    {
        await resend.ExecuteAsync(request.Email, context.CancellationToken);
        return new ResendVerificationEmailResponse();
    }

    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context) =>
        new() { Session = (await signIn.ExecuteAsync(request.Email, request.Password, context.CancellationToken)).ToWire() };

    public override async Task<RefreshSessionResponse> RefreshSession(RefreshSessionRequest request, ServerCallContext context) =>
        new() { Session = (await refresh.ExecuteAsync(request.RefreshToken, context.CancellationToken)).ToWire() };

    public override async Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        await signOut.ExecuteAsync(context.Actor(), context.CancellationToken);
        return new SignOutResponse();
    }

    public override async Task<GetUserResponse> GetUser(GetUserRequest request, ServerCallContext context)
    {
        var actor = context.Actor();
        var id = request.Name == "users/me" ? actor.UserId : ResourceNames.One(request.Name, "users/{user}");
        return new GetUserResponse { User = (await getUser.ExecuteAsync(actor, id, context.CancellationToken)).ToWire() };
    }
}
