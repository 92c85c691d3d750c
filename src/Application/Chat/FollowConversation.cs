using ESchool.Application.Identity;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Chat;

/// <summary>Follows a conversation live: replays what the reader has not seen, then goes on with what comes, in order and once each.</summary>
public sealed class FollowConversation(LiveTail tail, IServiceScopeFactory scopes)
{
    private const int BatchSize = 200;

    /// <summary>Enters the conversation.</summary>
    /// <returns>The number of the last stored message.</returns>
    /// <exception cref="DomainException"><c>CONVERSATION_NOT_FOUND</c>, <c>ACCESS_TOKEN_INVALID</c>.</exception>
    public async Task<long> JoinAsync(Actor actor, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await RequireAccessAsync(scope, actor, conversationId, cancellationToken);
    }

    /// <summary>Reads messages after a number, forever. Access and session are checked anew with every look.</summary>
    /// <exception cref="DomainException"><c>CONVERSATION_NOT_FOUND</c>, <c>ACCESS_TOKEN_INVALID</c>: access has ended.</exception>
    public IAsyncEnumerable<ChatMessage> ExecuteAsync(Actor actor, Guid conversationId, long after, CancellationToken cancellationToken) =>
        tail.FollowAsync(
            SendMessage.TopicOf(conversationId),
            after,
            (last, token) => ReadAsync(actor, conversationId, last, token),
            message => message.Sequence,
            cancellationToken);

    private async Task<IReadOnlyList<ChatMessage>> ReadAsync(Actor actor, Guid conversationId, long after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await RequireAccessAsync(scope, actor, conversationId, cancellationToken) <= after)
        {
            return [];
        }

        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        return await db.ChatMessages.AsNoTracking()
            .Where(m => m.ConversationId == conversationId && m.Sequence > after)
            .OrderBy(m => m.Sequence).Take(BatchSize).ToListAsync(cancellationToken);
    }

    private static async Task<long> RequireAccessAsync(AsyncServiceScope scope, Actor actor, Guid conversationId, CancellationToken cancellationToken)
    {
        await scope.ServiceProvider.GetRequiredService<CheckSession>().ExecuteAsync(actor, SessionDemands.None, cancellationToken);
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        return await ConversationAccess.Of(db, actor).Where(c => c.Id == conversationId).Select(c => (long?)c.LastSequence).SingleOrDefaultAsync(cancellationToken)
            ?? throw ConversationAccess.NotFound(conversationId);
    }
}
