using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Authors;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;
using Role = ESchool.Domain.Catalog.Authors.AuthorRole;

namespace ESchool.Api.Catalog.Authors;

internal sealed class CoAuthorGrpcService(IdempotentCalls idempotent, PageTokens pages) : CoAuthorService.CoAuthorServiceBase
{
    private const string CoursePattern = "courses/{course}";
    private const string CoAuthorPattern = "courses/{course}/coAuthors/{user}";
    private const string InvitationPattern = "courses/{course}/invitations/{invitation}";

    public override Task<InviteCoAuthorResponse> InviteCoAuthor(InviteCoAuthorRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var courseId = ResourceNames.One(request.Course, CoursePattern, "course");
                var invited = await context
                    .UseCase<InviteCoAuthor>()
                    .ExecuteAsync(context.Actor(), courseId, request.Email, (Role)request.Role, context.CancellationToken);
                return new InviteCoAuthorResponse { Invitation = invited.ToWire() };
            }
        );

    public override async Task<ListCoAuthorsResponse> ListCoAuthors(ListCoAuthorsRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Course, CoursePattern, "course");
        var (coAuthors, invitations) = await context.UseCase<ListCoAuthors>().ExecuteAsync(context.Actor(), courseId, context.CancellationToken);
        return new ListCoAuthorsResponse
        {
            CoAuthors = { coAuthors.Select(author => author.ToWire()) },
            Invitations = { invitations.Select(invitation => invitation.ToWire()) },
        };
    }

    public override async Task<SetCoAuthorRoleResponse> SetCoAuthorRole(SetCoAuthorRoleRequest request, ServerCallContext context)
    {
        var (courseId, userId) = ResourceNames.Two(request.Name, CoAuthorPattern);
        var author = await context.UseCase<SetCoAuthorRole>().ExecuteAsync(context.Actor(), courseId, userId, (Role)request.Role, context.CancellationToken);
        return new SetCoAuthorRoleResponse { CoAuthor = author.ToWire() };
    }

    public override async Task<RemoveCoAuthorResponse> RemoveCoAuthor(RemoveCoAuthorRequest request, ServerCallContext context)
    {
        var (courseId, userId) = ResourceNames.Two(request.Name, CoAuthorPattern);
        await context.UseCase<RemoveCoAuthor>().ExecuteAsync(context.Actor(), courseId, userId, context.CancellationToken);
        return new RemoveCoAuthorResponse();
    }

    public override async Task<RevokeInvitationResponse> RevokeInvitation(RevokeInvitationRequest request, ServerCallContext context)
    {
        var (courseId, invitationId) = ResourceNames.Two(request.Name, InvitationPattern);
        await context.UseCase<RevokeInvitation>().ExecuteAsync(context.Actor(), courseId, invitationId, context.CancellationToken);
        return new RevokeInvitationResponse();
    }

    public override async Task<ListOwnInvitationsResponse> ListOwnInvitations(ListOwnInvitationsRequest request, ServerCallContext context)
    {
        var arguments = new ListOwnInvitationsRequest();
        var page = await context
            .UseCase<ListOwnInvitations>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOwnInvitationsResponse
        {
            Invitations = { page.Items.Select(invitation => invitation.ToWire()) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<AcceptInvitationResponse> AcceptInvitation(AcceptInvitationRequest request, ServerCallContext context)
    {
        var (courseId, invitationId) = ResourceNames.Two(request.Name, InvitationPattern);
        var author = await context.UseCase<AcceptInvitation>().ExecuteAsync(context.Actor(), courseId, invitationId, context.CancellationToken);
        return new AcceptInvitationResponse { CoAuthor = author.ToWire() };
    }

    public override async Task<DeclineInvitationResponse> DeclineInvitation(DeclineInvitationRequest request, ServerCallContext context)
    {
        var (courseId, invitationId) = ResourceNames.Two(request.Name, InvitationPattern);
        await context.UseCase<DeclineInvitation>().ExecuteAsync(context.Actor(), courseId, invitationId, context.CancellationToken);
        return new DeclineInvitationResponse();
    }
}
