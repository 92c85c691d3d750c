using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Sends another verification e-mail, at most one a minute, if somebody waits for one. Tells the caller nothing.</summary>
public sealed class ResendVerificationEmail(SchoolDbContext db, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Asks for the e-mail.</summary>
    public async Task ExecuteAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = User.NormalizeEmail(email);
        var userId = await db.Users.Where(u => u.EmailNormalized == normalized && u.EmailVerifiedAt == null).Select(u => u.Id).SingleOrDefaultAsync(cancellationToken);
        if (userId == Guid.Empty)
        {
            return;
        }

        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        var key = $"{userId}:{minute}";
        if (!await db.OutboxMessages.AnyAsync(m => m.Kind == WorkKinds.VerificationEmail && m.DeduplicationKey == key, cancellationToken))
        {
            outbox.Add(WorkKinds.VerificationEmail, new UserWork(userId), key);
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
