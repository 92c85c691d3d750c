using ESchool.Api.Calls;
using ESchool.Application.Instructors;
using ESchool.Contracts.Instructors.V1;
using ESchool.Domain.Instructors;
using Grpc.Core;
using WireApplication = ESchool.Contracts.Instructors.V1.Application;

namespace ESchool.Api.Instructors;

internal sealed class InstructorGrpcService(
    SubmitApplication submit, GetApplication get, ListApplications list, ReviewApplication review, CreatePayoutOnboardingLink createLink, GetPayoutAccount getAccount,
    IdempotentCalls idempotent, PageTokens pages) : InstructorService.InstructorServiceBase
{
    private const string Pattern = "applications/{application}";

    public override Task<SubmitApplicationResponse> SubmitApplication(SubmitApplicationRequest request, ServerCallContext context) =>
        idempotent.RunAsync(context, request, request.RequestId, async () => new SubmitApplicationResponse
        {
            Application = (await submit.ExecuteAsync(context.Actor(), request.Bio, request.Expertise, context.CancellationToken)).ToWire(),
        });

    public override async Task<GetApplicationResponse> GetApplication(GetApplicationRequest request, ServerCallContext context) =>
        new() { Application = (await get.ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken)).ToWire() };

    public override async Task<ListApplicationsResponse> ListApplications(ListApplicationsRequest request, ServerCallContext context)
    {
        var arguments = new ListApplicationsRequest { State = request.State };
        var state = request.State == WireApplication.Types.State.Unspecified ? (ApplicationState?)null : (ApplicationState)request.State;
        var page = await list.ExecuteAsync(state, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListApplicationsResponse { Applications = { page.Items.Select(a => a.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ReviewApplicationResponse> ReviewApplication(ReviewApplicationRequest request, ServerCallContext context)
    {
        var approve = request.Decision == ReviewApplicationRequest.Types.Decision.Approve;
        var application = await review.ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), approve, request.Message, context.CancellationToken);
        return new ReviewApplicationResponse { Application = application.ToWire() };
    }

    public override async Task<CreatePayoutOnboardingLinkResponse> CreatePayoutOnboardingLink(CreatePayoutOnboardingLinkRequest request, ServerCallContext context)
    {
        var link = await createLink.ExecuteAsync(context.Actor(), new Uri(request.ReturnUrl), new Uri(request.RefreshUrl), context.CancellationToken);
        return new CreatePayoutOnboardingLinkResponse { Url = link.Url, ExpireTime = link.ExpiresAt.ToWire() };
    }

    public override async Task<GetPayoutAccountResponse> GetPayoutAccount(GetPayoutAccountRequest request, ServerCallContext context)
    {
        var account = await getAccount.ExecuteAsync(context.Actor(), context.CancellationToken);
        return new GetPayoutAccountResponse
        {
            PayoutAccount = new Contracts.Instructors.V1.PayoutAccount
            {
                StripeAccount = account.StripeAccountId,
                DetailsSubmitted = account.DetailsSubmitted,
                PayoutsEnabled = account.PayoutsEnabled,
            },
        };
    }
}

internal static class InstructorMapping
{
    public static WireApplication ToWire(this InstructorApplication application) => new()
    {
        Name = $"applications/{application.Id}",
        Applicant = $"users/{application.ApplicantId}",
        Bio = application.Bio,
        Expertise = application.Expertise,
        State = (WireApplication.Types.State)application.State,
        ReviewMessage = application.ReviewMessage,
        SubmitTime = application.SubmittedAt.ToWire(),
        ReviewTime = application.ReviewedAt.ToWire(),
    };
}
