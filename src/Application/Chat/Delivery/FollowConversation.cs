using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Chat.Delivery;

/// <summary>Follows a conversation live: gives what the reader has not seen, then goes on with what comes, in order and once each.</summary>
public sealed class FollowConversation(ConversationHub hub, ConversationPatrol patrol, IServiceScopeFactory scopes)
{
    /// <summary>Enters the conversation; from here on access, session and the listener's own reasons are checked every other second.</summary>
    /// <param name="actor">Who reads.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="after">The number of the last message the reader has.</param>
    /// <param name="listener">Is told when there is something to read, and when it is over.</param>
    /// <param name="cancellationToken">Stops before it is entered.</param>
    /// <exception cref="DomainException"><c>CONVERSATION_NOT_FOUND</c>, <c>SEQUENCE_UNKNOWN</c>, <c>ACCESS_TOKEN_INVALID</c>.</exception>
    public async Task<ConversationReader> ExecuteAsync(
        Actor actor,
        Guid conversationId,
        long after,
        IConversationListener listener,
        CancellationToken cancellationToken
    )
    {
        patrol.Begin();
        var reader = hub.Join(conversationId, actor, after, listener);
        try
        {
            var (stored, changes) = await RequireAccessAsync(actor, conversationId, cancellationToken);
            RequireStored(after, stored);
            hub.Begin(reader, stored, changes);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private static void RequireStored(long after, long stored)
    {
        if (after > stored)
        {
            throw new DomainException(
                ChatReasons.SequenceUnknown,
                "There is no message {last_seen_sequence}; the last one is {last_sequence}.",
                ("last_seen_sequence", after),
                ("last_sequence", stored)
            );
        }
    }

    /// <returns>The number of the last stored message, and how often messages have changed.</returns>
    private async Task<(long Stored, long Changes)> RequireAccessAsync(Actor actor, Guid conversationId, CancellationToken cancellationToken)
    {
        // A scope of its own: a stream would hold what the query needs for as long as it lives.
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CheckSession>().ExecuteAsync(actor, SessionDemands.None, cancellationToken);
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        var found =
            await ConversationAccess
                .Of(db, actor)
                .Where(c => c.Id == conversationId)
                .Select(c => new { c.LastSequence, c.ChangeCount })
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw ConversationAccess.NotFound(conversationId);
        return (found.LastSequence, found.ChangeCount);
    }
}
