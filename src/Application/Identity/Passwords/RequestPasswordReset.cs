using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Passwords;

/// <summary>
/// Asks for an e-mail that sets a new password, at most one a minute. The same is done for an address nobody has, with a number nobody has, so
/// that answer and time are the same.
/// </summary>
public sealed class RequestPasswordReset(SchoolDbContext db, WorkOutbox outbox)
{
    /// <summary>Asks for the e-mail.</summary>
    public async Task ExecuteAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = User.NormalizeEmail(email);
        var userId = await db.Users.Where(u => u.EmailNormalized == normalized).Select(u => u.Id).SingleOrDefaultAsync(cancellationToken);
        await outbox.AddOnceAMinuteAsync(WorkKinds.PasswordResetEmail, userId == Guid.Empty ? Guid.CreateVersion7() : userId, cancellationToken);
    }
}
