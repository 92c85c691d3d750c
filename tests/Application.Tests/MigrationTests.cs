using ESchool.Data;
using ESchool.Domain.Catalog.Submissions;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ESchool.Application.Tests;

/// <summary>What <c>migrate</c> does to databases of every age: from the baseline on, none has to be made anew.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private readonly string name = $"school_migration_{Guid.NewGuid():n}";
    private string owner = "";

    public async ValueTask InitializeAsync()
    {
        await OnStackAsync($"CREATE DATABASE {name}");
        owner = new NpgsqlConnectionStringBuilder(TestStack.Get("ConnectionStrings__Owner")) { Database = name, Pooling = false }.ConnectionString;
    }

    public async ValueTask DisposeAsync() => await TestDatabase.DropAsync(name);

    /// <summary>A row of the first release is there after all migrations since, and the schema is that of a database made today.</summary>
    [Fact]
    public async Task ADatabaseOfTheFirstRelease_IsUpgraded_AndKeepsWhatItHolds()
    {
        await using var db = Context();
        await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().First(), TestContext.Current.CancellationToken);
        var id = Guid.CreateVersion7();
        await ExecuteAsync(
            $"INSERT INTO outbox.messages (id, kind, payload, deduplication_key, created_at) VALUES ('{id}', 'from.before', '{{}}', 'once', now())"
        );

        await MigrateAsync();

        Assert.Equal(id, (await db.OutboxMessages.SingleAsync(m => m.Kind == "from.before", TestContext.Current.CancellationToken)).Id);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(db)).Status);
    }

    /// <summary>What waited for the staff in tables of before waits in those of now.</summary>
    [Fact]
    public async Task WhatWaitedForTheStaff_WaitsAfterTheUpgrade()
    {
        await using var db = Context();
        await db.GetService<IMigrator>().MigrateAsync("20261130062319_AdministrationDesk", TestContext.Current.CancellationToken);
        var (author, student, course, review) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var user in new[] { author, student })
        {
            await InsertAsync("identity.users", ("id", $"'{user}'"), ("email", $"'{user}'"), ("email_normalized", $"'{user}'"));
        }

        await InsertAsync("catalog.courses", ("id", $"'{course}'"), ("instructor_id", $"'{author}'"), ("state", "2"), ("submitted_at", "now()"));
        await InsertAsync("catalog.course_ratings", ("course_id", $"'{course}'"));
        await InsertAsync(
            "catalog.reviews",
            ("id", $"'{review}'"),
            ("course_id", $"'{course}'"),
            ("student_id", $"'{student}'"),
            ("stars", "1"),
            ("state", "1"),
            ("text", "'Insults.'"),
            ("attention_since", "now()")
        );
        await InsertAsync("catalog.review_reports", ("review_id", $"'{review}'"), ("user_id", $"'{author}'"), ("reason", "'Look at it.'"));

        await MigrateAsync();

        var submission = await db.CourseSubmissions.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((course, 1, SubmissionState.Open, author), (submission.CourseId, submission.Number, submission.State, submission.SubmittedBy));
        var report = await db.ModerationReports.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((author, "Look at it."), (report.ReporterId, report.Words));
        var reported = await db.ModerationCases.SingleAsync(c => c.Id == report.CaseId, TestContext.Current.CancellationToken);
        Assert.Equal(($"courses/{course}/reviews/{review}", student, 1), (reported.Target, reported.PersonId, reported.ReportCount));
        Assert.Equal("Insults.", (await db.EvidenceSnapshots.SingleAsync(TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task MigratingAgain_ChangesNothing()
    {
        await MigrateAsync();
        var before = await SchemaAsync();
        await MigrateAsync();
        Assert.Equal(before, await SchemaAsync());
        Assert.Contains(before, line => line.Contains("refuse_change", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TwoOperators_MayMigrateAtOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync()));
        await using var db = Context();
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(db)).Status);
    }

    /// <summary>Also between two migrations, where EF has no lock.</summary>
    [Fact]
    public async Task AnOperator_WaitsForTheOneBefore_FromTheFirstMigrationOn()
    {
        await using var other = new NpgsqlConnection(owner);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (var taken = new NpgsqlCommand($"SELECT pg_advisory_lock(hashtextextended('{SchoolMigrator.LockName}', 0))", other))
        {
            await taken.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var waiting = MigrateAsync();
        await Wait.UntilAsync(
            "an operator waits",
            async () =>
                (
                    await OfOtherAsync(
                        other,
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                    )
                ) == 1
                    ? "waits"
                    : null
        );
        Assert.Equal(0, await OfOtherAsync(other, "SELECT count(*) FROM pg_namespace WHERE nspname = 'catalog'"));
        await other.CloseAsync();
        await waiting;
        await using var db = Context();
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(db)).Status);
    }

    [Fact]
    public async Task AGuardThatWasDroppedByHand_IsThereAgain()
    {
        await MigrateAsync();
        var before = await SchemaAsync();
        await ExecuteAsync("DROP FUNCTION ledger.refuse_change() CASCADE");
        Assert.NotEqual(before, await SchemaAsync());
        await MigrateAsync();
        Assert.Equal(before, await SchemaAsync());
    }

    /// <summary>A program whose guards the database lacks is not ready, and says what to do.</summary>
    [Fact]
    public async Task OtherGuards_AreUnhealthy()
    {
        await MigrateAsync();
        await ExecuteAsync("UPDATE migrations.guards SET fingerprint = 'another'");
        await using var db = Context();
        var health = await HealthAsync(db);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("migrate", health.Description, StringComparison.Ordinal);
    }

    private static async Task<HealthCheckResult> HealthAsync(SchoolDbContext db) =>
        await new DatabaseHealthCheck(db).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private static async Task OnStackAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(TestStack.Get("ConnectionStrings__Owner") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> OfOtherAsync(NpgsqlConnection other, string sql)
    {
        await using var command = new NpgsqlCommand(sql, other);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private Task MigrateAsync() =>
        SchoolMigrator.MigrateAsync(
            owner,
            new NpgsqlConnectionStringBuilder(TestStack.Get("ConnectionStrings__School")).Username!,
            TestContext.Current.CancellationToken
        );

    private SchoolDbContext Context()
    {
        var options = new DbContextOptionsBuilder<SchoolDbContext>();
        options.UseSchoolDatabase(owner);
        return new SchoolDbContext(options.Options);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Adds a row as the schema of the moment wants it: what must be there and is not given is empty, zero, or now.</summary>
    private async Task InsertAsync(string table, params (string Column, string Sql)[] given)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var row = given.ToDictionary(one => one.Column, one => one.Sql);
        await using (
            var needed = new NpgsqlCommand(
                """
                SELECT column_name, CASE data_type
                    WHEN 'uuid' THEN 'gen_random_uuid()' WHEN 'timestamp with time zone' THEN 'now()' WHEN 'boolean' THEN 'false'
                    WHEN 'text' THEN quote_literal('') WHEN 'jsonb' THEN quote_literal('[]') WHEN 'ARRAY' THEN quote_literal('{}') ELSE '0' END
                FROM information_schema.columns
                WHERE table_schema || '.' || table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER' AND is_identity = 'NO'
                """,
                connection
            )
        )
        {
            needed.Parameters.AddWithValue(table);
            await using var columns = await needed.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await columns.ReadAsync(TestContext.Current.CancellationToken))
            {
                row.TryAdd(columns.GetString(0), columns.GetString(1));
            }
        }

        await ExecuteAsync($"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Values)})");
    }

    /// <summary>Columns, indexes, constraints, triggers and rights, a line each.</summary>
    private async Task<List<string>> SchemaAsync()
    {
        await using var db = Context();
        return await db
            .Database.SqlQueryRaw<string>(
                """
                SELECT line AS "Value" FROM (
                    SELECT format('%I.%I.%I %s %s %s', table_schema, table_name, column_name, data_type, is_nullable, column_default) AS line
                        FROM information_schema.columns
                    UNION ALL SELECT indexdef FROM pg_indexes
                    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
                    UNION ALL SELECT oid::regclass || ' ' || coalesce(relacl::text, '') FROM pg_class WHERE relkind = 'r') lines
                WHERE line !~ '^(pg_|information_schema)' ORDER BY line
                """
            )
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
