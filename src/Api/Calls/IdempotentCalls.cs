using ESchool.Api.Calls.Callers;
using ESchool.Application;
using ESchool.Data;
using ESchool.Data.Idempotency;
using ESchool.Domain;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Calls;

/// <summary>
/// Makes a call safe to send again: its effect and its answer are saved in one transaction, under the caller, the method and the request id.
/// Two equal calls at once: the second waits for the first and gets its answer.
/// </summary>
internal sealed class IdempotentCalls(SchoolDbContext db, SchoolSecrets secrets, TimeProvider clock)
{
    /// <summary>Request bodies are kept as keyed hashes: nobody who reads the table can guess at what was in them.</summary>
    private const string Purpose = "idempotency";

    /// <summary>Runs the call, or returns the answer it had before.</summary>
    /// <exception cref="DomainException"><c>REQUEST_ID_REUSED</c>.</exception>
    public async Task<TResponse> RunAsync<TRequest, TResponse>(ServerCallContext context, TRequest request, string requestId, Func<Task<TResponse>> call)
        where TRequest : IMessage
        where TResponse : IMessage<TResponse>, new()
    {
        if (requestId.Length == 0)
        {
            return await call();
        }

        var record = new IdempotencyRecord(
            context.Actor().UserId,
            context.Method,
            Guid.Parse(requestId),
            secrets.Sign(Purpose, Content(request)),
            clock.GetUtcNow()
        );
        return await db.InTransactionAsync(
            async () =>
            {
                if (!await TryClaimAsync(record, context.CancellationToken))
                {
                    return await ReplayAsync<TResponse>(record, context.CancellationToken);
                }

                var response = await call();
                var bytes = response.ToByteArray();
                await Same(record).ExecuteUpdateAsync(set => set.SetProperty(r => r.Response, bytes), context.CancellationToken);
                return response;
            },
            context.CancellationToken
        );
    }

    /// <summary>
    /// Runs one call of several, each safe to send again under a request id of its own. A refusal is an answer, and leaves nothing to the calls after it.
    /// </summary>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<(TResponse? Response, DomainException? Refusal)> TryRunAsync<TRequest, TResponse>(
        ServerCallContext context,
        TRequest request,
        string requestId,
        Func<Task<TResponse>> call
    )
        where TRequest : IMessage
        where TResponse : class, IMessage<TResponse>, new()
    {
        try
        {
            return (await RunAsync(context, request, requestId, call), null);
        }
        catch (DomainException refusal)
        {
            return (null, refusal);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>What the request says besides its id, which may be written in capitals.</summary>
    private static byte[] Content<TRequest>(TRequest request)
        where TRequest : IMessage
    {
        var content = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        content.Descriptor.FindFieldByName("request_id")?.Accessor.Clear(content);
        return content.ToByteArray();
    }

    private async Task<bool> TryClaimAsync(IdempotencyRecord record, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO idempotency.records (actor_id, method, request_id, request_hash, response, created_at)
            VALUES ({record.ActorId}, {record.Method}, {record.RequestId}, {record.RequestHash}, {Array.Empty<byte>()}, {record.CreatedAt})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken
        ) == 1;

    private async Task<TResponse> ReplayAsync<TResponse>(IdempotencyRecord record, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>, new()
    {
        var first = await Same(record).AsNoTracking().SingleAsync(cancellationToken);
        return first.RequestHash.AsSpan().SequenceEqual(record.RequestHash)
            ? new MessageParser<TResponse>(() => new TResponse()).ParseFrom(first.Response)
            : throw new DomainException(
                CallReasons.RequestIdReused,
                "The request_id was used before with another request.",
                ("request_id", record.RequestId.ToString())
            );
    }

    private IQueryable<IdempotencyRecord> Same(IdempotencyRecord record) =>
        db.IdempotencyRecords.Where(r => r.ActorId == record.ActorId && r.Method == record.Method && r.RequestId == record.RequestId);
}
