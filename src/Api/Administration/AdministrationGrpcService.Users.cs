using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Api.Identity;
using ESchool.Application.Administration;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Roles.V1;
using Grpc.Core;

namespace ESchool.Api.Administration;

/// <summary>Users and the audit log.</summary>
internal sealed partial class AdministrationGrpcService
{
    private const string UserPattern = "users/{user}";

    public override async Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        var arguments = new ListUsersRequest
        {
            Email = request.Email,
            Role = request.Role,
            Suspended = request.Suspended,
            Query = request.Query,
        };
        Domain.Identity.Roles? role = request.Role == Role.Unspecified ? null : request.Role.ToDomain();
        var filter = new UserFilter(request.Email.Length > 0 ? request.Email : null, role, request.Suspended, request.Query);
        var page = await context
            .UseCase<ListUsers>()
            .ExecuteAsync(context.Actor(), filter, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListUsersResponse { Users = { page.Items.Select(account => account.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<SuspendUserResponse> SuspendUser(SuspendUserRequest request, ServerCallContext context) =>
        new()
        {
            User = (
                await context
                    .UseCase<SuspendUser>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UserPattern), request.Reason, context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ReinstateUserResponse> ReinstateUser(ReinstateUserRequest request, ServerCallContext context) =>
        new()
        {
            User = (
                await context.UseCase<ReinstateUser>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UserPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<RevokeUserSessionsResponse> RevokeUserSessions(RevokeUserSessionsRequest request, ServerCallContext context) =>
        new()
        {
            RevokedCount = await context
                .UseCase<RevokeUserSessions>()
                .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UserPattern), context.CancellationToken),
        };

    public override async Task<GrantRoleResponse> GrantRole(GrantRoleRequest request, ServerCallContext context) =>
        new()
        {
            User = (
                await context
                    .UseCase<GrantRole>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UserPattern), request.Role.ToDomain(), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<RevokeRoleResponse> RevokeRole(RevokeRoleRequest request, ServerCallContext context) =>
        new()
        {
            User = (
                await context
                    .UseCase<RevokeRole>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UserPattern), request.Role.ToDomain(), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ListAuditEventsResponse> ListAuditEvents(ListAuditEventsRequest request, ServerCallContext context)
    {
        var arguments = request.Clone();
        (arguments.PageSize, arguments.PageToken) = (0, "");
        var filter = new AuditFilter(
            request.Actor.Length > 0 ? ResourceNames.One(request.Actor, UserPattern, "actor") : null,
            request.Resource.Length > 0 ? request.Resource : null,
            request.Action.Length > 0 ? request.Action : null,
            request.StartTime?.ToDateTimeOffset(),
            request.EndTime?.ToDateTimeOffset()
        );
        var page = await context
            .UseCase<ListAuditEvents>()
            .ExecuteAsync(filter, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListAuditEventsResponse { AuditEvents = { page.Items.Select(e => e.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }
}
