using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Settings;

/// <summary>Makes a feature flag, and rolls it out or back. It holds in every process within two seconds.</summary>
public sealed class SetFeatureFlag(SchoolDbContext db, SettingsDesk desk)
{
    /// <summary>How many flags a school has at most: every one is asked for with every start of a frontend.</summary>
    public const int Most = 200;

    /// <summary>Sets it. The same again changes nothing.</summary>
    /// <exception cref="DomainException"><c>FEATURE_FLAGS_FULL</c>.</exception>
    public Task<FeatureFlag> ExecuteAsync(
        Actor actor,
        string name,
        int rolloutBasisPoints,
        string description,
        string reason,
        CancellationToken cancellationToken
    ) =>
        desk.ChangeAsync(
            async () =>
            {
                var known = await db.FeatureFlags.AnyAsync(f => f.Name == name, cancellationToken);
                if (!known && await db.FeatureFlags.CountAsync(cancellationToken) >= Most)
                {
                    throw new DomainException(SettingReasons.FeatureFlagsFull, "The school has {maximum} feature flags.", ("maximum", Most));
                }

                await desk.SetAsync(actor, SettingsDesk.FlagName(name), $"{rolloutBasisPoints}", reason, reverts: null, description, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return await db.FeatureFlags.SingleAsync(f => f.Name == name, cancellationToken);
            },
            cancellationToken
        );
}
