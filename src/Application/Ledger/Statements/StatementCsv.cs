using System.Globalization;
using System.Text;
using ESchool.Application.Typesetting;
using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Statements;

/// <summary>
/// A statement as CSV (RFC 4180), in UTF-8 without a mark. Amounts are plain decimals with as many digits as the currency has, times are ISO 8601 in UTC. The
/// first rows hold the opening balance of each account, the last ones the closing balance.
/// </summary>
internal static class StatementCsv
{
    private const string Header = "time,kind,account,course,order,reference,amount,account_balance,balance,currency,entry";

    public static byte[] Write(Statement statement)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        Balances(text, statement, "opening_balance", statement.Period.From, statement.Opening, statement.OpeningBalance);
        foreach (var line in statement.Lines)
        {
            Row(
                text,
                Time(line.PostedAt),
                line.Kind.ToName(),
                line.Account.ToName(),
                CsvText.Harmless(line.CourseTitle),
                line.OrderId is { } order ? $"orders/{order}" : "",
                CsvText.Harmless(line.Source),
                Amount(line.Added),
                Amount(line.AccountBalance),
                Amount(line.Balance),
                statement.Currency,
                line.EntryId.ToString()
            );
        }

        Balances(text, statement, "closing_balance", statement.Period.To, statement.Closing, statement.ClosingBalance);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A row for each account, each with the balance of all.</summary>
    private static void Balances(
        StringBuilder text,
        Statement statement,
        string kind,
        DateTimeOffset time,
        IReadOnlyDictionary<AccountKind, long> balances,
        Money all
    )
    {
        foreach (var account in Statement.Accounts)
        {
            var balance = new Money(balances.GetValueOrDefault(account), statement.Currency);
            Row(text, Time(time), kind, account.ToName(), "", "", "", "", Amount(balance), Amount(all), statement.Currency, "");
        }
    }

    private static void Row(StringBuilder text, params IEnumerable<string> cells) => text.Append(CsvText.Row(cells));

    /// <summary>The amount without its currency.</summary>
    private static string Amount(Money money) => money.ToString()[..^(money.CurrencyCode.Length + 1)];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
