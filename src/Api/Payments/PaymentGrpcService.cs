using ESchool.Api.Calls;
using ESchool.Application.Payments;
using ESchool.Contracts.Payments.V1;
using Grpc.Core;

namespace ESchool.Api.Payments;

internal sealed class PaymentGrpcService(StartCheckout start, GetOrder get, ListOrders list, PageTokens pages) : PaymentService.PaymentServiceBase
{
    public override async Task<StartCheckoutResponse> StartCheckout(StartCheckoutRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Course, "courses/{course}", "course");
        var returnTo = new CheckoutReturn(request.SuccessUrl, request.CancelUrl);
        var order = await start.ExecuteAsync(context.Actor(), Guid.Parse(request.RequestId), courseId, returnTo, context.CancellationToken);
        return new StartCheckoutResponse { Order = order.ToWire(), CheckoutUrl = order.CheckoutUrl ?? "" };
    }

    public override async Task<GetOrderResponse> GetOrder(GetOrderRequest request, ServerCallContext context) =>
        new() { Order = (await get.ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "orders/{order}"), context.CancellationToken)).ToWire() };

    public override async Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        var arguments = new ListOrdersRequest();
        var page = await list.ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOrdersResponse { Orders = { page.Items.Select(o => o.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }
}

internal static class PaymentMapping
{
    public static Order ToWire(this Domain.Payments.Order order) => new()
    {
        Name = $"orders/{order.Id}",
        Course = $"courses/{order.CourseId}",
        CourseTitle = order.CourseTitle,
        Total = order.Total.ToWire(),
        State = (Order.Types.State)order.State,
        Enrollment = order.EnrollmentId is { } id ? $"enrollments/{id}" : "",
        CreateTime = order.CreatedAt.ToWire(),
        PayTime = order.PaidAt.ToWire(),
    };
}
