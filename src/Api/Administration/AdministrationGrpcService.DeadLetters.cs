using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.DeadLetters;
using ESchool.Contracts.Administration.V1;
using ESchool.Data.Outbox;
using Grpc.Core;

namespace ESchool.Api.Administration;

/// <summary>Work that failed for good.</summary>
internal sealed partial class AdministrationGrpcService
{
    private const string DeadLetterPattern = "deadLetters/{dead_letter}";

    public override async Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        var arguments = request.Clone();
        (arguments.PageSize, arguments.PageToken) = (0, "");
        DeadLetterState? state = request.State == Contracts.Administration.V1.DeadLetter.Types.State.Unspecified ? null : (DeadLetterState)request.State;
        var page = await context
            .UseCase<ListDeadLetters>()
            .ExecuteAsync(
                new DeadLetterFilter(request.Kind.Length > 0 ? request.Kind : null, state),
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListDeadLettersResponse
        {
            DeadLetters = { page.Items.Select(letter => letter.ToWire()) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<GetDeadLetterResponse> GetDeadLetter(GetDeadLetterRequest request, ServerCallContext context) =>
        new()
        {
            DeadLetter = (
                await context.UseCase<GetDeadLetter>().ExecuteAsync(ResourceNames.One(request.Name, DeadLetterPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override Task<RequeueDeadLettersResponse> RequeueDeadLetters(RequeueDeadLettersRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var settled = await context
                    .UseCase<RequeueDeadLetters>()
                    .ExecuteAsync(context.Actor(), SelectionOf(request.Names, request.Kind), context.CancellationToken);
                return new RequeueDeadLettersResponse
                {
                    Requeued = { settled.Done.Select(NameOfLetter) },
                    Skipped = { settled.Skipped.Select(ToWire) },
                    More = settled.More,
                };
            }
        );

    public override Task<DiscardDeadLettersResponse> DiscardDeadLetters(DiscardDeadLettersRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var settled = await context
                    .UseCase<DiscardDeadLetters>()
                    .ExecuteAsync(context.Actor(), SelectionOf(request.Names, request.Kind), request.Reason, context.CancellationToken);
                return new DiscardDeadLettersResponse
                {
                    Discarded = { settled.Done.Select(NameOfLetter) },
                    Skipped = { settled.Skipped.Select(ToWire) },
                    More = settled.More,
                };
            }
        );

    private static LetterSelection SelectionOf(IReadOnlyList<string> names, string kind) =>
        new([.. names.Select((name, place) => ResourceNames.One(name, DeadLetterPattern, $"names[{place}]"))], kind);

    private static string NameOfLetter(Guid id) => $"deadLetters/{id}";

    private static SkippedDeadLetter ToWire((Guid Id, LetterObstacle Obstacle) skipped) =>
        new() { DeadLetter = NameOfLetter(skipped.Id), Obstacle = (SkippedDeadLetter.Types.Obstacle)skipped.Obstacle };
}
