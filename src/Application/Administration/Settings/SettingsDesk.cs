using ESchool.Application.Settings;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Settings;

/// <summary>Where settings and feature flags are changed: one change after the other, each with its place in the history and in the audit log.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SettingsDesk(SchoolDbContext db, LiveSettings live, AuditTrail audit, TimeProvider clock)
{
    private const string SettingPrefix = "settings/";
    private const string FlagPrefix = "featureFlags/";

    /// <summary>Runs a change while no other can happen.</summary>
    public async Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        var result = await db.InTransactionAsync(
            async () =>
            {
                await db.Database.ExecuteSqlAsync($"LOCK TABLE administration.settings IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
                var changed = await change();
                await db.SaveChangesAsync(cancellationToken);
                return changed;
            },
            cancellationToken
        );
        live.Forget();
        return result;
    }

    /// <summary>Finds a setting that is declared.</summary>
    /// <exception cref="DomainException"><c>SETTING_NOT_FOUND</c>.</exception>
    public static Setting Find(string key) =>
        KnownSettings.All.FirstOrDefault(setting => setting.Key == key)
        ?? throw new DomainException(SettingReasons.SettingNotFound, "{setting} does not exist.", ("setting", SettingPrefix + key));

    /// <summary>The resource name of a flag.</summary>
    public static string FlagName(string flag) => FlagPrefix + flag;

    /// <summary>The change that was made last of a setting or flag; null when there was none.</summary>
    public Task<SettingChange?> LastChangeAsync(string subject, CancellationToken cancellationToken) =>
        db.SettingChanges.AsNoTracking().Where(c => c.Subject == subject).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>As <see cref="LastChangeAsync"/>, with what this unit of work has changed.</summary>
    public async Task<SettingChange?> LastSavedAsync(string subject, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        return await LastChangeAsync(subject, cancellationToken);
    }

    /// <summary>Gives a setting or flag its value; what has it already is left as it is.</summary>
    /// <param name="actor">Which administrator.</param>
    /// <param name="subject">The setting or flag.</param>
    /// <param name="value">A setting's value as it is stored, or a flag's basis points; null for the default, or no flag.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reverts">The change that is taken back; null for none.</param>
    /// <param name="description">What a flag is for; null leaves that as it is.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    public async Task SetAsync(
        Actor actor,
        string subject,
        string? value,
        string reason,
        Guid? reverts,
        string? description,
        CancellationToken cancellationToken
    )
    {
        var before = subject.StartsWith(FlagPrefix, StringComparison.Ordinal)
            ? await SetFlagAsync(subject[FlagPrefix.Length..], value, description, cancellationToken)
            : (Value: await SetSettingAsync(subject[SettingPrefix.Length..], value, cancellationToken), Description: null);
        var after = value is null ? null : description?.Trim() ?? before.Description;
        if ((before.Value, before.Description) == (value, after))
        {
            return;
        }

        db.SettingChanges.Add(
            new SettingChange(subject, before.Value, value, actor.UserId, reason, reverts, clock.GetUtcNow())
            {
                DescriptionBefore = before.Description,
                DescriptionAfter = after,
            }
        );
        audit.Note(
            actor,
            "setting.change",
            subject,
            new { value = before.Value, description = before.Description },
            new
            {
                value,
                description = after,
                reason,
            }
        );
    }

    private async Task<string?> SetSettingAsync(string key, string? value, CancellationToken cancellationToken)
    {
        var row = await db.SettingValues.SingleOrDefaultAsync(s => s.Key == key, cancellationToken);
        var before = row?.Value;
        if (value is null)
        {
            db.SettingValues.RemoveRange(row is null ? [] : [row]);
        }
        else if (row is null)
        {
            db.SettingValues.Add(new SettingValue(key, value, clock.GetUtcNow()));
        }
        else if (before != value)
        {
            row.Set(value, clock.GetUtcNow());
        }

        return before;
    }

    private async Task<(string? Value, string? Description)> SetFlagAsync(string name, string? value, string? description, CancellationToken cancellationToken)
    {
        var flag = await db.FeatureFlags.SingleOrDefaultAsync(f => f.Name == name, cancellationToken);
        var before = flag is null ? default : (Value: $"{flag.RolloutBasisPoints}", flag.Description);
        if (value is null)
        {
            db.FeatureFlags.RemoveRange(flag is null ? [] : [flag]);
        }
        else if (flag is null || before != (value, description?.Trim() ?? flag.Description))
        {
            flag ??= db.FeatureFlags.Add(new FeatureFlag(name)).Entity;
            flag.Set(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture), description ?? flag.Description, clock.GetUtcNow());
        }

        return before;
    }
}
