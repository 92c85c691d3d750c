using System.Text.Json;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Data.Outbox;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using State = ESchool.Contracts.Administration.V1.DeadLetter.Types.State;

namespace ESchool.EndToEnd.Tests.Staff;

/// <summary>Many dead letters are requeued at once, and every process is killed in the middle of it.</summary>
public sealed class KilledRequeueTests
{
    private const string Kind = "notifications.security_notice_email";
    private const int Letters = 150;

    /// <summary>How many jobs send mails at a time.</summary>
    private const int MailJobs = 4;

    [Fact]
    public async Task AKilledApi_RequeuesNone_AndKilledWorkers_SendEveryMailOnce()
    {
        using var mails = new PickyMailServer();
        await using var school = await RunningSchool.StartAsync(("Smtp__Host", "127.0.0.1"), ("Smtp__Port", $"{mails.Port}"));
        await using var inside = TestSchool.On(school.Database);
        await BuryAsync(inside);
        var request = Guid.NewGuid();
        using (var first = await DeadLetterDesk.OpenAsync(school))
        {
            await KillApiAmongAsync(school, first, request);
        }

        using var desk = await DeadLetterDesk.OpenAsync(school);
        Assert.Equal(Letters, (await desk.ListAsync(State.Waiting, Kind)).Count);
        Assert.Empty(await desk.AuditAsync("dead_letter."));

        // The administrator sends the call again, as a client does that got no answer.
        mails.HoldAfter(20);
        var requeued = await desk.RequeueKindAsync(request, Kind);
        Assert.Equal((Letters, false), (requeued.Requeued.Distinct().Count(), requeued.More));
        Assert.Equal(requeued, await desk.RequeueKindAsync(request, Kind));
        await Wait.UntilAsync("Mails on their way", () => Task.FromResult(mails.Held == MailJobs));
        await Wait.UntilAsync("All jobs", () => inside.ReadAsync(async db => !await db.OutboxMessages.AnyAsync(m => m.SentAt == null)));
        Assert.InRange(mails.Recipients.Count, 20, 20 + MailJobs);
        await school.ReplaceWorkersAsync(meanwhile: mails.Release);

        // Jobs that were running are fetched again when their invisibility ends, a minute after the kill.
        await Wait.UntilAsync("The last mail", () => Task.FromResult(mails.Recipients.Distinct().Count() == Letters), seconds: 180);
        await Wait.UntilAsync("The end of all jobs", () => IsQuietAsync(inside));
        Assert.Equal(Letters, mails.Recipients.Count);
        Assert.Empty(await desk.ListAsync(State.Waiting, Kind));
        Assert.Equal(Letters, (await desk.AuditAsync("dead_letter.requeue")).Select(act => act.Resource).Distinct().Count());
    }

    /// <summary>The call stands still where it writes to the audit log, after it has locked the letters; there the Api is killed.</summary>
    private static async Task KillApiAmongAsync(RunningSchool school, DeadLetterDesk desk, Guid request)
    {
        await using var other = new NpgsqlConnection(school.Database.OwnerConnection);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE administration.audit_events IN SHARE MODE", other, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var call = desk.RequeueKindAsync(request, Kind);
        await using (
            var look = new NpgsqlCommand(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'administration.audit_events'::regclass)",
                other,
                transaction
            )
        )
        {
            await Wait.UntilAsync("The call to stand still", async () => (bool)(await look.ExecuteScalarAsync())!);
        }

        await school.ReplaceApiAsync();
        await Assert.ThrowsAsync<RpcException>(() => call);
        await transaction.RollbackAsync();
    }

    /// <summary>One user is made as always; the others are copies with ids and addresses of their own. Each has a letter.</summary>
    private static async Task BuryAsync(TestSchool school)
    {
        var first = await school.StudentAsync();
        await school.DoAsync<SchoolDbContext>(async db =>
        {
            await db.Database.ExecuteSqlAsync(
                $$"""
                INSERT INTO identity.users SELECT (jsonb_populate_record(u, jsonb_build_object('id', gen_random_uuid(), 'email', n || '@buried.test',
                    'email_normalized', n || '@buried.test'))).*
                FROM generate_series(2, {{Letters}}) AS n, identity.users u WHERE u.id = {{first.UserId}}
                """
            );
            var users = await db.Users.Where(u => u.Email != RunningSchool.AdminEmail).Select(u => u.Id).ToListAsync();
            db.DeadLetters.AddRange(
                users.Select(user => new DeadLetter(
                    Kind,
                    JsonSerializer.Serialize(new SecurityNoticeEmailWork(user, SecurityNotice.PasswordChanged)),
                    $"a job for {user}",
                    tries: 11,
                    "SocketException: Connection refused",
                    school.Clock.GetUtcNow()
                ))
            );
            await db.SaveChangesAsync();
        });
    }

    private static Task<bool> IsQuietAsync(TestSchool school) =>
        school.ReadAsync(db =>
            db.Database.SqlQueryRaw<bool>(
                    """
                    SELECT NOT EXISTS (
                        SELECT FROM hangfire.job
                        WHERE invocationdata::text LIKE '%SecurityNoticeEmailWork%' AND statename IN ('Enqueued', 'Processing', 'Scheduled')
                    ) AS "Value"
                    """
                )
                .SingleAsync()
        );
}
