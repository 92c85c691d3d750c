using ESchool.Api.Calls.Callers;
using ESchool.Application.Chat.Delivery;
using ESchool.Domain.Chat;
using Grpc.Core;
using Microsoft.Extensions.Options;
using CallOptions = ESchool.Api.Calls.CallOptions;

namespace ESchool.Api.Chat;

/// <summary>What the sending side of a chat stream needs to know of the program.</summary>
internal sealed class ChatLines(IHostApplicationLifetime lifetime, IOptions<CallOptions> options, TimeProvider clock)
{
    /// <summary>Opens the sending side of a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="encode">Messages as frames of the call.</param>
    /// <param name="encodeChanged">Messages that have changed, as frames of the call.</param>
    /// <param name="goodbye">The frame that is sent when the server stops.</param>
    /// <param name="heartbeat">The frame that is sent when there is nothing to send.</param>
    public ChatLine Open(
        ServerCallContext context,
        Func<MessageRun, byte[]> encode,
        Func<IReadOnlyList<ChatMessage>, byte[]> encodeChanged,
        byte[] goodbye,
        byte[] heartbeat
    ) =>
        new(
            new ChatOutput(context.GetHttpContext().Response.BodyWriter, clock),
            context.TokenExpiry(),
            encode,
            encodeChanged,
            goodbye,
            heartbeat,
            options.Value,
            clock,
            lifetime.ApplicationStopping,
            context.CancellationToken
        );
}
