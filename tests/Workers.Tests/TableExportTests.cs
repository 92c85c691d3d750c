using ESchool.Application.Administration.Exports;
using ESchool.Application.Storage;
using ESchool.Domain.Administration.Exports;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Workers.Tests;

/// <summary>A large table goes out through the real Workers, which are killed meanwhile.</summary>
public sealed class TableExportTests : IAsyncLifetime
{
    private const int Rows = 300_000;

    private TestSchool school = null!;
    private SchoolProcess workers = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        await SchoolProcess.RunVerbAsync(school.Database, "migrate");
        workers = await SchoolProcess.StartWorkersAsync(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await workers.DisposeAsync();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task KilledInTheMiddle_ItIsWrittenAnew_AndThereIsOneFile()
    {
        var admin = await school.AdminAsync();
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO administration.audit_events (id, actor_id, action, resource, happened_at, network, user_agent)
                SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, {admin.UserId}, 'test.event', 'things/' || n, now(), '', ''
                FROM generate_series(1, {Rows}) AS n
                """
            )
        );
        var filter = new ExportFilter { Action = "test." };
        var asked = await school.DoAsync<StartExport, TableExport>(s =>
            s.ExecuteAsync(admin, ExportSubject.AuditEvents, ExportFormat.Xlsx, filter, CancellationToken.None)
        );
        var interrupted = await Wait.UntilAsync("The first rows", async () => await ReadAsync(asked) is { Rows: > 0 } begun ? begun : null, seconds: 120);
        workers.Kill();
        Assert.Equal((ExportState.Running, 1, (long?)Rows), (interrupted.State, interrupted.Epoch, interrupted.RowsExpected));
        await workers.DisposeAsync();
        workers = await SchoolProcess.StartWorkersAsync(school.Database);

        // It goes on when the dead worker's claim ends, which is a quarter of a minute for work that is fenced.
        await Wait.UntilAsync("The next attempt", async () => (await ReadAsync(asked)).Epoch == 2, seconds: 40);
        var done = await Wait.UntilAsync(
            "The export",
            async () => await ReadAsync(asked) is { State: ExportState.Done } written ? written : null,
            seconds: 240
        );
        Assert.Equal((Rows, 2), (done.Rows, done.Epoch));
        var files = await school.DoAsync<ObjectStorage, IReadOnlyList<string>>(s => s.ListAsync(s.DocumentsBucket, done.Folder, CancellationToken.None));
        Assert.Equal([done.ObjectKey], files);
    }

    private Task<TableExport> ReadAsync(TableExport export) => school.ReadAsync(db => db.TableExports.AsNoTracking().SingleAsync(e => e.Id == export.Id));
}
