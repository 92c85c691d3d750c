namespace ESchool.Api.Calls.Http;

/// <summary>Faults outside of gRPC: a status and nothing else. The server's own way drops the security headers.</summary>
internal static class BareFaults
{
    public static void UseBareFaults(this IApplicationBuilder app) =>
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = _ => Task.CompletedTask,
                StatusCodeSelector = fault => fault is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,

                // What a caller did wrong is no error of ours to log.
                SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            }
        );
}
