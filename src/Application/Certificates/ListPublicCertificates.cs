using ESchool.Data;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Lists the valid certificates that a learner shows to everybody, newest first.</summary>
public sealed class ListPublicCertificates(SchoolDbContext db)
{
    /// <summary>Reads a page. Of somebody who is suspended, leaves the school or is gone, it is empty.</summary>
    public async Task<Page<Certificate>> ExecuteAsync(Guid learnerId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Certificates.AsNoTracking()
            .Where(c => c.LearnerId == learnerId && c.IsPublic && c.State == CertificateState.Active && (page.AfterId == null || c.Id < page.AfterId))
            .Where(c => db.Users.Any(u => u.Id == learnerId && u.SuspendedAt == null && u.DeleteAt == null && u.ErasedAt == null))
            .OrderByDescending(c => c.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Certificate>.Of(rows, page.Size, c => c.Id.ToString());
    }
}
