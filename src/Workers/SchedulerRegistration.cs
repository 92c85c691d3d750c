using ESchool.Application.Work;
using ESchool.Workers.Media;
using ESchool.Workers.Outbox;
using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace ESchool.Workers;

/// <summary>Registers Hangfire on Postgres, with one server a workload.</summary>
internal static class SchedulerRegistration
{
    public const string Schema = "hangfire";

    /// <summary>
    /// A job whose worker died is fetched again within so long. The worker renews its claim five times in that time; one that lives and can't, because Postgres
    /// is away for so long, meets another run of its job. That is harmless, and yet a mail may go out twice then, and a transcode begins anew.
    /// </summary>
    private static readonly TimeSpan Invisibility = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Of the queues whose work is fenced and goes on, or begins anew, without loss: files, which are written under the number of their attempt, and
    /// announcements, whose mails are settled one by one. People wait for these and see them stand still.
    /// </summary>
    private static readonly TimeSpan ShortInvisibility = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whoever is killed leaves the locks it held, as rows. They count as left behind after so long: less than the 15 s for which a start waits
    /// for the lock of a recurring job, and far more than the milliseconds for which one is held. Two holders at once would do no harm.
    /// </summary>
    private static readonly TimeSpan LockLifetime = TimeSpan.FromSeconds(10);

    public static PostgreSqlStorageOptions StorageOptions(bool prepareSchema) => StorageOptions(prepareSchema, Invisibility);

    private static PostgreSqlStorageOptions StorageOptions(bool prepareSchema, TimeSpan invisibility) =>
        new()
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = prepareSchema,
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = invisibility,
            DistributedLockTimeout = LockLifetime,
            QueuePollInterval = TimeSpan.FromSeconds(1),

            // Without its storage the scheduler must not pretend to run.
            AllowDegradedModeWithoutStorage = false,

            // Long polling left jobs fetched and never run until the invisibility timeout.
            EnableLongPolling = false,
        };

    public static void AddScheduler(this IServiceCollection services, string connectionString)
    {
        services.AddHangfire(
            (provider, hangfire) =>
            {
                // Not before Hangfire has its log: its filters keep the one they are made with, and failures would be silent.
                JobFilterProviders.Providers.Add(new WorkFilters());
                hangfire
                    .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
                    .UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
                    .UseFilter(new DeadLetterFilter(provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<TimeProvider>()))
                    .UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(connectionString), StorageOptions(prepareSchema: false));
            }
        );
        services.AddServer(Queues.Payouts, workers: 2);
        services.AddServer(Queues.Media, workers: 1);
        services.AddFencedServer(Queues.Packages, workers: 2, connectionString);
        services.AddServer(Queues.Mail, workers: 4);
        services.AddFencedServer(Queues.Announcements, workers: 2, connectionString);
        services.AddServer(Queues.Default, workers: 8);
        services.AddHostedService<OutboxPump>();
        services.AddHostedService<WorkFolderSweep>();
    }

    private static void AddServer(this IServiceCollection services, string queue, int workers) =>
        services.AddHangfireServer(server => Describe(server, queue, workers));

    /// <summary>A server on the same tables, which takes over sooner what a dead one left.</summary>
    private static void AddFencedServer(this IServiceCollection services, string queue, int workers, string connectionString) =>
        services.AddHangfireServer(provider =>
        {
            // Asked for first: it sets Hangfire's log and filters up, and what is made before keeps none.
            provider.GetRequiredService<JobStorage>();
            var options = StorageOptions(prepareSchema: false, ShortInvisibility);
            var server = new BackgroundJobServerOptions
            {
                Activator = provider.GetRequiredService<JobActivator>(),
                FilterProvider = provider.GetRequiredService<IJobFilterProvider>(),
            };
            Describe(server, queue, workers);
            return new BackgroundJobServer(server, new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options));
        });

    private static void Describe(BackgroundJobServerOptions server, string queue, int workers)
    {
        server.ServerName = $"{Environment.MachineName}-{queue}";
        server.Queues = [queue];
        server.WorkerCount = workers;
        server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        server.CancellationCheckInterval = TimeSpan.FromSeconds(2);
        server.ShutdownTimeout = TimeSpan.FromSeconds(10);
    }
}
