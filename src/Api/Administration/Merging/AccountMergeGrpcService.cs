using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Merging;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;

namespace ESchool.Api.Administration.Merging;

internal sealed class AccountMergeGrpcService(IdempotentCalls idempotent, PageTokens pages, TimeProvider clock) : AccountMergeService.AccountMergeServiceBase
{
    private const string Pattern = "accountMerges/{account_merge}";

    public override Task<PrepareAccountMergeResponse> PrepareAccountMerge(PrepareAccountMergeRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var merge = await context
                    .UseCase<PrepareAccountMerge>()
                    .ExecuteAsync(
                        context.Actor(),
                        ResourceNames.One(request.Source, "users/{user}", "source"),
                        ResourceNames.One(request.Target, "users/{user}", "target"),
                        request.Reason,
                        context.CancellationToken
                    );
                return new PrepareAccountMergeResponse { AccountMerge = merge.ToWire(clock.GetUtcNow()) };
            }
        );

    public override async Task<ConfirmAccountMergeResponse> ConfirmAccountMerge(ConfirmAccountMergeRequest request, ServerCallContext context)
    {
        var merge = await context
            .UseCase<ConfirmAccountMerge>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), request.Etag, context.CancellationToken);
        return new ConfirmAccountMergeResponse { AccountMerge = merge.ToWire(clock.GetUtcNow()) };
    }

    public override async Task<GetAccountMergeResponse> GetAccountMerge(GetAccountMergeRequest request, ServerCallContext context)
    {
        var merge = await context.UseCase<GetAccountMerge>().ExecuteAsync(ResourceNames.One(request.Name, Pattern), context.CancellationToken);
        return new GetAccountMergeResponse { AccountMerge = merge.ToWire(clock.GetUtcNow()) };
    }

    public override async Task<ListAccountMergesResponse> ListAccountMerges(ListAccountMergesRequest request, ServerCallContext context)
    {
        var arguments = new ListAccountMergesRequest();
        if (request.HasUser)
        {
            arguments.User = request.User;
        }

        var page = await context
            .UseCase<ListAccountMerges>()
            .ExecuteAsync(
                request.HasUser ? ResourceNames.One(request.User, "users/{user}", "user") : null,
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        var now = clock.GetUtcNow();
        return new ListAccountMergesResponse
        {
            AccountMerges = { page.Items.Select(merge => merge.ToRow(now)) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<CancelAccountMergeResponse> CancelAccountMerge(CancelAccountMergeRequest request, ServerCallContext context)
    {
        var merge = await context
            .UseCase<CancelAccountMerge>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken);
        return new CancelAccountMergeResponse { AccountMerge = merge.ToWire(clock.GetUtcNow()) };
    }

    public override async Task<MoveEnrollmentResponse> MoveEnrollment(MoveEnrollmentRequest request, ServerCallContext context)
    {
        await context
            .UseCase<MoveEnrollment>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Name, "enrollments/{enrollment}"),
                ResourceNames.One(request.Student, "users/{user}", "student"),
                request.Reason,
                context.CancellationToken
            );
        return new MoveEnrollmentResponse();
    }
}
