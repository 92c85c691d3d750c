using ESchool.Application.Storage;
using ESchool.Application.Typesetting;
using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Statements;

/// <summary>The formats of a statement.</summary>
public enum StatementFormat
{
    /// <summary>RFC 4180, for programs and spreadsheets; up to 100,000 entries.</summary>
    Csv = 1,

    /// <summary>To be read and kept; up to 2,000 entries.</summary>
    Pdf = 2,
}

/// <summary>A statement's file.</summary>
/// <param name="Statement">What is in it.</param>
/// <param name="Url">Where to download it.</param>
/// <param name="ExpiresAt">When the address stops working.</param>
public sealed record ExportedStatement(Statement Statement, string Url, DateTimeOffset ExpiresAt);

/// <summary>Makes a file of the caller's own statement and signs an address for it. The file is forgotten after a day; it can be made again.</summary>
public sealed class ExportStatement(StatementReader reader, DocumentPdf pdf, ObjectStorage storage, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Makes it.</summary>
    /// <param name="actor">Whose statement.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="period">Its days.</param>
    /// <param name="format">What kind of file.</param>
    /// <param name="cancellationToken">Stops before the file is stored.</param>
    /// <exception cref="DomainException"><c>STATEMENT_TOO_LONG</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<ExportedStatement> ExecuteAsync(
        Actor actor,
        string currency,
        StatementPeriod period,
        StatementFormat format,
        CancellationToken cancellationToken
    )
    {
        var isPdf = format == StatementFormat.Pdf;
        var statement = await reader.ReadAsync(actor.UserId, currency, period, maximumLines: isPdf ? 2_000 : 100_000, cancellationToken);
        var (content, type, ending) = isPdf ? (Draw(statement), "application/pdf", "pdf") : (StatementCsv.Write(statement), "text/csv; charset=utf-8", "csv");
        var key = $"{ObjectStorage.Departures}{actor.UserId}/{Guid.CreateVersion7()}.{ending}";
        await storage.UploadAsync(storage.DocumentsBucket, key, content, type, cancellationToken);
        var (url, expiresAt) = storage.SignGet(
            storage.DocumentsBucket,
            key,
            Lifetime,
            $"statement-{currency}-{period.FirstDay:yyyy-MM-dd}-{period.LastDay:yyyy-MM-dd}.{ending}"
        );
        return new ExportedStatement(statement, url, expiresAt);
    }

    private byte[] Draw(Statement statement) =>
        pdf.Draw(
            pages => new StatementComposition(pages).Compose(statement),
            $"Statement of earnings: {statement.InstructorName}",
            $"{StatementComposition.Days(statement.Period)}, {statement.Currency}",
            clock.GetUtcNow()
        );
}
