using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Makes the first administrator; run by an operator at set-up, never reachable by a call.</summary>
public sealed class CreateAdmin(SchoolDbContext db, PasswordHasher passwords, TimeProvider clock)
{
    /// <summary>Makes a verified account with the admin role, or gives an existing one the admin role. Doing it again changes nothing.</summary>
    /// <returns>True when the account was made now.</returns>
    public async Task<bool> ExecuteAsync(string email, string password, CancellationToken cancellationToken)
    {
        var normalized = User.NormalizeEmail(email);
        var user = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == normalized, cancellationToken);
        var made = user is null;
        if (user is null)
        {
            user = new User(email, "Administrator", await passwords.HashAsync(password, cancellationToken), clock.GetUtcNow());
            db.Users.Add(user);
        }

        user.VerifyEmail(clock.GetUtcNow());
        user.Grant(Roles.Admin);
        await db.SaveChangesAsync(cancellationToken);
        return made;
    }
}
