using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls;

/// <summary>Caps how long a unary call may take, whatever its caller asked for.</summary>
internal sealed class CallDeadlines(IOptions<CallOptions> options)
{
    public CappedCall Begin(ServerCallContext context)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        stop.CancelAfter(options.Value.MaximumDeadline);
        return new CappedCall(context, stop);
    }
}

/// <summary>A call whose cancellation also comes from the server's own cap.</summary>
internal sealed class CappedCall(ServerCallContext inner, CancellationTokenSource stop) : IDisposable
{
    public ServerCallContext Context { get; } = new CappedContext(inner, stop.Token);

    public void Dispose() => stop.Dispose();

    private sealed class CappedContext(ServerCallContext inner, CancellationToken token) : ServerCallContext
    {
        protected override string MethodCore => inner.Method;

        protected override string HostCore => inner.Host;

        protected override string PeerCore => inner.Peer;

        protected override DateTime DeadlineCore => inner.Deadline;

        protected override Metadata RequestHeadersCore => inner.RequestHeaders;

        protected override CancellationToken CancellationTokenCore => token;

        protected override Metadata ResponseTrailersCore => inner.ResponseTrailers;

        protected override Status StatusCore
        {
            get => inner.Status;
            set => inner.Status = value;
        }

        protected override WriteOptions? WriteOptionsCore
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        protected override AuthContext AuthContextCore => inner.AuthContext;

        protected override IDictionary<object, object> UserStateCore => inner.UserState;

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => inner.CreatePropagationToken(options);

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => inner.WriteResponseHeadersAsync(responseHeaders);
    }
}
