using ESchool.Data;
using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Settings;

/// <summary>Lists what was changed of settings and feature flags, the newest first.</summary>
public sealed class ListSettingChanges(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="subject">Of one setting or flag; empty for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<SettingChange>> ExecuteAsync(string subject, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .SettingChanges.AsNoTracking()
            .Where(c => (subject == "" || c.Subject == subject) && (page.AfterId == null || c.Id < page.AfterId))
            .OrderByDescending(c => c.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<SettingChange>.Of(rows, page.Size, change => change.Id.ToString());
    }
}
