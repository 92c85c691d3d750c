using ESchool.Application;
using Microsoft.Net.Http.Headers;

namespace ESchool.Api.Calls.Callers;

/// <summary>Tells the use cases where a call comes from.</summary>
internal sealed class CallOrigins(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, CallOrigin origin)
    {
        origin.Set(context.Connection.RemoteIpAddress, context.Request.Headers[HeaderNames.UserAgent].ToString());
        return next(context);
    }
}
