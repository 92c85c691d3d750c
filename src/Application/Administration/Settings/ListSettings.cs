using ESchool.Application.Settings;
using ESchool.Data;
using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Settings;

/// <summary>A setting with what holds.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">What holds.</param>
/// <param name="LastChange">The change that was made last; null when there was none.</param>
public sealed record SettingView(Setting Setting, string Value, SettingChange? LastChange);

/// <summary>Lists what can be set while the school runs, with what holds.</summary>
public sealed class ListSettings(SchoolDbContext db)
{
    /// <summary>Reads all of them, by name.</summary>
    public async Task<IReadOnlyList<SettingView>> ExecuteAsync(CancellationToken cancellationToken)
    {
        var values = await db.SettingValues.AsNoTracking().ToDictionaryAsync(s => s.Key, s => s.Value, cancellationToken);
        var subjects = KnownSettings.All.Select(setting => setting.Name).ToList();
        var changes = await db
            .SettingChanges.AsNoTracking()
            .Where(c => subjects.Contains(c.Subject))
            .GroupBy(c => c.Subject)
            .Select(changes => changes.OrderByDescending(c => c.Id).First())
            .ToDictionaryAsync(c => c.Subject, cancellationToken);
        return
        [
            .. KnownSettings.All.Select(setting => new SettingView(
                setting,
                values.GetValueOrDefault(setting.Key, setting.Default),
                changes.GetValueOrDefault(setting.Name)
            )),
        ];
    }
}
