using ESchool.Workers;
using Hangfire;
using Hangfire.Common;

namespace ESchool.Architecture.Tests.Sweeps;

/// <summary>The recurring jobs, taken as the scheduler takes them.</summary>
internal sealed class RegisteredJobs : IRecurringJobManager
{
    private readonly List<(string Name, string Schedule, Job Job)> jobs = [];

    private RegisteredJobs() { }

    public static IReadOnlyList<(string Name, string Schedule, Job Job)> All
    {
        get
        {
            var registered = new RegisteredJobs();
            RecurringJobs.Register(registered);
            return registered.jobs;
        }
    }

    public void AddOrUpdate(string recurringJobId, Job job, string cronExpression, RecurringJobOptions options) =>
        jobs.Add((recurringJobId, cronExpression, job));

    public void Trigger(string recurringJobId) => throw new NotSupportedException();

    public void RemoveIfExists(string recurringJobId) => throw new NotSupportedException();
}
