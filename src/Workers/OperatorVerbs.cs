using ESchool.Application.Identity.Accounts;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Storage;
using ESchool.Data;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Workers;

/// <summary>
/// What operators run once: <c>migrate</c>, <c>create-admin</c> and <c>recount-engagement</c>. Each can be repeated. Exit codes: 0 when all is well, 1 when
/// something differs, 2 when it can't be understood what is to be done; then nothing was done.
/// </summary>
internal static class OperatorVerbs
{
    private const string Usage = """
        Usage: dotnet ESchool.Workers.dll [VERB] [Section:Setting=VALUE …]
          (no verb)                        runs the workers
          migrate                          makes or updates the database, the scheduler's tables and the object storage
          create-admin                     makes an administrator: ESCHOOL_ADMIN_EMAIL, ESCHOOL_ADMIN_PASSWORD, ESCHOOL_ADMIN_TOTP_SECRET
          recount-engagement [--repair]    compares the counts of reports with what students did; with --repair sets right what differs
        """;

    /// <summary>Runs the verb of the command line.</summary>
    /// <returns>The exit code, or null when there is no verb and the workers are to run.</returns>
    public static async Task<int?> RunAsync(string[] args, WebApplication app) =>
        args.Where(arg => !IsSetting(arg)).ToArray() switch
        {
            [] => null,
            ["migrate"] => await MigrateAsync(app),
            ["create-admin"] => await CreateAdminAsync(app),
            ["recount-engagement"] => await RecountEngagementAsync(app, repair: false),
            ["recount-engagement", "--repair"] => await RecountEngagementAsync(app, repair: true),
            _ => await ExplainAsync(),
        };

    /// <summary>Settings may stand on the command line, as .NET's configuration reads them.</summary>
    private static bool IsSetting(string arg) => arg.Contains('=', StringComparison.Ordinal);

    private static async Task<int> ExplainAsync()
    {
        await Console.Error.WriteLineAsync(Usage);
        return 2;
    }

    private static async Task<int> MigrateAsync(WebApplication app)
    {
        var application = app.Configuration.GetConnectionString("School")!;
        var owner = app.Configuration.GetConnectionString("Owner") is { Length: > 0 } set ? set : application;
        var role = new NpgsqlConnectionStringBuilder(application).Username!;
        await SchoolMigrator.MigrateAsync(owner, role, CancellationToken.None);
        await PrepareSchedulerAsync(owner, role);
        await app.Services.GetRequiredService<ObjectStorage>().PrepareAsync(CancellationToken.None);
        Console.WriteLine("The database, the scheduler and the object storage are ready.");
        return 0;
    }

    private static async Task PrepareSchedulerAsync(string owner, string role)
    {
        _ = new PostgreSqlStorage(
            new NpgsqlConnectionFactory(owner, SchedulerRegistration.StorageOptions(prepareSchema: true)),
            SchedulerRegistration.StorageOptions(prepareSchema: true)
        );
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(role);
        await using var grant = new NpgsqlCommand(
            $"""
            GRANT USAGE ON SCHEMA {SchedulerRegistration.Schema} TO {quoted};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SchedulerRegistration.Schema} TO {quoted};
            GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {SchedulerRegistration.Schema} TO {quoted};
            """,
            connection
        );
        await grant.ExecuteNonQueryAsync();
    }

    private static async Task<int> CreateAdminAsync(WebApplication app)
    {
        var email = app.Configuration["ESCHOOL_ADMIN_EMAIL"];
        var password = app.Configuration["ESCHOOL_ADMIN_PASSWORD"];
        if (string.IsNullOrEmpty(email) || password is null || password.Length < 10)
        {
            await Console.Error.WriteLineAsync("Set ESCHOOL_ADMIN_EMAIL, and ESCHOOL_ADMIN_PASSWORD with at least 10 characters.");
            return 2;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var made = await scope
            .ServiceProvider.GetRequiredService<CreateAdmin>()
            .ExecuteAsync(email, password, app.Configuration["ESCHOOL_ADMIN_TOTP_SECRET"], CancellationToken.None);
        Console.WriteLine(made ? $"Made the administrator {email}." : $"{email} is an administrator.");
        return 0;
    }

    /// <summary>Course by course, each in a snapshot of its own.</summary>
    private static async Task<int> RecountEngagementAsync(WebApplication app, bool repair)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        var courses = await db.Courses.Where(c => db.Enrollments.Any(e => e.CourseId == c.Id)).Select(c => c.Id).ToListAsync();
        var (wrong, left) = (0, 0);
        foreach (var course in courses)
        {
            await using var own = app.Services.CreateAsyncScope();
            try
            {
                var differences = await own.ServiceProvider.GetRequiredService<RecountEngagement>().ExecuteAsync(course, repair, CancellationToken.None);
                wrong += differences.Count > 0 ? 1 : 0;
                foreach (var difference in differences)
                {
                    Console.WriteLine(difference);
                }
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.SerializationFailure)
            {
                (wrong, left) = (wrong + 1, left + 1);
                Console.WriteLine($"courses/{course} changed meanwhile and was left as it is. Run it again.");
            }
        }

        Console.WriteLine($"{courses.Count} courses were recounted; {wrong} differed{(repair && wrong > left ? $" and {wrong - left} were set right" : "")}.");
        return (repair ? left : wrong) > 0 ? 1 : 0;
    }
}
