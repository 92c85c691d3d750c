using ESchool.Api.Calls;
using ESchool.Application.Payments.Tax;
using ESchool.Contracts.Payments.V1;
using Grpc.Core;

namespace ESchool.Api.Payments.Tax;

internal sealed class TaxGrpcService : TaxService.TaxServiceBase
{
    public override async Task<GetTaxSummaryResponse> GetTaxSummary(GetTaxSummaryRequest request, ServerCallContext context) =>
        new() { Rows = { (await context.UseCase<GetTaxSummary>().ExecuteAsync(request.Year, context.CancellationToken)).Select(m => m.ToWire()) } };
}
