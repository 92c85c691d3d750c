using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;

namespace ESchool.Application.Administration.People;

/// <summary>Notes something about a user for other staff.</summary>
public sealed class CreateUserNote(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Notes it. The audit log has that it was, not what.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for an erased user.</exception>
    public Task<UserNote> ExecuteAsync(Actor actor, Guid userId, string text, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // Locked: an account that is erased at this moment keeps no note.
                await Accounts.LockAsync(db, userId, cancellationToken);
                var note = new UserNote(userId, actor.UserId, text, clock.GetUtcNow());
                db.UserNotes.Add(note);
                audit.Note(actor, "user_note.create", $"users/{userId}", after: new { note = $"users/{userId}/notes/{note.Id}" });
                await db.SaveChangesAsync(cancellationToken);
                return note;
            },
            cancellationToken
        );
}
