using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Merging;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;

namespace ESchool.Api.Administration.Merging;

internal sealed class AccountMergeGrpcService : AccountMergeService.AccountMergeServiceBase
{
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
