using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Grants;
using ESchool.Application.Administration.Orders;
using ESchool.Application.Administration.People;
using ESchool.Contracts.Administration.V1;
using ESchool.Domain.Payments.Checkout;
using Grpc.Core;

namespace ESchool.Api.Administration;

/// <summary>What staff need at hand about a user, and orders.</summary>
internal sealed partial class AdministrationGrpcService
{
    private const string NotePattern = "users/{user}/notes/{note}";

    public override async Task<GetUserRecordResponse> GetUserRecord(GetUserRecordRequest request, ServerCallContext context) =>
        (await context.UseCase<GetUserRecord>().ExecuteAsync(ResourceNames.One(request.Name, UserPattern), context.CancellationToken)).ToWire();

    public override async Task<ListUserEnrollmentsResponse> ListUserEnrollments(ListUserEnrollmentsRequest request, ServerCallContext context)
    {
        var arguments = new ListUserEnrollmentsRequest { Parent = request.Parent };
        var page = await context
            .UseCase<ListUserEnrollments>()
            .ExecuteAsync(
                ResourceNames.One(request.Parent, UserPattern, "parent"),
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListUserEnrollmentsResponse
        {
            Enrollments = { page.Items.Select(row => row.ToWire()) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override Task<GrantEnrollmentResponse> GrantEnrollment(GrantEnrollmentRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var granted = await context
                    .UseCase<GrantEnrollment>()
                    .ExecuteAsync(
                        context.Actor(),
                        ResourceNames.One(request.Student, UserPattern, "student"),
                        ResourceNames.One(request.Course, "courses/{course}", "course"),
                        request.Reason,
                        context.CancellationToken
                    );
                return new GrantEnrollmentResponse
                {
                    EnrollmentGrant = GrantedEnrollment.SourceOf(granted.GrantId),
                    Enrollment = $"enrollments/{granted.EnrollmentId}",
                };
            }
        );

    public override async Task<RevokeEnrollmentGrantResponse> RevokeEnrollmentGrant(RevokeEnrollmentGrantRequest request, ServerCallContext context)
    {
        await context
            .UseCase<RevokeEnrollmentGrant>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "enrollmentGrants/{enrollment_grant}"), request.Reason, context.CancellationToken);
        return new RevokeEnrollmentGrantResponse();
    }

    public override Task<CreateUserNoteResponse> CreateUserNote(CreateUserNoteRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new CreateUserNoteResponse
                {
                    Note = (
                        await context
                            .UseCase<CreateUserNote>()
                            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Parent, UserPattern, "parent"), request.Text, context.CancellationToken)
                    ).ToWire(),
                }
        );

    public override async Task<ListUserNotesResponse> ListUserNotes(ListUserNotesRequest request, ServerCallContext context)
    {
        var arguments = new ListUserNotesRequest { Parent = request.Parent };
        var page = await context
            .UseCase<ListUserNotes>()
            .ExecuteAsync(
                ResourceNames.One(request.Parent, UserPattern, "parent"),
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListUserNotesResponse { Notes = { page.Items.Select(note => note.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<DeleteUserNoteResponse> DeleteUserNote(DeleteUserNoteRequest request, ServerCallContext context)
    {
        var (user, note) = ResourceNames.Two(request.Name, NotePattern);
        await context.UseCase<DeleteUserNote>().ExecuteAsync(context.Actor(), user, note, context.CancellationToken);
        return new DeleteUserNoteResponse();
    }

    public override async Task<FindOrdersResponse> FindOrders(FindOrdersRequest request, ServerCallContext context)
    {
        var arguments = request.Clone();
        (arguments.PageSize, arguments.PageToken) = (0, "");
        var filter = new OrderFilter(
            request.Student.Length > 0 ? ResourceNames.One(request.Student, UserPattern, "student") : null,
            request.Email.Length > 0 ? request.Email : null,
            request.Course.Length > 0 ? ResourceNames.One(request.Course, "courses/{course}", "course") : null,
            request.StripeId.Length > 0 ? request.StripeId : null,
            request.State == OrderRecord.Types.State.Unspecified ? null : (OrderState)request.State,
            request.StartTime?.ToDateTimeOffset(),
            request.EndTime?.ToDateTimeOffset()
        );
        var page = await context
            .UseCase<FindOrders>()
            .ExecuteAsync(context.Actor(), filter, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new FindOrdersResponse { Orders = { page.Items.Select(order => order.ToRecord()) }, NextPageToken = pages.Next(context, page, arguments) };
    }
}
