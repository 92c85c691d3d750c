using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts.Reviewing;

/// <summary>Tells every administrator of something about payouts, in their feeds.</summary>
public sealed class TellAdministrators(SchoolDbContext db, WorkOutbox outbox)
{
    /// <summary>Tells them. The caller saves.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="resource">The resource it happened to.</param>
    /// <param name="details">Details by name; no secrets.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task ExecuteAsync(string kind, string resource, (string Key, string Value)[] details, CancellationToken cancellationToken)
    {
        foreach (var adminId in await db.Users.Where(u => (u.Roles & Roles.Admin) != 0).Select(u => u.Id).ToListAsync(cancellationToken))
        {
            outbox.Tell(adminId, kind, resource, details);
        }
    }
}
