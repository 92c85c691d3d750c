using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Json;
using ESchool.Api.Calls.Rates;
using ESchool.Api.Calls.Streams;
using ESchool.Api.Catalog.Covers;
using ESchool.Api.Certificates;
using ESchool.Api.Identity;
using ESchool.Api.Media;
using ESchool.Api.StripeEvents;
using ESchool.Application;
using ESchool.Application.RateLimits;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Formatting.Compact;

// The settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var outages = new OutageLines(TimeProvider.System);

// As a provider of .NET's own factory, which keeps a logger for each category: Serilog's factory makes a new one for every call.
builder
    .Logging.ClearProviders()
    .SetMinimumLevel(LogLevel.Trace)
    .AddSerilog(
        new LoggerConfiguration()
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .Filter.ByExcluding(line => outages.IsOneTooMany(line.Properties.GetValueOrDefault("SourceContext")?.ToString() ?? "", line.Exception))
            .Enrich.With<TicketsInPaths>()
            .WriteTo.Console(new RenderedCompactJsonFormatter())
            .CreateLogger(),
        dispose: true
    );
builder.Services.AddSchool(builder.Configuration);
builder.AddCalls();
builder.Services.AddGrpcHealthChecks();
builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    builder
        .Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("eschool-api"))
        .WithTracing(traces =>
            traces
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments($"/{PlaybackEndpoints.Prefix}"))
                .AddNpgsql()
                .AddOtlpExporter()
        )
        .WithMetrics(metrics =>
            metrics.AddAspNetCoreInstrumentation().AddMeter("Microsoft.AspNetCore.Server.Kestrel", "Npgsql", RateLimits.MeterName).AddOtlpExporter()
        );
}

var app = builder.Build();
var calls = app.Services.GetRequiredService<IOptions<CallOptions>>().Value;

// Connects to Redis now: a hundred first callers at once would all wait for it, with every thread there is.
app.Services.GetRequiredService<RateLimits>();
app.UseTrustedProxies(calls.TrustedProxies);
app.UseMiddleware<CallOrigins>();
app.UseMiddleware<SecurityHeaders>();
app.UseBareFaults();
app.UseRouting();
app.UseMiddleware<CallDeadlines>();
app.UseCors(CallsRegistration.BrowserPolicy);
app.UseAuthentication();
app.UseMiddleware<SpentTokens>();
app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
app.UseMiddleware<EarlyRefusals>();
app.UseMiddleware<JsonCalls>();
app.UseMiddleware<OversizedBodies>();
app.UseMiddleware<HalfSentMessages>();
app.MapContract();
app.MapGrpcHealthChecksService();
if (calls.Reflection)
{
    app.MapGrpcReflectionService();
}

app.MapOpenApiDocument();
app.MapSigningKeys();
app.MapStripeWebhook();
app.MapPlayback();
app.MapCoverPictures();
app.MapVerificationPage();
app.MapHealthChecks("/healthz", new() { Predicate = _ => false });
app.MapHealthChecks("/readyz");
await app.RunAsync();
