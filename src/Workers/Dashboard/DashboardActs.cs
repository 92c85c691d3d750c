using ESchool.Application;
using ESchool.Application.Administration.Dashboard;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ESchool.Workers.Dashboard;

/// <summary>
/// What is done in the dashboard: only by its own pages, and noted. The cookie is SameSite=Strict already; the browser's own word on where a request comes from
/// is asked besides (OWASP, cross-site request forgery), because it needs no keys that all Workers would have to share, as tokens in the pages do.
/// </summary>
internal sealed class DashboardActs(RequestDelegate next, IOptions<PublicOptions> addresses)
{
    /// <summary>What the pages ask for again and again; it changes nothing.</summary>
    private const string Statistics = DashboardAccess.Root + "/stats";

    public async Task InvokeAsync(HttpContext context, CallOrigin origin, NoteDashboardAct note)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(DashboardAccess.Root) || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            await next(context);
            return;
        }

        if (!IsOwnPage(request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (request.Path != Statistics && await DashboardAccess.FindTicketAsync(context) is { } ticket)
        {
            origin.Set(context.Connection.RemoteIpAddress, request.Headers.UserAgent.ToString());
            await note.ExecuteAsync(ticket.AdminId, request.Path.Value![DashboardAccess.Root.Length..], await JobsAsync(request), context.RequestAborted);
        }

        await next(context);
    }

    private bool IsOwnPage(HttpRequest request)
    {
        var from = request.Headers[HeaderNames.Origin].ToString();
        return from.Length > 0
            ? from == addresses.Value.WorkersUrl.GetLeftPart(UriPartial.Authority) || from == $"{request.Scheme}://{request.Host}"
            : request.Headers["Sec-Fetch-Site"] == "same-origin";
    }

    private static async Task<IReadOnlyList<string>> JobsAsync(HttpRequest request) =>
        request.HasFormContentType && (await request.ReadFormAsync()).TryGetValue("jobs[]", out var jobs) ? [.. jobs.OfType<string>().Take(100)] : [];
}
