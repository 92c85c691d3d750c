using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Fees;
using ESchool.Contracts.Payments.V1;
using Grpc.Core;

namespace ESchool.Api.Payments.Fees;

internal sealed class RevenueTermsGrpcService : RevenueTermsService.RevenueTermsServiceBase
{
    private const string TermsPattern = "users/{user}/revenueTerms";

    public override async Task<GetRevenueTermsResponse> GetRevenueTerms(GetRevenueTermsRequest request, ServerCallContext context) =>
        new()
        {
            Terms = (
                await context.UseCase<GetRevenueTerms>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, TermsPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<AgreeRevenueTermsResponse> AgreeRevenueTerms(AgreeRevenueTermsRequest request, ServerCallContext context)
    {
        var fees = request.Fees is { } agreed
            ? new Domain.Payments.Checkout.FeeSchedule(agreed.SaleBasisPoints, agreed.InstructorCouponBasisPoints, agreed.PromotionBasisPoints)
            : null;
        var terms = await context
            .UseCase<AgreeRevenueTerms>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, TermsPattern), fees, request.Reason, context.CancellationToken);
        return new AgreeRevenueTermsResponse { Terms = terms.ToWire() };
    }
}
