using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace ESchool.Api.Calls;

/// <summary>
/// Refuses a call by the length it announces. The server would refuse to read the body, and gRPC would take that for a fault of ours.
/// </summary>
internal sealed class OversizedBodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (context.Request.ContentLength > limit && context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null)
        {
            // A call that fails before it begins has its status in the headers.
            context.Response.ContentType = context.Request.ContentType;
            context.Response.Headers.GrpcStatus = ((int)StatusCode.ResourceExhausted).ToString();
            context.Response.Headers.GrpcMessage = "Received message exceeds the maximum configured message size.";
            return Task.CompletedTask;
        }

        return next(context);
    }
}
