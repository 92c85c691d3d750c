using ESchool.Application;
using ESchool.Application.Administration.SupportViews;
using ESchool.Application.Identity.Sessions;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using Google.Protobuf.Reflection;
using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace ESchool.Api.Calls.Callers;

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

            var isStaff = access is Access.Admin or Access.Support;
            var demands =
                (isStaff ? SessionDemands.SecondFactor : SessionDemands.None)
                | (method.GetOptions().GetExtension(OptionsExtensions.StepUp) ? SessionDemands.StepUp : SessionDemands.None);
            policies[$"/{method.Service.FullName}/{method.Name}"] = new Policy(
                access,
                demands,
                demands != SessionDemands.None || method.File.Package == PayoutsPackage,
                MayBeViewed(method, access, demands)
            );
        }
    }

    /// <summary>Refuses the call unless its caller may make it.</summary>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>, <c>ROLE_MISSING</c>, <c>SECOND_FACTOR_REQUIRED</c>, <c>STEP_UP_REQUIRED</c>.</exception>
    public async Task RequireAsync(ServerCallContext context)
    {
        // Health and reflection are not of our contract; they are open.
        if (!policies.TryGetValue(context.Method, out var policy))
        {
            return;
        }

        // A view is no stronger where anybody may call: a cookie of the one who sees must not act there either.
        if (context.FindActor() is { ViewId: not null } viewed)
        {
            await RequireViewAsync(context, viewed, policy);
        }

        if (policy.Access == Access.Public)
        {
            return;
        }

        var actor = context.FindActor() ?? throw new DomainException(CallReasons.AccessTokenInvalid, "The call needs a valid access token.");
        var sufficient = RolesOf(policy.Access);
        if (sufficient != Roles.None && (actor.Roles & sufficient) == 0)
        {
            await context.UseCase<AuditTrail>().NoteRefusalAsync(actor.CallerId, "call.refused", context.Method);
            throw new DomainException(CallReasons.RoleMissing, "The call needs one of these roles: {roles}.", ("roles", sufficient));
        }

        if (policy.ChecksSession)
        {
            await context.UseCase<CheckSession>().ExecuteAsync(actor, policy.Demands, context.CancellationToken);
        }
    }

    private static async Task RequireViewAsync(ServerCallContext context, Actor viewed, Policy policy)
    {
        await context.UseCase<CountViewedCall>().ExecuteAsync(viewed, isRefused: !policy.MayBeViewed, context.CancellationToken);
        if (!policy.MayBeViewed)
        {
            throw new DomainException(AdministrationReasons.SupportViewReadOnly, "A support view only reads, and not everything.");
        }
    }

    /// <summary>What may be seen in a support view says so. What staff may do with their own token, what looks the session up, and streams are never seen.</summary>
    private static bool MayBeViewed(MethodDescriptor method, Access access, SessionDemands demands)
    {
        if (!method.GetOptions().GetExtension(OptionsExtensions.SupportView))
        {
            return false;
        }

        return
            access is not (Access.Admin or Access.Support)
            && demands == SessionDemands.None
            && method.File.Package != PayoutsPackage
            && !method.IsClientStreaming
            && !method.IsServerStreaming
            ? true
            : throw new InvalidOperationException($"{method.FullName} can't be seen in a support view.");
    }

    /// <summary>The roles each of which is enough; none for a call that asks for no role.</summary>
    private static Roles RolesOf(Access access) =>
        access switch
        {
            Access.Authenticated => Roles.None,
            Access.Student => Roles.Student,
            Access.Instructor => Roles.Instructor,
            Access.Admin => Roles.Admin,
            Access.Support => Roles.Admin | Roles.Support,
            _ => throw new InvalidOperationException($"{access} is not known."),
        };

    private sealed record Policy(Access Access, SessionDemands Demands, bool ChecksSession, bool MayBeViewed);
}
