using ESchool.Application.Settings;
using ESchool.Domain;

namespace ESchool.Application.Administration.Settings;

/// <summary>Lists the feature flags that the caller has.</summary>
public sealed class ListOwnFeatures(LiveSettings live)
{
    /// <summary>Their names, in order.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="visitorId">Who asks without an account; null for somebody who has none of what is not rolled out to everybody.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<string>> ExecuteAsync(Actor actor, Guid? visitorId, CancellationToken cancellationToken)
    {
        var snapshot = await live.ReadAsync(cancellationToken);
        return actor.UserId != Guid.Empty ? snapshot.FlagsOf(actor.UserId)
            : visitorId is { } visitor ? snapshot.FlagsOf(visitor)
            : snapshot.FlagsOfEverybody;
    }
}
