using System.Text.Json;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Data.Outbox;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Workers.Outbox;

/// <summary>When a job failed after its last try: keeps a row for the operators, alerts the administrators, and does what the work wants done then.</summary>
internal sealed class DeadLetterFilter(IServiceScopeFactory scopes, TimeProvider clock) : JobFilterAttribute, IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is FailedState failed)
        {
            // The scheduler counts what came after the first try.
            var tries = context.GetJobParameter<int>("RetryCount", allowStale: true) + 1;
            BuryAsync(context.BackgroundJob.Id, context.BackgroundJob.Job, tries, failed.Exception).GetAwaiter().GetResult();
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        // A dead letter stays although the job is tried again by hand: it is what happened.
    }

    private async Task BuryAsync(string jobId, Job job, int tries, Exception fault)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        var payload = job.Args switch
        {
            [string text, ..] => text,
            [Guid[] requests, ..] => JsonSerializer.Serialize(requests),
            _ => "{}",
        };

        var name = JobCatalog.LetterKindOf(job);

        // A job that is tried again by hand while its letter waits, and fails again, keeps that letter.
        if (!await db.DeadLetters.AnyAsync(d => d.JobId == jobId && d.State == DeadLetterState.Waiting))
        {
            db.DeadLetters.Add(new DeadLetter(name, payload, jobId, tries, $"{fault.GetType().Name}: {fault.Message}", clock.GetUtcNow()));
        }

        await scope.ServiceProvider.GetRequiredService<AlertAdministrators>().AlertAsync(new WorkFailed(jobId, name), CancellationToken.None);
        await db.SaveChangesAsync();
        await JobCatalog.GiveUpAsync(scope.ServiceProvider, job, payload, fault);
    }
}
