using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi.Models;

namespace ESchool.Api.Calls.Json;

/// <summary>Registers the calls over JSON: the rpcs that have a path in the contract, and their description.</summary>
internal static class JsonRegistration
{
    public static void AddJsonCalls(this IServiceCollection services)
    {
        services
            .AddGrpc()
            .AddJsonTranscoding(json =>
            {
                json.TypeRegistry = JsonCalls.Details;

                // JavaScript's numbers end at 2^53; protobuf's own JSON has strings too.
                json.JsonSettings.WriteInt64sAsStrings = true;
            });
        services.AddGrpcSwagger();
        services.AddSingleton<IApiDescriptionProvider, OpenApiPaths>();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(
                OpenApiDocument.Version,
                new OpenApiInfo
                {
                    Title = "E-School",
                    Version = OpenApiDocument.Version,
                    Description = "The rpcs of the contract that have a path. Errors are google.rpc.Status with details; docs/errors.md lists the reasons.",
                }
            );
            swagger.IncludeGrpcXmlComments(Path.Combine(AppContext.BaseDirectory, "ESchool.Contracts.xml"), includeControllerXmlComments: true);
            swagger.CustomSchemaIds(type =>
                type.FullName!.Replace("ESchool.Contracts.", "", StringComparison.Ordinal).Replace("+Types+", ".", StringComparison.Ordinal).Replace('+', '.')
            );
            swagger.CustomOperationIds(description => OpenApiPaths.RpcOf(description)?.MethodDescriptor.Name);
            swagger.OperationFilter<OpenApiAccess>();
            swagger.AddSecurityDefinition(
                JwtBearerDefaults.AuthenticationScheme,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "The access token of SignIn or RefreshSession.",
                }
            );
        });
    }
}
