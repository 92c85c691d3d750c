using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Settings;

/// <summary>Settings and feature flags at a moment.</summary>
/// <param name="Values">What was set, by key.</param>
/// <param name="Flags">How far each flag is rolled out, in basis points, by name.</param>
public sealed record SettingsSnapshot(IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, int> Flags)
{
    /// <summary>What holds.</summary>
    public T Get<T>(Setting<T> setting) => setting.Read(Values.GetValueOrDefault(setting.Key, setting.Default));

    /// <summary>The names of the flags that somebody has, in order.</summary>
    public IReadOnlyList<string> FlagsOf(Guid personId) =>
        [.. Flags.Where(flag => FeatureFlag.IsOn(flag.Key, flag.Value, personId)).Select(flag => flag.Key).Order(StringComparer.Ordinal)];

    /// <summary>The names of the flags that everybody has, in order.</summary>
    public IReadOnlyList<string> FlagsOfEverybody =>
        [.. Flags.Where(flag => flag.Value == FeatureFlag.WholeBasisPoints).Select(flag => flag.Key).Order(StringComparer.Ordinal)];
}

/// <summary>
/// What holds now, as every process knows it: read again when it is older than two seconds and somebody asks, so a change is known everywhere within that time,
/// and a process that is idle reads nothing. While the database does not answer, what is known stays known.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class LiveSettings(IServiceScopeFactory scopes, ILogger<LiveSettings> logger) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Known? known;

    /// <summary>What holds; at most two seconds old while the database answers.</summary>
    public async ValueTask<SettingsSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var last = known;
        if (last is { IsOld: false })
        {
            return last.Snapshot;
        }

        // Whoever knows something and finds somebody reading need not wait for it.
        if (!await reading.WaitAsync(last is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return last!.Snapshot;
        }

        try
        {
            if (known is { IsOld: false } other)
            {
                return other.Snapshot;
            }

            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            var snapshot = await LoadAsync(cancellationToken);
            known = new Known(snapshot, began);
            return snapshot;
        }
        catch (Exception fault) when (fault is not OperationCanceledException && last is not null)
        {
            logger.LogWarning("Settings could not be read; what was known holds: {Fault}", fault.Message);
            return last.Snapshot;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>What a setting is.</summary>
    public async ValueTask<T> GetAsync<T>(Setting<T> setting, CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Get(setting);

    /// <summary>Refuses what the staff have closed.</summary>
    /// <exception cref="DomainException"><c>CLOSED_BY_STAFF</c>.</exception>
    public async ValueTask RequireOpenAsync(Switch setting, CancellationToken cancellationToken)
    {
        if (!await GetAsync(setting, cancellationToken))
        {
            throw new DomainException(SettingReasons.ClosedByStaff, "The staff have closed this: {setting}.", ("setting", setting.Name));
        }
    }

    /// <summary>Reads again with the next question: something was changed here.</summary>
    public void Forget() => known = null;

    /// <inheritdoc/>
    public void Dispose() => reading.Dispose();

    private async Task<SettingsSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        var values = await db.SettingValues.AsNoTracking().ToDictionaryAsync(s => s.Key, s => s.Value, cancellationToken);
        var flags = await db.FeatureFlags.AsNoTracking().ToDictionaryAsync(f => f.Name, f => f.RolloutBasisPoints, cancellationToken);
        return new SettingsSnapshot(values, flags);
    }

    private sealed record Known(SettingsSnapshot Snapshot, long ReadAt)
    {
        public bool IsOld => System.Diagnostics.Stopwatch.GetElapsedTime(ReadAt) > Lifetime;
    }
}
