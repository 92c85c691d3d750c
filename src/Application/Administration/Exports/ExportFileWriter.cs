using ESchool.Application.Administration.Exports.Tables;
using ESchool.Application.Media.Transcoding;
using ESchool.Application.Storage;
using ESchool.Application.Typesetting.Tables;
using ESchool.Domain.Administration.Exports;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Exports;

/// <summary>What was written.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="SizeBytes">The size of the file.</param>
public sealed record WrittenTable(long Rows, long SizeBytes);

/// <summary>
/// Writes the rows of an export into a file at S3, while it reads them: some thousand rows and a part of the upload are in memory, however many there are.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ExportFileWriter(ExportReader reader, ObjectStorage storage, TimeProvider clock)
{
    /// <summary>Parts of 8 MiB: S3 takes 10,000.</summary>
    private const long MostBytes = 70L * 1024 * 1024 * 1024;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    /// <summary>Writes it.</summary>
    /// <param name="export">The export.</param>
    /// <param name="report">Is told how many rows are written, at most once a second; false stops it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AttemptSupersededException">Another attempt has begun, or the export was given up.</exception>
    public async Task<WrittenTable> WriteAsync(TableExport export, Func<long, Task<bool>> report, CancellationToken cancellationToken)
    {
        await using var file = await MultipartStream.BeginAsync(
            storage,
            storage.DocumentsBucket,
            export.ObjectKey,
            TableFiles.TypeOf(FormatOf(export)),
            MostBytes,
            cancellationToken
        );
        var (written, reportedAt) = (0L, clock.GetTimestamp());
        await using (var table = await BeginAsync(export, file, cancellationToken))
        {
            await foreach (var rows in reader.ReadAsync(export, cancellationToken))
            {
                await table.WriteAsync(rows, cancellationToken);
                written += rows.Count;
                if (clock.GetElapsedTime(reportedAt) < ReportInterval)
                {
                    continue;
                }

                reportedAt = clock.GetTimestamp();
                if (!await report(written))
                {
                    throw new AttemptSupersededException();
                }
            }

            await table.EndAsync(cancellationToken);
        }

        await file.CompleteAsync(cancellationToken);
        return new WrittenTable(written, file.Position);
    }

    private static Task<ITableFile> BeginAsync(TableExport export, Stream file, CancellationToken cancellationToken)
    {
        var table = ExportTable.Of(export.Subject);
        return TableFiles.BeginAsync(FormatOf(export), file, table.Title, [.. table.Columns.Select(column => column.Column)], cancellationToken);
    }

    private static TableFormat FormatOf(TableExport export) => (TableFormat)export.Format;
}
