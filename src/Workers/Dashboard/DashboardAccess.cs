using ESchool.Application.Administration;
using Hangfire;
using Hangfire.Dashboard;

namespace ESchool.Workers.Dashboard;

/// <summary>Opens the job dashboard to an administrator's short-lived link and the cookie it is exchanged for, and to nobody else.</summary>
internal static class DashboardAccess
{
    private const string CookieName = "eschool_dashboard";

    public static void MapDashboard(this WebApplication app)
    {
        app.MapGet("/hangfire/open", OpenAsync);
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            AsyncAuthorization = [new CookieFilter()],
            DashboardTitle = "E-School jobs",
            DisplayStorageConnectionString = false,
            AppPath = null,
        });
    }

    private static async Task<IResult> OpenAsync(string ticket, OpenDashboard open, HttpContext context, CancellationToken cancellationToken)
    {
        if (await open.ExecuteAsync(ticket, cancellationToken) is not { } cookie)
        {
            return Results.Problem("The link was used, has expired, or is not ours.", statusCode: StatusCodes.Status403Forbidden);
        }

        context.Response.Cookies.Append(CookieName, cookie, new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/hangfire" });
        return Results.Redirect("/hangfire");
    }

    private sealed class CookieFilter : IDashboardAsyncAuthorizationFilter
    {
        public async Task<bool> AuthorizeAsync(DashboardContext context)
        {
            var http = context.GetHttpContext();
            return http.Request.Cookies[CookieName] is { } cookie
                && await http.RequestServices.GetRequiredService<OpenDashboard>().IsOpenAsync(cookie, http.RequestAborted);
        }
    }
}
