using Microsoft.Net.Http.Headers;

namespace ESchool.Api.Calls.Callers;

/// <summary>
/// Forgets the access token once it has told who calls. Nothing behind can log it or pass it on, and a stream does not keep it for hours: it is
/// a kilobyte, and all that ten thousand silent listeners hold counts.
/// </summary>
internal sealed class SpentTokens(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Request.Headers.Remove(HeaderNames.Authorization);
        return next(context);
    }
}
