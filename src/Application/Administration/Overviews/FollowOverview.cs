using System.Runtime.CompilerServices;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Overviews;

/// <summary>Looks at the school again and again.</summary>
public sealed class FollowOverview(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>How long it is not looked at after a look, and how late lost access is noticed at most.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Reads an overview every few seconds, forever, whether it changed or not. The session is checked anew with every look.</summary>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>: the session has ended, or has lost its role.</exception>
    public async IAsyncEnumerable<Overview> ExecuteAsync(Actor actor, TimeZoneInfo zone, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return await ReadAsync(actor, zone, cancellationToken);
            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    private async Task<Overview> ReadAsync(Actor actor, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CheckSession>().ExecuteAsync(actor, SessionDemands.None, cancellationToken);
        return await scope.ServiceProvider.GetRequiredService<GetOverview>().ExecuteAsync(zone, cancellationToken);
    }
}
