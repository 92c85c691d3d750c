using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Settings;

/// <summary>Takes the last change of a setting or flag back. That is a change itself, and can be taken back too.</summary>
public sealed class RevertSettingChange(SchoolDbContext db, SettingsDesk desk)
{
    /// <summary>Takes it back. One that was taken back is left as it is.</summary>
    /// <returns>The change that took it back.</returns>
    /// <exception cref="DomainException"><c>SETTING_CHANGE_NOT_FOUND</c>, <c>SETTING_CHANGED_SINCE</c>, <c>SETTING_NOT_FOUND</c>.</exception>
    public Task<SettingChange> ExecuteAsync(Actor actor, Guid changeId, string reason, CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            async () =>
            {
                var change =
                    await db.SettingChanges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == changeId, cancellationToken)
                    ?? throw new DomainException(
                        SettingReasons.SettingChangeNotFound,
                        "{setting_change} does not exist.",
                        ("setting_change", $"settingChanges/{changeId}")
                    );
                if (await db.SettingChanges.AsNoTracking().SingleOrDefaultAsync(c => c.Reverts == changeId, cancellationToken) is { } reverted)
                {
                    return reverted;
                }

                var last = await desk.LastChangeAsync(change.Subject, cancellationToken);
                if (last!.Id != changeId)
                {
                    throw new DomainException(
                        SettingReasons.SettingChangedSince,
                        "{subject} was changed again since, by {setting_change}.",
                        ("subject", change.Subject),
                        ("setting_change", $"settingChanges/{last.Id}")
                    );
                }

                await desk.SetAsync(actor, change.Subject, change.Before, reason, changeId, change.DescriptionBefore, cancellationToken);
                return (await desk.LastSavedAsync(change.Subject, cancellationToken))!;
            },
            cancellationToken
        );
}
