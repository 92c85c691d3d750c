using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration;

/// <summary>Which users are listed; null means all.</summary>
/// <param name="Email">Only the one with this address.</param>
/// <param name="Role">Only those with this role.</param>
/// <param name="Suspended">Only suspended ones.</param>
/// <param name="Query">Only those whose address or name holds it, in any case, or the one with this id or resource name; empty for all.</param>
public sealed record UserFilter(string? Email, Roles? Role, bool Suspended, string Query = "");

/// <summary>Lists users for staff, the newest first. Who looks for somebody by name or address is in the audit log, though not what for.</summary>
public sealed class ListUsers(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<UserAccount>> ExecuteAsync(Actor actor, UserFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var email = filter.Email is null ? null : User.NormalizeEmail(filter.Email);
        var id = Guid.TryParseExact(filter.Query.Replace("users/", "", StringComparison.Ordinal), "D", out var named) ? named : (Guid?)null;
        var part = filter.Query.Length == 0 || id is not null ? null : $"%{Escaped(filter.Query)}%";
        var rows = await db
            .Users.AsNoTracking()
            .Where(u => u.ErasedAt == null && (page.AfterId == null || u.Id < page.AfterId))
            .Where(u =>
                (email == null || u.EmailNormalized == email)
                && (filter.Role == null || (u.Roles & filter.Role) != 0)
                && (!filter.Suspended || u.SuspendedAt != null)
            )
            .Where(u =>
                (id == null || u.Id == id) && (part == null || EF.Functions.ILike(u.Email, part, "\\") || EF.Functions.ILike(u.DisplayName, part, "\\"))
            )
            .OrderByDescending(u => u.Id)
            .Take(page.Size + 1)
            .Select(u => new UserAccount(u, db.TotpFactors.Any(f => f.UserId == u.Id && f.ConfirmedAt != null)))
            .ToListAsync(cancellationToken);
        if (page.After is null && (email ?? part) is not null)
        {
            var found = rows is [var only] ? $"users/{only.User.Id}" : "users";
            audit.Note(actor, email is null ? "user.search" : "user.find_by_address", found);
            await db.SaveChangesAsync(cancellationToken);
        }

        return Page<UserAccount>.Of(rows, page.Size, account => account.User.Id.ToString());
    }

    /// <summary>Nothing in it is a wildcard.</summary>
    private static string Escaped(string part) =>
        part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
