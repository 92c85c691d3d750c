using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Json;
using ESchool.Api.Calls.Rates;
using ESchool.Api.Calls.Streams;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ESchool.Api.Calls;

/// <summary>
/// What every call goes through, in this order and for all four shapes: a number for the log, rate, access, shape; and on the way out,
/// every exception becomes a <c>google.rpc.Status</c>.
/// </summary>
internal sealed class CallInterceptor(RateLimits rates, OpenStreams streams, AccessPolicies policies, RequestRules rules, ILogger<CallInterceptor> logger)
    : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    ) =>
        GuardAsync(
            context,
            async () =>
            {
                // Health is asked by whoever watches over us, as often as they like.
                await rates.RequireAsync(context, otherwise: RateClass.Unspecified);
                await policies.RequireAsync(context);
                Compose(request);
                rules.Require(request);
                return await ReadOnlyViews.RunAsync(context, () => continuation(request, context));
            }
        );

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    ) =>
        GuardAsync(
            context,
            async () =>
            {
                await rates.RequireAsync(context, otherwise: RateClass.Stream);
                using var stream = streams.Open(context);
                await policies.RequireAsync(context);
                Compose(request);
                rules.Require(request);
                await continuation(request, responseStream, context);
                return true;
            }
        );

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation
    ) =>
        GuardAsync(
            context,
            async () =>
            {
                await rates.RequireAsync(context, otherwise: RateClass.Stream);
                using var stream = streams.Open(context);
                await policies.RequireAsync(context);
                return await continuation(requestStream, context);
            }
        );

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation
    ) =>
        GuardAsync(
            context,
            async () =>
            {
                await rates.RequireAsync(context, otherwise: RateClass.Stream);
                using var stream = streams.Open(context);
                await policies.RequireAsync(context);
                await continuation(requestStream, responseStream, context);
                return true;
            }
        );

    private static void Compose<TRequest>(TRequest request)
    {
        if (request is IMessage message)
        {
            ComposedText.In(message);
        }
    }

    private async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        EarlyRefusals.HandOver(context);
        var callId = context.GetHttpContext().TraceIdentifier;
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Method"] = context.Method, ["CallId"] = callId });
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            throw;
        }
        catch (Exception exception) when (StatusMapping.Of(exception) is { } status)
        {
            // A flood must not become a flood of log lines; it is counted instead.
            var level = exception is DomainException { Reason: var reason } && reason == CallReasons.RateLimited ? LogLevel.Debug : LogLevel.Information;
            logger.Log(level, "{Method} was refused: {Code} {Reason}", context.Method, (StatusCode)status.Code, status.Message);
            JsonCalls.AddRetryAfter(context.GetHttpContext(), status);
            throw status.ToRpcException();
        }
        catch (Exception exception)
            when (context.CancellationToken.IsCancellationRequested || exception is OperationCanceledException || StatusMapping.IsCallerGone(exception))
        {
            var expired = CallDeadlines.HasPassed(context);
            throw new RpcException(
                new Status(expired ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, expired ? "The deadline passed." : "The caller gave up.")
            );
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "{Method} failed; call {CallId}", context.Method, callId);
            throw StatusMapping.Fault(callId).ToRpcException();
        }
    }
}
