using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace ESchool.Api.Calls.Http;

/// <summary>
/// Refuses a call by the length it announces. The server would refuse to read the body, and gRPC would take that for a fault of ours.
/// </summary>
internal sealed class OversizedBodies(RequestDelegate next)
{
    /// <summary>
    /// A client that writes first and reads afterwards only learns why it was refused when it is read to its end; beyond this, its connection is closed.
    /// </summary>
    private const long DiscardedBytes = 8 * 1024 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        var body = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (context.Request.ContentLength > body?.MaxRequestBodySize && context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null)
        {
            if (context.Request.ContentLength <= DiscardedBytes)
            {
                body.MaxRequestBodySize = DiscardedBytes;
            }

            // A call that fails before it begins has its status in the headers.
            context.Response.ContentType = context.Request.ContentType;
            context.Response.Headers.GrpcStatus = ((int)StatusCode.ResourceExhausted).ToString();
            context.Response.Headers.GrpcMessage = "Received message exceeds the maximum configured message size.";
            return Task.CompletedTask;
        }

        return next(context);
    }
}
