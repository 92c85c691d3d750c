using ESchool.Domain;

namespace ESchool.Application.Administration.Settings;

/// <summary>Deletes a feature flag: nobody has it any more. Its history stays.</summary>
public sealed class DeleteFeatureFlag(SettingsDesk desk)
{
    /// <summary>Deletes it. Doing it again changes nothing.</summary>
    public Task ExecuteAsync(Actor actor, string name, string reason, CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            async () =>
            {
                await desk.SetAsync(actor, SettingsDesk.FlagName(name), value: null, reason, reverts: null, description: null, cancellationToken);
                return true;
            },
            cancellationToken
        );
}
