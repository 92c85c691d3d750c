using System.IO.Compression;
using System.Text;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Identity.Privacy;

/// <summary>
/// Makes a ZIP of everything held about a user: a JSON file for each table that says it holds rows of persons, without secrets, and the user's
/// files. Made from what the model declares, so that no table can be forgotten.
/// </summary>
public sealed class ExportData(SchoolDbContext db, ObjectStorage storage, PersonalFiles files, WorkOutbox outbox, TimeProvider clock) : IHandle<DataExportWork>
{
    Task IHandle<DataExportWork>.HandleAsync(DataExportWork work, CancellationToken cancellationToken) => ExecuteAsync(work.ExportId, cancellationToken);

    /// <summary>Makes it and announces it in the user's feed. Doing it again makes nothing new.</summary>
    public async Task ExecuteAsync(Guid exportId, CancellationToken cancellationToken)
    {
        var export = await db.DataExports.SingleOrDefaultAsync(e => e.Id == exportId && e.State == DataExportState.Preparing, cancellationToken);
        if (export is null)
        {
            return;
        }

        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(path))
            await using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
            {
                await WriteTablesAsync(zip, export.UserId, cancellationToken);
                await WriteFilesAsync(zip, export.UserId, cancellationToken);
            }

            await storage.UploadFileAsync(storage.DocumentsBucket, export.ObjectKey, path, "application/zip", cancellationToken);
            export.Finish(new FileInfo(path).Length, clock.GetUtcNow());
            outbox.Tell(export.UserId, new DataExportReady(export.Id));
            await db.SaveChangesAsync(cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task WriteTablesAsync(ZipArchive zip, Guid userId, CancellationToken cancellationToken)
    {
        foreach (var table in PersonalTable.All(db.Model).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            await using var entry = await zip.CreateEntry($"{table.Name}.json").OpenAsync(cancellationToken);
            await using var writer = new StreamWriter(entry, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            await writer.WriteAsync("[\n");
            var separator = "";
            await foreach (
                var row in db
                    .Database.SqlQueryRaw<string>(table.SelectRows, new NpgsqlParameter("user", userId))
                    .AsAsyncEnumerable()
                    .WithCancellation(cancellationToken)
            )
            {
                await writer.WriteAsync(separator + row);
                separator = ",\n";
            }

            await writer.WriteAsync("\n]\n");
        }
    }

    private async Task WriteFilesAsync(ZipArchive zip, Guid userId, CancellationToken cancellationToken)
    {
        foreach (var key in await files.ListAsync(userId, cancellationToken))
        {
            if (await storage.FindAsync(storage.DocumentsBucket, key, cancellationToken) is null)
            {
                continue;
            }

            var path = Path.GetTempFileName();
            try
            {
                await storage.DownloadAsync(storage.DocumentsBucket, key, "", path, cancellationToken);
                await zip.CreateEntryFromFileAsync(path, $"files/{key}", cancellationToken);
            }
            finally
            {
                File.Delete(path);
            }
        }
    }
}
