using System.Globalization;
using ESchool.Api.Calls.Rates;
using ESchool.Domain;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Json;

/// <summary>
/// Holds calls over JSON to what calls over gRPC are held to before the interceptor sees them: the size of a message, and that bytes which are no message are
/// counted for their address and refused with an ErrorInfo. The library would take a body of any size, leave parameters out that it does not know, and answer
/// in words of its own, or none.
/// </summary>
internal sealed class JsonCalls(RequestDelegate next, RateLimits rates, IOptions<CallOptions> options, LogSampler sampler, ILogger<JsonCalls> logger)
{
    /// <summary>What can be inside a status.</summary>
    internal static readonly TypeRegistry Details = TypeRegistry.FromMessages(
        ErrorInfo.Descriptor,
        BadRequest.Descriptor,
        PreconditionFailure.Descriptor,
        RetryInfo.Descriptor
    );

    private static readonly Dictionary<Reason, int> Codes = new()
    {
        [CallReasons.RateLimited] = StatusCodes.Status429TooManyRequests,
        [CallReasons.MessageTooLong] = StatusCodes.Status413PayloadTooLarge,
        [CallReasons.PathUnknown] = StatusCodes.Status404NotFound,
        [CallReasons.MethodNotAllowed] = StatusCodes.Status405MethodNotAllowed,
    };

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Details));

    /// <summary>True for a call of an rpc by its path over HTTP.</summary>
    public static bool Is(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not null;

    /// <summary>Tells a client of HTTP when to try again, as RetryInfo does.</summary>
    public static void AddRetryAfter(HttpContext context, Google.Rpc.Status status)
    {
        if (Is(context) && status.GetDetail<RetryInfo>() is { } retry)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(retry.RetryDelay.ToTimeSpan().TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (!Is(context))
        {
            await (JsonPaths.IsOfRpcs(context.Request.Path) ? RefuseAsync(context, JsonPaths.Refusal(Allow(context))) : next(context));
            return;
        }

        if (JsonQueries.RefuseUnknown(context) is { } unknown)
        {
            await RefuseAsync(context, unknown);
            return;
        }

        var body = new BoundedBody(context.Request.Body, options.Value.MaximumMessageBytes, context.RequestAborted);
        if (context.Request.ContentLength > options.Value.MaximumMessageBytes)
        {
            await RefuseAsync(context, EarlyRefusals.MessageTooLong());
            return;
        }

        var answer = context.Response.Body;
        context.Request.Body = body;
        context.Response.Body = new HeldAnswer(answer, () => EarlyRefusals.IsHandedOver(context));
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = answer;
        }

        if (EarlyRefusals.IsHandedOver(context) || context.Response.HasStarted)
        {
            return;
        }

        if (CallDeadlines.HasPassed(context))
        {
            await WriteAsync(
                context,
                StatusCodes.Status504GatewayTimeout,
                new Google.Rpc.Status { Code = (int)Code.DeadlineExceeded, Message = "The deadline passed." }
            );
        }
        else if (!context.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(
                context,
                body.IsTooLong ? EarlyRefusals.MessageTooLong() : JsonQueries.RefuseUnreadable(context) ?? StatusMapping.MalformedMessage()
            );
        }
    }

    /// <summary>The token of the request has no say: it is cancelled when the deadline has passed, and the answer is short.</summary>
    private static Task WriteAsync(HttpContext context, int code, Google.Rpc.Status status)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = null;
        return context.Response.WriteAsync(Formatter.Format(status), CancellationToken.None);
    }

    /// <summary>Says with which methods the path is called, as HTTP wants it said with a 405.</summary>
    private static string Allow(HttpContext context)
    {
        var methods = JsonPaths.MethodsOf(context.Request.Path);
        if (methods.Length > 0)
        {
            context.Response.Headers.Allow = methods;
        }

        return methods;
    }

    private async Task RefuseAsync(HttpContext context, DomainException refusal)
    {
        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName ?? "A call of no rpc";
        try
        {
            await rates.RequireEarlyAsync(method, context);
        }
        catch (DomainException tooOften)
        {
            refusal = tooOften;
        }

        var status = StatusMapping.Of(refusal);
        AddRetryAfter(context, status);
        await WriteAsync(context, Codes.GetValueOrDefault(refusal.Reason, StatusCodes.Status400BadRequest), status);
        if (refusal.Reason != CallReasons.RateLimited && sampler.Take(refusal.Reason.Code, out var leftOut))
        {
            logger.LogInformation("{Method} was refused before it was read: {Reason}; {LeftOut} like it were not logged", method, refusal.Reason.Code, leftOut);
        }
    }
}
