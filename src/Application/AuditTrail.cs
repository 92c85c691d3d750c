using System.Text.Json;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application;

/// <summary>Writes the audit log: who did what on what, from where, before and after. Values hold no personal data and no secrets.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class AuditTrail(SchoolDbContext db, CallOrigin origin, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Notes an act in the present unit of work: it is logged if and only if it happens.</summary>
    /// <param name="actorId">Who; <see cref="Guid.Empty"/> for the system.</param>
    /// <param name="action">What, such as <c>user.suspend</c>.</param>
    /// <param name="resource">On what, a resource name.</param>
    /// <param name="before">What it was before; null when nothing changed.</param>
    /// <param name="after">What it is now, or the circumstances; null when there is nothing to say.</param>
    public void Note(Guid actorId, string action, string resource, object? before = null, object? after = null) =>
        db.AuditEvents.Add(Event(actorId, action, resource, before, after));

    /// <inheritdoc cref="Note(Guid, string, string, object?, object?)"/>
    public void Note(Actor actor, string action, string resource, object? before = null, object? after = null) =>
        Note(actor.UserId, action, resource, before, after);

    /// <summary>Notes a refusal, by itself: it stays although the call fails.</summary>
    /// <param name="actorId">Who was refused; <see cref="Guid.Empty"/> for a caller nobody knows.</param>
    /// <param name="action">What was refused.</param>
    /// <param name="resource">On what.</param>
    /// <param name="circumstances">Why; null when the action says it.</param>
    public async Task NoteRefusalAsync(Guid actorId, string action, string resource, object? circumstances = null)
    {
        await using var scope = scopes.CreateAsyncScope();
        var own = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        own.AuditEvents.Add(Event(actorId, action, resource, before: null, circumstances));

        // The caller may be gone; what was refused is noted all the same.
        await own.SaveChangesAsync(CancellationToken.None);
    }

    private AuditEvent Event(Guid actorId, string action, string resource, object? before, object? after) =>
        new(actorId, action, resource, clock.GetUtcNow())
        {
            Network = origin.Network,
            UserAgent = origin.UserAgent,
            Before = before is null ? null : JsonSerializer.Serialize(before, JsonSerializerOptions.Web),
            After = after is null ? null : JsonSerializer.Serialize(after, JsonSerializerOptions.Web),
        };
}
