using System.Reflection;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Workers.Notifications;
using Hangfire.Common;

namespace ESchool.Workers.Outbox;

/// <summary>Which job does which kind of work, made from what the kinds declare.</summary>
internal static class JobCatalog
{
    private static readonly Dictionary<string, Entry> ByKind = WorkType.All.ToDictionary(work => work.Kind, EntryOf, StringComparer.Ordinal);
    private static readonly Dictionary<Type, Entry> ByJob = ByKind.Values.ToDictionary(entry => entry.JobType);

    /// <summary>Work that comes in great numbers: the pump does it itself, and hands over only what fails.</summary>
    public static readonly string[] EventKinds = [FeedEventWork.One, FeedEventWork.Many];

    public static IEnumerable<string> Kinds => ByKind.Keys.Concat(EventKinds);

    /// <summary>The job of a request that is not for an event.</summary>
    public static Job JobFor(WaitingWork work) => ByKind[work.Kind].JobOf(work.Payload);

    /// <summary>The job that adds events which could not be added at once.</summary>
    public static Job JobForEvents(Guid[] requestIds) =>
        Job.FromExpression<UserEventsJob>(job => job.RunAsync(requestIds, CancellationToken.None), Queues.Default);

    /// <summary>What is declared of the work that a job does; null for a job that is no request of the outbox.</summary>
    public static WorkType? WorkOf(Job job) => ByJob.GetValueOrDefault(job.Type)?.Work;

    /// <summary>The kind of the dead letter of a job: its kind of work, or the name of a job that runs by the clock.</summary>
    public static string LetterKindOf(Job job) => job.Type == typeof(UserEventsJob) ? FeedEventWork.Batch : WorkOf(job)?.Kind ?? job.Type.Name;

    /// <summary>The last try of a job has failed: does what its work wants done then.</summary>
    public static Task GiveUpAsync(IServiceProvider services, Job job, string payload, Exception fault) =>
        ByJob.GetValueOrDefault(job.Type)?.GiveUpAsync(services, payload, fault) ?? Task.CompletedTask;

    private static Entry EntryOf(WorkType work) =>
        (Entry)
            typeof(JobCatalog)
                .GetMethod(nameof(TypedEntryOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(work.Type)
                .Invoke(null, [work])!;

    private static Entry TypedEntryOf<TWork>(WorkType work)
        where TWork : IWork =>
        new(
            work,
            typeof(WorkJob<TWork>),
            payload => Job.FromExpression<WorkJob<TWork>>(job => job.RunAsync(payload, CancellationToken.None), work.Queue),
            WorkJob<TWork>.GiveUpAsync
        );

    private sealed record Entry(WorkType Work, Type JobType, Func<string, Job> JobOf, Func<IServiceProvider, string, Exception, Task> GiveUpAsync);
}

/// <summary>A work request that waits in the outbox.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Payload">With what; empty where the job reads it.</param>
internal sealed record WaitingWork(Guid Id, string Kind, string Payload);
