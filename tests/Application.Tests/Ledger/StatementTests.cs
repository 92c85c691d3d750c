using System.Globalization;
using System.Text;
using ESchool.Application.Ledger.Statements;
using ESchool.Application.Tests.Payouts;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;

namespace ESchool.Application.Tests.Ledger;

public sealed class StatementTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(("Payouts:MinimumUnits", "0"));
        await school.PrepareStorageAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task OfARandomHistory_EachMonthBeginsWhereTheOneBeforeEnds_AndTheLastEndsAtTheBalances(int seed)
    {
        var (history, random) = (await InstructorHistory.BeginAsync(school, seed), new Random(seed));
        var first = school.Clock.GetUtcNow();
        for (var step = 0; step < 60; step++)
        {
            await history.StepAsync();
            school.Clock.Advance(TimeSpan.FromHours(random.Next(96)));
        }

        var (before, read) = (new Dictionary<AccountKind, long>(), 0);
        for (
            var month = new DateOnly(first.Year, first.Month, 1);
            month <= DateOnly.FromDateTime(school.Clock.GetUtcNow().UtcDateTime);
            month = month.AddMonths(1)
        )
        {
            var statement = await ReadAsync(history.Instructor, StatementPeriod.Month(month.Year, month.Month));
            Assert.Equal(NotZero(before), NotZero(statement.Opening));
            Assert.Equal(statement.ClosingBalance - statement.OpeningBalance, statement.Lines.Aggregate(Money.Zero("EUR"), (sum, line) => sum + line.Added));
            Assert.Equal(statement.Lines.Count == 0 ? statement.OpeningBalance : statement.Lines[^1].Balance, statement.ClosingBalance);
            Assert.All(statement.Lines, line => Assert.Equal(line.Source.StartsWith("payouts/", StringComparison.Ordinal), line.OrderId is null));
            RequireSame(statement, StatementCsv(statement));
            (before, read) = (statement.Closing.ToDictionary(), read + statement.Lines.Count);
        }

        var accounts = await school.ReadAsync(db =>
            db.LedgerAccounts.Where(a => a.OwnerId == history.Instructor.UserId).ToDictionaryAsync(a => a.Kind, a => -a.BalanceMinorUnits)
        );
        Assert.Equal(NotZero(accounts), NotZero(before));
        Assert.Equal(
            await school.ReadAsync(db =>
                db.LedgerEntries.CountAsync(e => db.LedgerAccounts.Any(a => a.Id == e.AccountId && a.OwnerId == history.Instructor.UserId))
            ),
            read
        );
    }

    [Fact]
    public async Task AFile_IsDownloadedByItsAddress_AsCsvAndAsPdf()
    {
        var history = await InstructorHistory.BeginAsync(school, 0);
        for (var sale = 0; sale < 40; sale++)
        {
            await history.SellAsync();
        }

        var today = DateOnly.FromDateTime(school.Clock.GetUtcNow().UtcDateTime);
        var period = new StatementPeriod(today.AddDays(-1), today.AddDays(1));
        var (csv, csvFile) = await ExportAsync(history.Instructor, period, StatementFormat.Csv);
        RequireSame(csv, csvFile);
        Assert.Equal(new Money(40 * 3_920, "EUR"), csv.ClosingBalance);

        var (_, pdfFile) = await ExportAsync(history.Instructor, period, StatementFormat.Pdf);
        using var pdf = PdfDocument.Open(pdfFile);
        var pages = pdf.GetPages().Select(page => page.Text.Replace(" ", "", StringComparison.Ordinal)).ToList();
        Assert.True(pages.Count > 1);
        Assert.Contains("GraceHopper", pages[0], StringComparison.Ordinal);
        Assert.Contains("1568.00EUR", pages[0], StringComparison.Ordinal);
        Assert.Equal(40, pages.Sum(page => page.Split("Compilersinan").Length - 1));
        Assert.All(csv.Lines, line => Assert.Contains(pages, page => page.Contains(line.Source, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SomebodyElsesEntries_AndOtherCurrencies_AreNotInIt()
    {
        var (history, other) = (await InstructorHistory.BeginAsync(school, 0), await InstructorHistory.BeginAsync(school, 0));
        await history.SellAsync();
        var today = DateOnly.FromDateTime(school.Clock.GetUtcNow().UtcDateTime);
        var period = new StatementPeriod(today.AddDays(-1), today.AddDays(1));
        Assert.Single((await ReadAsync(history.Instructor, period)).Lines);
        Assert.Empty((await ReadAsync(other.Instructor, period)).Lines);
        Assert.Empty((await ReadAsync(history.Instructor, period, "JPY")).Lines);
        Assert.Empty((await ReadAsync(history.Instructor, new StatementPeriod(today.AddDays(-3), today.AddDays(-2)))).Lines);
    }

    [Fact]
    public async Task MoreEntriesThanAFileMayHold_AreRefused()
    {
        var history = await InstructorHistory.BeginAsync(school, 0);
        await history.SellAsync();
        await history.SellAsync();
        var today = DateOnly.FromDateTime(school.Clock.GetUtcNow().UtcDateTime);
        var period = new StatementPeriod(today.AddDays(-1), today.AddDays(1));
        await Refused.WithAsync(
            LedgerReasons.StatementTooLong,
            () => school.DoAsync<StatementReader>(r => r.ReadAsync(history.Instructor.UserId, "EUR", period, 1, CancellationToken.None))
        );
        Assert.Equal(
            2,
            (await school.DoAsync<StatementReader, Statement>(r => r.ReadAsync(history.Instructor.UserId, "EUR", period, 2, CancellationToken.None)))
                .Lines
                .Count
        );
    }

    [Theory]
    [InlineData("Plain words", "Plain words")]
    [InlineData("=HYPERLINK(\"https://evil.test\")", "'=HYPERLINK(\"https://evil.test\")")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("Commas, \"quotes\"\r\nand lines", "Commas, \"quotes\"\r\nand lines")]
    public void ATitle_IsOneCell_AndNoFormula(string title, string cell)
    {
        var nothing = new Dictionary<AccountKind, long>();
        var line = new StatementLine(
            Guid.NewGuid(),
            DateTimeOffset.UnixEpoch,
            TransactionKind.Sale,
            AccountKind.InstructorHeld,
            "orders/1",
            Guid.NewGuid(),
            title,
            new Money(-5, "KWD"),
            new Money(1_234, "KWD"),
            new Money(0, "KWD")
        );
        var rows = Rows(StatementCsv(new Statement("Ada", "KWD", StatementPeriod.Month(2026, 2), nothing, [line], nothing)));
        Assert.Equal(12, rows.Count);
        Assert.All(rows, row => Assert.Equal(11, row.Count));
        Assert.Equal([cell, "-0.005", "1.234", "0.000"], [rows[6][3], rows[6][6], rows[6][7], rows[6][8]]);
    }

    private static byte[] StatementCsv(Statement statement) => Application.Ledger.Statements.StatementCsv.Write(statement);

    private Task<Statement> ReadAsync(Actor instructor, StatementPeriod period, string currency = "EUR") =>
        school.DoAsync<StatementReader, Statement>(r => r.ReadAsync(instructor.UserId, currency, period, 10_000, CancellationToken.None));

    private async Task<(Statement Statement, byte[] File)> ExportAsync(Actor instructor, StatementPeriod period, StatementFormat format)
    {
        var exported = await school.DoAsync<ExportStatement, ExportedStatement>(e => e.ExecuteAsync(instructor, "EUR", period, format, CancellationToken.None));
        using var browser = new HttpClient();
        return (exported.Statement, await browser.GetByteArrayAsync(exported.Url));
    }

    /// <summary>The file says what the statement says, to the cent.</summary>
    private static void RequireSame(Statement statement, byte[] file)
    {
        var rows = Rows(file);
        var entries = rows.FindAll(row => row[10].Length > 0 && row[10] != "entry");
        Assert.Equal(
            statement.Lines.Select(line => (line.EntryId.ToString(), line.Added.MinorUnits, line.Balance.MinorUnits)),
            entries.Select(row => (row[10], Cents(row[6]), Cents(row[8])))
        );
        Assert.Equal(statement.Opening.Values.Sum(), rows.FindAll(row => row[1] == "opening_balance").Sum(row => Cents(row[7])));
        Assert.Equal(statement.Closing.Values.Sum(), rows.FindAll(row => row[1] == "closing_balance").Sum(row => Cents(row[7])));
        Assert.Equal(Statement.Accounts.Count, rows.Count(row => row[1] == "closing_balance" && Cents(row[8]) == statement.ClosingBalance.MinorUnits));
    }

    private static long Cents(string amount) => (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100);

    private static SortedDictionary<AccountKind, long> NotZero(IEnumerable<KeyValuePair<AccountKind, long>> balances) =>
        new(balances.Where(pair => pair.Value != 0).ToDictionary());

    /// <summary>A reader of RFC 4180 that knows nothing of the writer.</summary>
    private static List<List<string>> Rows(byte[] file)
    {
        var (rows, row, cell, isQuoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        var text = Encoding.UTF8.GetString(file);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when isQuoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !isQuoted && text[i + 1] == '\n':
                    row.Add(cell.ToString());
                    rows.Add(row);
                    (row, cell, i) = ([], new StringBuilder(), i + 1);
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }

        Assert.Empty(row);
        return rows;
    }
}
