using ESchool.Contracts.Administration.V1;
using ESchool.Demo.Props;
using ESchool.Tests.Support.Servers;
using Grpc.Net.Client;

namespace ESchool.EndToEnd.Tests.Staff;

/// <summary>An administrator who decides on dead letters, call by call. Made anew, it goes on after the Api was replaced.</summary>
internal sealed class DeadLetterDesk : IDisposable
{
    private readonly AdministrationService.AdministrationServiceClient administration;

    private DeadLetterDesk(GrpcChannel channel, Person admin)
    {
        (Channel, Admin) = (channel, admin);
        administration = new AdministrationService.AdministrationServiceClient(channel);
    }

    public GrpcChannel Channel { get; }

    public Person Admin { get; }

    public static async Task<DeadLetterDesk> OpenAsync(RunningSchool school)
    {
        var channel = GrpcChannel.ForAddress(school.Api.Grpc!);
        var admin = new Person(channel, "Administrator", RunningSchool.AdminEmail, RunningSchool.AdminPassword, RunningSchool.AdminTotpSecret);
        await admin.SignInAsync();
        return new DeadLetterDesk(channel, admin);
    }

    /// <summary>The queue of dead letters as the overview shows it.</summary>
    public async Task<Queue> QueueAsync() =>
        (await administration.GetOverviewAsync(new GetOverviewRequest(), Admin.Headers)).Overview.Queues.Single(q => q.Kind == Queue.Types.Kind.DeadLetters);

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetter.Types.State state, string kind) =>
        [
            .. (
                await administration.ListDeadLettersAsync(
                    new ListDeadLettersRequest
                    {
                        State = state,
                        Kind = kind,
                        PageSize = 200,
                    },
                    Admin.Headers
                )
            ).DeadLetters,
        ];

    public async Task<DeadLetter> GetAsync(string name) =>
        (await administration.GetDeadLetterAsync(new GetDeadLetterRequest { Name = name }, Admin.Headers)).DeadLetter;

    public async Task<RequeueDeadLettersResponse> RequeueAsync(Guid requestId, params string[] names) =>
        await administration.RequeueDeadLettersAsync(new RequeueDeadLettersRequest { RequestId = requestId.ToString(), Names = { names } }, Admin.Headers);

    public async Task<RequeueDeadLettersResponse> RequeueKindAsync(Guid requestId, string kind) =>
        await administration.RequeueDeadLettersAsync(new RequeueDeadLettersRequest { RequestId = requestId.ToString(), Kind = kind }, Admin.Headers);

    public async Task<DiscardDeadLettersResponse> DiscardAsync(string reason, params string[] names) =>
        await administration.DiscardDeadLettersAsync(
            new DiscardDeadLettersRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Reason = reason,
                Names = { names },
            },
            Admin.Headers
        );

    /// <summary>What the audit log has, newest first.</summary>
    public async Task<IReadOnlyList<AuditEvent>> AuditAsync(string action) =>
        [.. (await administration.ListAuditEventsAsync(new ListAuditEventsRequest { Action = action, PageSize = 200 }, Admin.Headers)).AuditEvents];

    /// <summary>The user's resource name, found by address.</summary>
    public async Task<string> UserOfAsync(string email) =>
        (await administration.ListUsersAsync(new ListUsersRequest { Email = email }, Admin.Headers)).Users.Single().Name;

    public void Dispose() => Channel.Dispose();
}
