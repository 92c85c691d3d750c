using ESchool.Application.Work;
using ESchool.Domain;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace ESchool.Workers.Outbox;

/// <summary>Gives every job the tries that its kind of work declares.</summary>
internal sealed class WorkFilters : IJobFilterProvider
{
    public IEnumerable<JobFilter> GetFilters(Job? job)
    {
        if (job is null || JobCatalog.WorkOf(job) is not { } work)
        {
            yield break;
        }

        yield return new JobFilter(new PatienceFilter(work.WaitsForDependencies), JobFilterScope.Method, PatienceFilter.BeforeRetries);
        if (work.RetryDelays is { } delays)
        {
            yield return new JobFilter(
                new AutomaticRetryAttribute { Attempts = delays.Count, DelaysInSeconds = [.. delays] },
                JobFilterScope.Method,
                order: null
            );
        }
    }
}

/// <summary>
/// Work that can't be done yet waits, for as long as it takes: that is no failure and uses up no try. Ordered before <see cref="AutomaticRetryAttribute"/>,
/// which counts what is left.
/// </summary>
/// <param name="waitsForDependencies">Whether a dependency that does not answer is waited for as well.</param>
internal sealed class PatienceFilter(bool waitsForDependencies) : IElectStateFilter
{
    public const int BeforeRetries = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public void OnStateElection(ElectStateContext context)
    {
        var fault = (context.CandidateState as FailedState)?.Exception;
        TimeSpan? pause =
            fault is NotYetException notYet ? notYet.Pause
            : waitsForDependencies && fault is DomainException { Reason: var reason } && reason == CallReasons.DependencyUnavailable ? Pause
            : null;
        if (pause is { } wait)
        {
            context.CandidateState = new ScheduledState(wait) { Reason = fault!.Message };
        }
    }
}
