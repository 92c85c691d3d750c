using System.Globalization;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;

namespace ESchool.Api.Calls.Rates;

/// <summary>Holds what is served over plain HTTP to the rate of reads, by address.</summary>
internal static class RateLimitedEndpoints
{
    public static TBuilder LimitReads<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                try
                {
                    await http.RequestServices.GetRequiredService<RateLimits>().RequireAsync(RateClass.Read, actor: null, http);
                }
                catch (DomainException refusal)
                {
                    var seconds = Math.Ceiling(refusal.RetryAfter.GetValueOrDefault().TotalSeconds);
                    http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                    return Results.Problem(ContractWords.MessageOf(refusal), statusCode: StatusCodes.Status429TooManyRequests, title: refusal.Reason.Code);
                }

                return await next(context);
            }
        );
}
