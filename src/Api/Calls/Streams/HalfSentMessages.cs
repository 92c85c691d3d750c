using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Streams;

/// <summary>
/// Bounds how long a stream waits for a message that was begun. A unary call has its deadline; streams have none, and gRPC switches off the
/// server's own watch on their data rate.
/// </summary>
internal sealed class HalfSentMessages(RequestDelegate next, IOptions<CallOptions> options, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type is { } type and not MethodType.Unary)
        {
            var isStream = type != MethodType.ServerStreaming;
            var reader = new PatientReader(context.Request.BodyReader, options.Value.FirstFrameTimeout, options.Value.MessageTimeout, isStream, clock);
            context.Features.Set<IRequestBodyPipeFeature>(new PatientBody(reader));
        }

        return next(context);
    }

    private sealed class PatientBody(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
