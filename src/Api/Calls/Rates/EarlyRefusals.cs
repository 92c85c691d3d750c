using System.Net;
using ESchool.Domain;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace ESchool.Api.Calls.Rates;

/// <summary>
/// What gRPC refuses before the interceptor sees it: bytes that are no message, a message that is too long. Such a call is counted for its address like any
/// other, has a status with an ErrorInfo like any other, and one sampled line in the log.
/// </summary>
internal sealed class EarlyRefusals(RequestDelegate next, RateLimits rates, LogSampler sampler, ILogger<EarlyRefusals> logger)
{
    private const string DetailsHeader = "grpc-status-details-bin";
    private static readonly object Reached = new();

    /// <summary>Says that the interceptor has the call now.</summary>
    public static void HandOver(ServerCallContext context) => context.GetHttpContext().Items[Reached] = true;

    /// <summary>True when the interceptor has the call, or had it.</summary>
    public static bool IsHandedOver(HttpContext context) => context.Items.ContainsKey(Reached);

    public static DomainException MessageTooLong() => new(CallReasons.MessageTooLong, "The message is longer than the server takes.");

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (
            context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is { } method
            && !IsHandedOver(context)
            && !context.RequestAborted.IsCancellationRequested
            && StatusPlaceOf(context.Response) is { } headers
            && RefusalOf(headers.GrpcStatus.ToString()) is { } refusal
        )
        {
            await RefuseAsync(context, method.FullName, headers, refusal);
        }
    }

    private async Task RefuseAsync(HttpContext context, string method, IHeaderDictionary headers, DomainException refusal)
    {
        try
        {
            await rates.RequireEarlyAsync(method, context);
        }
        catch (DomainException tooOften)
        {
            refusal = tooOften;
        }

        var status = StatusMapping.Of(refusal);
        headers.GrpcStatus = status.Code.ToString();
        headers.GrpcMessage = WebUtility.UrlEncode(status.Message).Replace("+", "%20", StringComparison.Ordinal);
        headers[DetailsHeader] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
        if (refusal.Reason != CallReasons.RateLimited && sampler.Take(refusal.Reason.Code, out var leftOut))
        {
            logger.LogInformation("{Method} was refused before it was read: {Reason}; {LeftOut} like it were not logged", method, refusal.Reason.Code, leftOut);
        }
    }

    /// <summary>Where gRPC has put the status: before the answer began in its headers, afterwards in the trailers.</summary>
    private static IHeaderDictionary? StatusPlaceOf(HttpResponse response)
    {
        if (!response.HasStarted && response.Headers.GrpcStatus.Count > 0)
        {
            return response.Headers;
        }

        return
            response.SupportsTrailers()
            && response.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers
            && trailers.GrpcStatus.Count > 0
            ? trailers
            : null;
    }

    private static DomainException? RefusalOf(string status) =>
        status switch
        {
            "2" or "13" => StatusMapping.MalformedMessage(),
            "8" => MessageTooLong(),
            _ => null,
        };
}
