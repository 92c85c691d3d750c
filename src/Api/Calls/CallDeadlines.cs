using System.Globalization;
using ESchool.Api.Calls.Json;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls;

/// <summary>
/// Caps how long a unary call may take, whatever its caller asked for: the caller's <c>grpc-timeout</c> is lowered before gRPC reads it, so that
/// the deadline is the same thing everywhere.
/// </summary>
internal sealed class CallDeadlines(RequestDelegate next, IOptions<CallOptions> options)
{
    private const string Header = "grpc-timeout";

    private static readonly object Passed = new();

    /// <summary>True when a call has run out of time, over gRPC or over JSON.</summary>
    public static bool HasPassed(ServerCallContext context) => context.Deadline <= DateTime.UtcNow || HasPassed(context.GetHttpContext());

    /// <summary>True when a call over JSON has run out of time.</summary>
    public static bool HasPassed(HttpContext context) => context.Items.ContainsKey(Passed);

    public Task InvokeAsync(HttpContext context)
    {
        if (JsonCalls.Is(context))
        {
            return LimitAsync(context);
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type == MethodType.Unary)
        {
            var cap = options.Value.MaximumDeadline;
            if (Read(context.Request.Headers[Header].ToString()) is not { } asked || asked > cap)
            {
                context.Request.Headers[Header] = string.Create(CultureInfo.InvariantCulture, $"{(long)cap.TotalMilliseconds}m");
            }
        }

        return next(context);
    }

    /// <summary>A call over JSON has no deadline of its own: it is cancelled, and the interceptor says why.</summary>
    private async Task LimitAsync(HttpContext context)
    {
        var cap = options.Value.MaximumDeadline;
        var caller = context.RequestAborted;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(caller);
        await using var note = time.Token.Register(() => _ = caller.IsCancellationRequested || context.Items.TryAdd(Passed, true));
        time.CancelAfter(Read(context.Request.Headers[Header].ToString()) is { } asked && asked < cap ? asked : cap);
        context.RequestAborted = time.Token;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = caller;
        }
    }

    /// <summary>Up to eight digits and a unit; anything else is left out of account, as gRPC does.</summary>
    private static TimeSpan? Read(string timeout)
    {
        if (
            timeout.Length is < 2 or > 9
            || !long.TryParse(timeout.AsSpan(0, timeout.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
        )
        {
            return null;
        }

        return timeout[^1] switch
        {
            'H' => TimeSpan.FromHours(amount),
            'M' => TimeSpan.FromMinutes(amount),
            'S' => TimeSpan.FromSeconds(amount),
            'm' => TimeSpan.FromMilliseconds(amount),
            'u' => TimeSpan.FromMicroseconds(amount),
            'n' => TimeSpan.FromTicks(amount / 100),
            _ => null,
        };
    }
}
