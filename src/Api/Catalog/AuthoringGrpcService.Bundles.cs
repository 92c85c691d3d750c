using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Bundles;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;

namespace ESchool.Api.Catalog;

/// <content>Courses that are sold together.</content>
internal sealed partial class AuthoringGrpcService
{
    public override Task<CreateBundleResponse> CreateBundle(CreateBundleRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var courseIds = request.Courses.Select((course, i) => ResourceNames.One(course, CoursePattern, $"courses[{i}]")).ToList();
                Domain.Money[] prices = [request.Price.ToMoney("price"), .. request.OtherPrices.Select((price, i) => price.ToMoney($"other_prices[{i}]"))];
                var bundle = await context.UseCase<CreateBundle>().ExecuteAsync(context.Actor(), request.Title, courseIds, prices, context.CancellationToken);
                return new CreateBundleResponse { Bundle = bundle.ToWire() };
            }
        );

    public override async Task<WithdrawBundleResponse> WithdrawBundle(WithdrawBundleRequest request, ServerCallContext context) =>
        new()
        {
            Bundle = (
                await context
                    .UseCase<WithdrawBundle>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "bundles/{bundle}"), context.CancellationToken)
            ).ToWire(),
        };
}
