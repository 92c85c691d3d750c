using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Sales;
using ESchool.Contracts.Payments.V1;
using Grpc.Core;

namespace ESchool.Api.Payments.Sales;

internal sealed class SalesGrpcService(PageTokens pages) : SalesService.SalesServiceBase
{
    public override async Task<GetSalesReportResponse> GetSalesReport(GetSalesReportRequest request, ServerCallContext context)
    {
        var lines = await context
            .UseCase<ReportSales>()
            .ExecuteAsync(
                context.Actor(),
                WireDays.Between(request.FirstDay, request.LastDay, request.TimeZone),
                (SalesDimension)request.Dimension,
                context.CancellationToken
            );
        return new GetSalesReportResponse { Lines = { lines.Select(line => line.ToWire()) } };
    }

    public override async Task<ListSalesResponse> ListSales(ListSalesRequest request, ServerCallContext context)
    {
        var arguments = new ListSalesRequest { Course = request.Course };
        var courseId = request.Course.Length == 0 ? (Guid?)null : ResourceNames.One(request.Course, "courses/{course}", "course");
        var page = await context
            .UseCase<ListSales>()
            .ExecuteAsync(context.Actor(), courseId, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListSalesResponse { Sales = { page.Items.Select(sale => sale.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }
}
