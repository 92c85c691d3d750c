using ESchool.Api.Chat;
using ESchool.Application.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ESchool.Api.Calls;

/// <summary>Registers how callers get in: gRPC with its interceptor and limits, tokens, CORS.</summary>
internal static class CallsRegistration
{
    public const string BrowserPolicy = "browsers";

    public static void AddCalls(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CallOptions>().BindConfiguration(CallOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var options = builder.Configuration.GetSection(CallOptions.Section).Get<CallOptions>() ?? new CallOptions();

        services.AddSingleton(new AccessPolicies(ContractServices.Descriptors));
        services.AddSingleton<RevokedSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<RevokedSessions>());
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<PageTokens>();
        services.AddScoped<ConversationStream>();
        services.AddScoped<IdempotentCalls>();
        RequestRules.AddTo(services);

        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<CallInterceptor>();
            grpc.MaxReceiveMessageSize = options.MaximumMessageBytes;
            grpc.EnableDetailedErrors = false;
        });
        services.AddGrpcReflection();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens, RevokedSessions>((bearer, tokens, revoked) =>
        {
            bearer.MapInboundClaims = false;
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
        });
        services.AddCors(cors => cors.AddPolicy(BrowserPolicy, policy => policy
            .WithOrigins([.. options.AllowedOrigins])
            .WithMethods("GET", "POST")
            .WithHeaders("authorization", "content-type", "x-grpc-web", "x-user-agent", "grpc-timeout")
            .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaximumStreamsPerConnection;

            // A dead peer is noticed, and an idle but living stream stays open.
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        });
    }
}
