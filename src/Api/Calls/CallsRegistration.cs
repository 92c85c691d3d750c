using ESchool.Api.Administration;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Json;
using ESchool.Api.Calls.Rates;
using ESchool.Api.Calls.Streams;
using ESchool.Api.Calls.Wire;
using ESchool.Api.Catalog;
using ESchool.Api.Catalog.CoursePages;
using ESchool.Api.Catalog.Covers;
using ESchool.Api.Chat;
using ESchool.Application;
using ESchool.Application.Identity.Sessions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls;

/// <summary>Registers how callers get in: gRPC with its interceptor and limits, tokens, CORS.</summary>
internal static class CallsRegistration
{
    public const string BrowserPolicy = "browsers";

    public static void AddCalls(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<CallOptions>, CallOptionsRules>();
        services.AddOptions<CallOptions>().BindConfiguration(CallOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var options = builder.Configuration.GetSection(CallOptions.Section).Get<CallOptions>() ?? new CallOptions();

        services.AddSingleton(new AccessPolicies(ContractServices.Descriptors));
        services.AddSingleton<RevokedSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<RevokedSessions>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RateLimits>(provider, ContractServices.Descriptors));
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<ReplicaFigures>();
        services.AddSingleton<ChatLines>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<PublicPages>();
        services.AddSingleton<CoverAddresses>();
        services.AddSingleton<CourseCards>();
        services.AddSingleton<CourseSeoMapping>();
        services.AddScoped<ConversationStream>();
        services.AddScoped<IdempotentCalls>();
        services.AddSingleton<Frontends>();
        services.AddSingleton<LogSampler>();
        RequestRules.AddTo(services);

        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<CallInterceptor>();
            grpc.MaxReceiveMessageSize = options.MaximumMessageBytes;
            grpc.EnableDetailedErrors = false;
        });
        services.AddJsonCalls();
        services.AddGrpcReflection();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddSingleton<KnownTokens>();
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<AccessTokens, KnownTokens, RevokedSessions>(
                (bearer, tokens, known, revoked) =>
                {
                    bearer.SaveToken = false;
                    bearer.TokenHandlers.Clear();
                    bearer.TokenHandlers.Add(known);
                    bearer.TokenValidationParameters = tokens.Validation;
                    bearer.Events = new JwtBearerEvents
                    {
                        OnTokenValidated = context =>
                        {
                            if (AccessTokens.ActorOf(context.Principal!) is not { } actor || revoked.Contains(actor.SessionId))
                            {
                                context.Fail("The session has ended.");
                            }

                            return Task.CompletedTask;
                        },
                    };
                }
            );
        services.AddCors();
        services
            .AddOptions<CorsOptions>()
            .Configure<IOptions<PublicOptions>>(
                (cors, addresses) =>
                    cors.AddPolicy(
                        BrowserPolicy,
                        policy =>
                            policy
                                .WithOrigins([.. options.OriginsWith(addresses.Value)])
                                .WithMethods("GET", "POST")
                                .AllowCredentials()
                                // The last three: tracing in browsers (W3C Trace Context and Baggage).
                                .WithHeaders(
                                    "authorization",
                                    "content-type",
                                    "x-grpc-web",
                                    "x-user-agent",
                                    "grpc-timeout",
                                    "traceparent",
                                    "tracestate",
                                    "baggage"
                                )
                                .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin", "retry-after")
                                .SetPreflightMaxAge(TimeSpan.FromHours(1))
                    )
            );
        builder.WebHost.ConfigureKestrel(
            (_, kestrel) =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaximumStreamsPerConnection;

                // More than a message in base64, and than what the server reads ahead: gRPC itself refuses a message that is too large, by its first bytes.
                kestrel.Limits.MaxRequestBodySize = (2L * options.MaximumMessageBytes) + (2 * kestrel.Limits.MaxRequestBufferSize ?? 0);
                kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;

                // A dead peer is noticed, and an idle but living stream stays open. Only whole frames are signs of life.
                kestrel.Limits.Http2.KeepAlivePingDelay = options.KeepAlivePingDelay;
                kestrel.Limits.Http2.KeepAlivePingTimeout = options.KeepAlivePingTimeout;
            }
        );
    }
}
