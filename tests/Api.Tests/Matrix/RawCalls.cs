using System.Text.RegularExpressions;
using ESchool.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace ESchool.Api.Tests.Matrix;

/// <summary>How a call ended.</summary>
/// <param name="Code">The status.</param>
/// <param name="Reason">The ErrorInfo's reason; null without one.</param>
/// <param name="Message">What it said, without the ids in it.</param>
/// <param name="IsEmpty">True for an answer without content.</param>
internal sealed record CallEnd(StatusCode Code, string? Reason, string Message, bool IsEmpty)
{
    public override string ToString() =>
        Code == StatusCode.OK
            ? IsEmpty
                ? "OK, empty"
                : "OK"
            : $"{Code}/{Reason ?? "no ErrorInfo"} ({Message})";
}

/// <summary>Calls any rpc by its descriptor, as bytes.</summary>
internal static partial class RawCalls
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>Calls it once; of a stream, waits for the first frame or the refusal, and leaves.</summary>
    /// <param name="channel">To whom.</param>
    /// <param name="method">What.</param>
    /// <param name="json">The request, or the first frame.</param>
    /// <param name="token">The access token; null without one.</param>
    /// <param name="nudge">Makes something happen that an idle stream tells of; called once the stream stands.</param>
    public static async Task<CallEnd> CallAsync(GrpcChannel channel, MethodDescriptor method, string json, string? token, Func<Task> nudge)
    {
        var request = JsonParser.Default.Parse(json, method.InputType).ToByteArray();
        var type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, true) => MethodType.DuplexStreaming,
            _ => MethodType.ClientStreaming,
        };
        var raw = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        var headers = token is null ? [] : new Metadata { { "authorization", $"Bearer {token}" } };
        var options = new CallOptions(headers, DateTime.UtcNow.AddSeconds(30));
        var invoker = channel.CreateCallInvoker();
        try
        {
            var answer = type switch
            {
                MethodType.Unary => await invoker.AsyncUnaryCall(raw, null, options, request),
                MethodType.ServerStreaming => await FirstAsync(invoker.AsyncServerStreamingCall(raw, null, options, request), nudge),
                MethodType.DuplexStreaming => await FirstAsync(invoker.AsyncDuplexStreamingCall(raw, null, options), request),
                _ => throw new NotSupportedException($"{method.FullName}: the contract had no client streaming rpc."),
            };
            return new CallEnd(StatusCode.OK, null, "", answer.Length == 0);
        }
        catch (RpcException refusal)
        {
            var info = refusal.GetRpcStatus()?.GetDetail<ErrorInfo>();
            MetadataForm.Check(info?.Reason ?? "", info?.Metadata ?? []);
            return new CallEnd(
                refusal.StatusCode,
                info is { Domain: "eschool", Reason.Length: > 0 } ? info.Reason : null,
                Ids().Replace(refusal.Status.Detail, "…"),
                IsEmpty: false
            );
        }
    }

    private static async Task<byte[]> FirstAsync(AsyncServerStreamingCall<byte[]> call, Func<Task> nudge)
    {
        using (call)
        {
            var first = call.ResponseStream.MoveNext(CancellationToken.None);
            await call.ResponseHeadersAsync;
            await nudge();
            return await first ? call.ResponseStream.Current : throw new InvalidOperationException("The stream ended without a frame.");
        }
    }

    private static async Task<byte[]> FirstAsync(AsyncDuplexStreamingCall<byte[], byte[]> call, byte[] request)
    {
        using (call)
        {
            try
            {
                await call.RequestStream.WriteAsync(request);
            }
            catch (Exception over) when (over is RpcException or InvalidOperationException)
            {
                // Refused before the frame was read; reading says why.
            }

            return await call.ResponseStream.MoveNext(CancellationToken.None)
                ? call.ResponseStream.Current
                : throw new InvalidOperationException("The stream ended without a frame.");
        }
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}
