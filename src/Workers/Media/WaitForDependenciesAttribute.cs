using ESchool.Domain;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace ESchool.Workers.Media;

/// <summary>
/// While a dependency does not answer, a job waits and is run again, for as long as it takes: that is no failure of the job and uses up none of its tries.
/// Ordered before <see cref="AutomaticRetryAttribute"/>, which counts what is left.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WaitForDependenciesAttribute : JobFilterAttribute, IElectStateFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public WaitForDependenciesAttribute() => Order = 10;

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is FailedState { Exception: DomainException fault } && fault.Reason == CallReasons.DependencyUnavailable)
        {
            context.CandidateState = new ScheduledState(Pause) { Reason = fault.Message };
        }
    }
}
