using ESchool.Contracts.Options.V1;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.OpenApi.Models;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ESchool.Api.Calls.Json;

/// <summary>Describes which calls need a token, as the contract's <c>access</c> says.</summary>
internal sealed class OpenApiAccess : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (OpenApiPaths.RpcOf(context.ApiDescription)?.MethodDescriptor.GetOptions().GetExtension(OptionsExtensions.Access) is not (null or Access.Public))
        {
            var scheme = new OpenApiSecurityScheme
            {
                Reference = new OpenApiReference { Type = ReferenceType.SecurityScheme, Id = JwtBearerDefaults.AuthenticationScheme },
            };
            operation.Security = [new OpenApiSecurityRequirement { [scheme] = [] }];
        }
    }
}
