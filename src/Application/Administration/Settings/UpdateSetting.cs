using ESchool.Domain;

namespace ESchool.Application.Administration.Settings;

/// <summary>Sets a setting. It holds in every process within two seconds.</summary>
public sealed class UpdateSetting(SettingsDesk desk)
{
    /// <summary>Sets it. The same value again changes nothing.</summary>
    /// <param name="actor">Which administrator.</param>
    /// <param name="key">The setting.</param>
    /// <param name="value">The value.</param>
    /// <param name="reason">Why.</param>
    /// <param name="etag">The last change that the caller has seen; null to take whatever is there.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>SETTING_NOT_FOUND</c>, <c>SETTING_VALUE_INVALID</c>, <c>ETAG_STALE</c>.</exception>
    public Task<SettingView> ExecuteAsync(Actor actor, string key, string value, string reason, string? etag, CancellationToken cancellationToken)
    {
        var setting = SettingsDesk.Find(key);
        var stored = setting.Check(value);
        return desk.ChangeAsync(
            async () =>
            {
                if (etag is not null && etag != $"{(await desk.LastChangeAsync(setting.Name, cancellationToken))?.Id}")
                {
                    throw new DomainException(CallReasons.EtagStale, "It was changed since it was read; read it again.");
                }

                // What is set to its default follows the default from then on.
                await desk.SetAsync(
                    actor,
                    setting.Name,
                    stored == setting.Default ? null : stored,
                    reason,
                    reverts: null,
                    description: null,
                    cancellationToken
                );
                return new SettingView(setting, stored, await desk.LastSavedAsync(setting.Name, cancellationToken));
            },
            cancellationToken
        );
    }
}
