using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.People;

/// <summary>Deletes a note about a user, whoever of the staff wrote it.</summary>
public sealed class DeleteUserNote(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Deletes it. Doing it again changes nothing.</summary>
    public Task ExecuteAsync(Actor actor, Guid userId, Guid noteId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                if (await db.UserNotes.Where(n => n.Id == noteId && n.UserId == userId).ExecuteDeleteAsync(cancellationToken) == 1)
                {
                    audit.Note(actor, "user_note.delete", $"users/{userId}", before: new { note = $"users/{userId}/notes/{noteId}" });
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
}
