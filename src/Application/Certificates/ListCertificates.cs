using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Lists the caller's certificates, newest first.</summary>
public sealed class ListCertificates(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<Certificate>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Certificates.AsNoTracking()
            .Where(c => c.LearnerId == actor.UserId && (page.AfterId == null || c.Id < page.AfterId))
            .OrderByDescending(c => c.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Certificate>.Of(rows, page.Size, c => c.Id.ToString());
    }
}
