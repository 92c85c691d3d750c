using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Avatars;
using ESchool.Application.Identity.Passwords;
using ESchool.Contracts.Identity.V1;
using ESchool.Domain;
using Grpc.Core;

namespace ESchool.Api.Identity;

/// <summary>Accounts: registration, passwords, the profile. Sessions, Google, second factor and privacy have files of their own.</summary>
internal sealed partial class IdentityGrpcService : IdentityService.IdentityServiceBase
{
    private const string UserPattern = "users/{user}";

    public override async Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        var requestId = request.RequestId.Length > 0 ? Guid.Parse(request.RequestId) : Guid.CreateVersion7();
        return new RegisterResponse
        {
            MailCode = await context
                .UseCase<Register>()
                .ExecuteAsync(requestId, request.Email, request.Password, request.DisplayName, context.CancellationToken),
        };
    }

    public override async Task<VerifyEmailResponse> VerifyEmail(VerifyEmailRequest request, ServerCallContext context)
    {
        await context.UseCase<VerifyEmail>().ExecuteAsync(request.Token, context.CancellationToken);
        return new VerifyEmailResponse();
    }

    public override async Task<ResendVerificationEmailResponse> ResendVerificationEmail(ResendVerificationEmailRequest request, ServerCallContext context)
    {
        await context.UseCase<ResendVerificationEmail>().ExecuteAsync(request.Email, context.CancellationToken);
        return new ResendVerificationEmailResponse();
    }

    public override async Task<RequestPasswordResetResponse> RequestPasswordReset(RequestPasswordResetRequest request, ServerCallContext context)
    {
        await context.UseCase<RequestPasswordReset>().ExecuteAsync(request.Email, context.CancellationToken);
        return new RequestPasswordResetResponse();
    }

    public override async Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        await context.UseCase<ResetPassword>().ExecuteAsync(request.Token, request.NewPassword, context.CancellationToken);
        return new ResetPasswordResponse();
    }

    public override async Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        await context.UseCase<ChangePassword>().ExecuteAsync(context.Actor(), request.CurrentPassword, request.NewPassword, context.CancellationToken);
        return new ChangePasswordResponse();
    }

    public override async Task<GetUserResponse> GetUser(GetUserRequest request, ServerCallContext context) =>
        new()
        {
            User = (
                await context.UseCase<GetUser>().ExecuteAsync(context.Actor(), UserIdOf(request.Name, "name", context), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<UpdateUserResponse> UpdateUser(UpdateUserRequest request, ServerCallContext context)
    {
        var wire = request.User;
        var paths = UpdateMasks.Read(request.UpdateMask, "user", wire).Paths;
        string? Changed(string path, string value) => paths.Contains(path) ? value : null;

        var change = new UserChange(
            Changed("display_name", wire.DisplayName),
            Changed("time_zone", wire.TimeZone),
            Changed("locale", LanguageTag.Find(wire.Locale) ?? "")
        );
        var profile = await context
            .UseCase<UpdateUser>()
            .ExecuteAsync(context.Actor(), UserIdOf(wire.Name, "user.name", context), change, context.CancellationToken);
        return new UpdateUserResponse { User = profile.ToWire() };
    }

    public override async Task<CreateAvatarUploadResponse> CreateAvatarUpload(CreateAvatarUploadRequest request, ServerCallContext context)
    {
        var upload = await context.UseCase<CreateAvatarUpload>().ExecuteAsync(context.Actor(), request.ContentType, context.CancellationToken);
        return new CreateAvatarUploadResponse
        {
            Url = upload.Form.Url,
            Fields = { upload.Form.Fields.ToDictionary() },
            ExpireTime = upload.Form.ExpiresAt.ToWire(),
            Upload = upload.UploadId.ToString(),
        };
    }

    public override async Task<SetAvatarResponse> SetAvatar(SetAvatarRequest request, ServerCallContext context)
    {
        await context.UseCase<SetAvatar>().ExecuteAsync(context.Actor(), Guid.Parse(request.Upload), context.CancellationToken);
        return new SetAvatarResponse();
    }

    public override async Task<DeleteAvatarResponse> DeleteAvatar(DeleteAvatarRequest request, ServerCallContext context)
    {
        await context.UseCase<DeleteAvatar>().ExecuteAsync(context.Actor(), context.CancellationToken);
        return new DeleteAvatarResponse();
    }

    private static Guid UserIdOf(string name, string field, ServerCallContext context) =>
        name == "users/me" ? context.Actor().UserId : ResourceNames.One(name, UserPattern, field);
}
