using System.Collections.Concurrent;
using ESchool.Application;
using ESchool.Application.Identity;
using ESchool.Application.Identity.Sessions;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Callers;

/// <summary>
/// The sessions that were ended while access tokens of theirs may still be about. Read from the database when a hint says so and every other
/// second, so that a revocation counts for every call within seconds, without a look at the database for each. While the database does not
/// answer, what is known stays known.
/// </summary>
internal sealed class RevokedSessions(
    IServiceScopeFactory scopes,
    LiveHints hints,
    IOptions<IdentityOptions> options,
    TimeProvider clock,
    ILogger<RevokedSessions> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Rows become visible later than the times they carry; and a token lives some seconds longer elsewhere.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> revoked = new();

    public bool Contains(Guid sessionId) => revoked.ContainsKey(sessionId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = hints.Listen(SessionRevoker.Topic);
        var since = Horizon;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = clock.GetUtcNow();
            try
            {
                await ReadAsync(since, stoppingToken);
                since = began - Overlap;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("Ended sessions could not be read; trying again: {Fault}", fault.Message);
            }

            await listener.WaitAsync(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Tokens of sessions that were ended before have expired.</summary>
    private DateTimeOffset Horizon => clock.GetUtcNow() - options.Value.AccessTokenLifetime - Overlap;

    private async Task ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var one in await scope.ServiceProvider.GetRequiredService<ListRevocations>().ExecuteAsync(since, cancellationToken))
        {
            revoked[one.SessionId] = one.RevokedAt;
        }

        var horizon = Horizon;
        foreach (var (sessionId, revokedAt) in revoked)
        {
            if (revokedAt < horizon)
            {
                revoked.TryRemove(sessionId, out _);
            }
        }
    }
}
