using ESchool.Application.Identity;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace ESchool.Api.Calls;

/// <summary>
/// Who may call what, read from the contract itself. Deny by default: an rpc without a declared policy keeps the server from starting.
/// </summary>
internal sealed class AccessPolicies
{
    /// <summary>Where money or roles are at stake, a token is not enough: the session is looked up.</summary>
    private const string PayoutsPackage = "eschool.payouts.v1";

    private readonly Dictionary<string, Policy> policies = new(StringComparer.Ordinal);

    public AccessPolicies(IEnumerable<ServiceDescriptor> services)
    {
        foreach (var method in services.SelectMany(service => service.Methods))
        {
            var access = method.GetOptions()?.GetExtension(OptionsExtensions.Access) ?? Access.Unspecified;
            if (access == Access.Unspecified)
            {
                throw new InvalidOperationException($"{method.FullName} declares no access policy.");
            }

            policies[$"/{method.Service.FullName}/{method.Name}"] = new Policy(access, access == Access.Admin || method.File.Package == PayoutsPackage);
        }
    }

    /// <summary>Refuses the call unless its caller may make it.</summary>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>, <c>ROLE_MISSING</c>.</exception>
    public async Task RequireAsync(ServerCallContext context)
    {
        // Health and reflection are not of our contract; they are open.
        if (!policies.TryGetValue(context.Method, out var policy) || policy.Access == Access.Public)
        {
            return;
        }

        var actor = context.FindActor() ?? throw new DomainException(CallReasons.AccessTokenInvalid, "The call needs a valid access token.");
        var needed = RoleOf(policy.Access);
        if (!actor.Roles.HasFlag(needed))
        {
            throw new DomainException(CallReasons.RoleMissing, $"The call needs the role {needed}.", ("role", needed.ToString()));
        }

        if (policy.ChecksSession)
        {
            await context.GetHttpContext().RequestServices.GetRequiredService<CheckSession>().ExecuteAsync(actor, context.CancellationToken);
        }
    }

    private static Roles RoleOf(Access access) => access switch
    {
        Access.Authenticated => Roles.None,
        Access.Student => Roles.Student,
        Access.Instructor => Roles.Instructor,
        Access.Admin => Roles.Admin,
        _ => throw new InvalidOperationException($"{access} is not known."),
    };

    private sealed record Policy(Access Access, bool ChecksSession);
}
