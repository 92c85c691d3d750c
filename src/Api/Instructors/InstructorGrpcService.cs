using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Instructors;
using ESchool.Application.Instructors.Applications;
using ESchool.Application.Instructors.PayoutAccounts;
using ESchool.Contracts.Instructors.V1;
using ESchool.Domain.Instructors;
using Grpc.Core;

namespace ESchool.Api.Instructors;

internal sealed class InstructorGrpcService(IdempotentCalls idempotent, PageTokens pages) : InstructorService.InstructorServiceBase
{
    private const string ApplicationPattern = "applications/{application}";
    private const string InstructorPattern = "instructors/{instructor}";

    public override async Task<SaveApplicationResponse> SaveApplication(SaveApplicationRequest request, ServerCallContext context) =>
        new()
        {
            Application = (
                await context.UseCase<SaveApplication>().ExecuteAsync(context.Actor(), request.Bio, request.Expertise, context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<CreateApplicationUploadResponse> CreateApplicationUpload(CreateApplicationUploadRequest request, ServerCallContext context)
    {
        var upload = await context
            .UseCase<CreateApplicationUpload>()
            .ExecuteAsync(context.Actor(), IdOf(request.Name), (DocumentKind)request.Kind, request.ContentType, context.CancellationToken);
        return new CreateApplicationUploadResponse
        {
            Url = upload.Form.Url,
            Fields = { upload.Form.Fields.ToDictionary() },
            ExpireTime = upload.Form.ExpiresAt.ToWire(),
            Upload = upload.Token,
        };
    }

    public override async Task<CompleteApplicationUploadResponse> CompleteApplicationUpload(
        CompleteApplicationUploadRequest request,
        ServerCallContext context
    ) =>
        new()
        {
            Application = (
                await context.UseCase<CompleteApplicationUpload>().ExecuteAsync(context.Actor(), IdOf(request.Name), request.Upload, context.CancellationToken)
            ).ToWire(),
        };

    public override Task<SubmitApplicationResponse> SubmitApplication(SubmitApplicationRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new SubmitApplicationResponse
                {
                    Application = (
                        await context.UseCase<SubmitApplication>().ExecuteAsync(context.Actor(), request.Bio, request.Expertise, context.CancellationToken)
                    ).ToWire(),
                }
        );

    public override async Task<WithdrawApplicationResponse> WithdrawApplication(WithdrawApplicationRequest request, ServerCallContext context) =>
        new()
        {
            Application = (await context.UseCase<WithdrawApplication>().ExecuteAsync(context.Actor(), IdOf(request.Name), context.CancellationToken)).ToWire(),
        };

    public override async Task<GetApplicationResponse> GetApplication(GetApplicationRequest request, ServerCallContext context)
    {
        var id = request.Name == "applications/me" ? (Guid?)null : IdOf(request.Name);
        return new GetApplicationResponse
        {
            Application = (await context.UseCase<GetApplication>().ExecuteAsync(context.Actor(), id, context.CancellationToken)).ToWire(),
        };
    }

    public override async Task<ListApplicationsResponse> ListApplications(ListApplicationsRequest request, ServerCallContext context)
    {
        var arguments = new ListApplicationsRequest { State = request.State };
        var state = request.State == Contracts.Instructors.V1.Application.Types.State.Unspecified ? (ApplicationState?)null : (ApplicationState)request.State;
        var page = await context
            .UseCase<ListApplications>()
            .ExecuteAsync(state, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListApplicationsResponse { Applications = { page.Items.Select(a => a.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ReviewApplicationResponse> ReviewApplication(ReviewApplicationRequest request, ServerCallContext context)
    {
        var application = await context
            .UseCase<ReviewApplication>()
            .ExecuteAsync(context.Actor(), IdOf(request.Name), (ApplicationDecision)request.Decision, request.Message, context.CancellationToken);
        return new ReviewApplicationResponse { Application = application.ToWire() };
    }

    public override async Task<SetInstructorTrustResponse> SetInstructorTrust(SetInstructorTrustRequest request, ServerCallContext context)
    {
        var trustedAt = await context
            .UseCase<SetInstructorTrust>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, InstructorPattern), request.Trusted, request.Reason, context.CancellationToken);
        return new SetInstructorTrustResponse { TrustTime = trustedAt.ToWire() };
    }

    public override async Task<GetInstructorResponse> GetInstructor(GetInstructorRequest request, ServerCallContext context) =>
        new()
        {
            Instructor = (
                await context
                    .UseCase<GetInstructor>()
                    .ExecuteAsync(
                        ResourceNames.Parse(request.Name, "users/{user}") is [var userId] ? userId : ResourceNames.One(request.Name, InstructorPattern),
                        context.CancellationToken
                    )
            ).ToWire(),
        };

    public override async Task<UpdateInstructorResponse> UpdateInstructor(UpdateInstructorRequest request, ServerCallContext context)
    {
        var wire = request.Instructor;
        var paths = UpdateMasks.Read(request.UpdateMask, "instructor", wire).Paths;
        string? Changed(string path, string value) => paths.Contains(path) ? value : null;

        var change = new InstructorChange(Changed("headline", wire.Headline), Changed("bio", wire.Bio), Changed("expertise", wire.Expertise));
        var userId = wire.Name == "instructors/me" ? context.Actor().UserId : ResourceNames.One(wire.Name, InstructorPattern, "instructor.name");
        return new UpdateInstructorResponse
        {
            Instructor = (await context.UseCase<UpdateInstructor>().ExecuteAsync(context.Actor(), userId, change, context.CancellationToken)).ToWire(),
        };
    }

    public override async Task<CreatePayoutOnboardingLinkResponse> CreatePayoutOnboardingLink(
        CreatePayoutOnboardingLinkRequest request,
        ServerCallContext context
    )
    {
        var link = await context
            .UseCase<CreatePayoutOnboardingLink>()
            .ExecuteAsync(context.Actor(), new Uri(request.ReturnUrl), new Uri(request.RefreshUrl), request.CountryCode, context.CancellationToken);
        return new CreatePayoutOnboardingLinkResponse { Url = link.Url, ExpireTime = link.ExpiresAt.ToWire() };
    }

    public override async Task<GetPayoutAccountResponse> GetPayoutAccount(GetPayoutAccountRequest request, ServerCallContext context) =>
        new() { PayoutAccount = (await context.UseCase<GetPayoutAccount>().ExecuteAsync(context.Actor(), context.CancellationToken)).ToWire() };

    private static Guid IdOf(string name) => ResourceNames.One(name, ApplicationPattern);
}
