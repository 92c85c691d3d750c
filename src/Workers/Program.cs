using ESchool.Application;
using ESchool.Application.RateLimits;
using ESchool.Workers;
using ESchool.Workers.Dashboard;
using Hangfire;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Formatting.Compact;

// The settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var outages = new OutageLines(TimeProvider.System);
builder
    .Logging.ClearProviders()
    .SetMinimumLevel(LogLevel.Trace)
    .AddSerilog(
        new LoggerConfiguration()
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .Filter.ByExcluding(line => outages.IsOneTooMany(line.Properties.GetValueOrDefault("SourceContext")?.ToString() ?? "", line.Exception))
            .WriteTo.Console(new RenderedCompactJsonFormatter())
            .CreateLogger(),
        dispose: true
    );
builder.Services.AddSchool(builder.Configuration);
builder.Services.AddScheduler(builder.Configuration.GetConnectionString("School")!);
builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    builder
        .Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("eschool-workers"))
        .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddNpgsql().AddOtlpExporter())
        .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("Npgsql").AddOtlpExporter());
}

var app = builder.Build();
if (await OperatorVerbs.RunAsync(args, app) is { } exitCode)
{
    return exitCode;
}

app.UseTrustedProxies(app.Configuration.GetSection(TrustedProxies.Setting).Get<string[]>() ?? []);
app.UseMiddleware<DashboardHeaders>();
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask });
app.UseMiddleware<DashboardActs>();
app.MapHealthChecks("/healthz", new() { Predicate = _ => false });
app.MapHealthChecks("/readyz");
app.MapDashboard();
RecurringJobs.Register(app.Services.GetRequiredService<IRecurringJobManager>());
await app.RunAsync();
return 0;
