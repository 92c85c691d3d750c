using ESchool.Application;
using ESchool.Application.Administration.Dashboard;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.Extensions.Options;

namespace ESchool.Workers.Dashboard;

/// <summary>Opens the job dashboard to an administrator's short-lived link and the cookie it is exchanged for, and to nobody else.</summary>
internal static class DashboardAccess
{
    /// <summary>The path all of it lies below; the cookie is sent nowhere else.</summary>
    public const string Root = "/hangfire";

    private const string CookieName = "eschool_dashboard";

    /// <summary>The ticket of the request's cookie, when it opens the dashboard now.</summary>
    public static async Task<DashboardTicket?> FindTicketAsync(HttpContext http) =>
        http.Request.Cookies[CookieName] is { } cookie
            ? await http.RequestServices.GetRequiredService<FindDashboardTicket>().ExecuteAsync(cookie, http.RequestAborted)
            : null;

    public static void MapDashboard(this WebApplication app)
    {
        app.MapGet($"{Root}/open", OpenAsync);
        app.MapHangfireDashboard(
            Root,
            new DashboardOptions
            {
                AsyncAuthorization = [new CookieFilter()],
                DashboardTitle = "E-School jobs",
                DisplayStorageConnectionString = false,
                AppPath = null,
            }
        );
    }

    private static async Task<IResult> OpenAsync(
        string ticket,
        OpenDashboard open,
        IOptions<PublicOptions> addresses,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (await open.ExecuteAsync(ticket, cancellationToken) is not { } cookie)
        {
            return Results.Problem("The link was used, has expired, or is not ours.", statusCode: StatusCodes.Status403Forbidden);
        }

        // Behind a proxy the request itself came without TLS; the public address says what the browser sees.
        var isSecure = context.Request.IsHttps || addresses.Value.WorkersUrl.Scheme == Uri.UriSchemeHttps;
        context.Response.Cookies.Append(
            CookieName,
            cookie,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = isSecure,
                SameSite = SameSiteMode.Strict,
                Path = Root,
            }
        );
        return Results.Redirect(Root);
    }

    private sealed class CookieFilter : IDashboardAsyncAuthorizationFilter
    {
        public async Task<bool> AuthorizeAsync(DashboardContext context) => await FindTicketAsync(context.GetHttpContext()) is not null;
    }
}
