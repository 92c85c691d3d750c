using ESchool.Data;
using Npgsql;

namespace ESchool.Application.Notifications.Feed;

/// <summary>Adds announced events to the feeds of their users; an event that was added before is left out.</summary>
public sealed class PublishUserEvents(SchoolDbContext db, FeedWriter feeds)
{
    /// <summary>Adds them in one transaction; when that fails, each request in its own, so that a bad one does not hold up the others.</summary>
    /// <param name="requestIds">The work requests that announced them.</param>
    /// <param name="cancellationToken">Stops before they are added.</param>
    /// <exception cref="AggregateException">What could not be added; all others were.</exception>
    public async Task ExecuteAsync(IReadOnlyCollection<Guid> requestIds, CancellationToken cancellationToken)
    {
        try
        {
            feeds.Hint(await AddTogetherAsync([.. requestIds]));
        }
        catch (PostgresException) when (requestIds.Count > 1)
        {
            var faults = new List<Exception>();
            foreach (var id in requestIds)
            {
                try
                {
                    feeds.Hint(await AddTogetherAsync([id]));
                }
                catch (PostgresException fault)
                {
                    faults.Add(fault);
                }
            }

            if (faults.Count > 0)
            {
                throw new AggregateException(faults);
            }
        }

        Task<IReadOnlyCollection<Guid>> AddTogetherAsync(Guid[] ids) => db.InTransactionAsync(() => feeds.AddAsync(ids, cancellationToken), cancellationToken);
    }
}
