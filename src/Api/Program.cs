using ESchool.Api.Calls;
using ESchool.Api.Certificates;
using ESchool.Api.Identity;
using ESchool.Api.Media;
using ESchool.Api.Payments;
using ESchool.Application;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Formatting.Compact;

// The settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddSerilog((services, logs) => logs
    .ReadFrom.Configuration(builder.Configuration)
    .Enrich.FromLogContext()
    .WriteTo.Console(new RenderedCompactJsonFormatter()));
builder.Services.AddSchool(builder.Configuration);
builder.AddCalls();
builder.Services.AddGrpcHealthChecks();
builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    builder.Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("eschool-api"))
        .WithTracing(traces => traces.AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments($"/{PlaybackEndpoints.Prefix}")).AddNpgsql().AddOtlpExporter())
        .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("Microsoft.AspNetCore.Server.Kestrel", "Npgsql").AddOtlpExporter());
}

var app = builder.Build();
app.UseMiddleware<CallOrigins>();
app.UseRouting();
app.UseMiddleware<CallDeadlines>();
app.UseCors(CallsRegistration.BrowserPolicy);
app.UseAuthentication();
app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
app.MapContract();
app.MapGrpcHealthChecksService();
if (app.Configuration.GetValue($"{CallOptions.Section}:{nameof(CallOptions.Reflection)}", defaultValue: true))
{
    app.MapGrpcReflectionService();
}

app.MapSigningKeys();
app.MapStripeWebhook();
app.MapPlayback();
app.MapVerificationPage();
app.MapHealthChecks("/healthz", new() { Predicate = _ => false });
app.MapHealthChecks("/readyz");
await app.RunAsync();
