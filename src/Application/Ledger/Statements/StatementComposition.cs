using System.Globalization;
using ESchool.Application.Typesetting;
using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Statements;

/// <summary>Sets a statement, in the order in which it is read.</summary>
internal sealed class StatementComposition(DocumentPages pages)
{
    private const float AmountColumn = DocumentPages.Right - 92;

    /// <summary>A course may be called at length; its reference tells it apart.</summary>
    private const int LongestTitle = 48;

    public static string Days(StatementPeriod period) => $"{Day(period.FirstDay)} – {Day(period.LastDay)}";

    public void Compose(Statement statement)
    {
        pages.Head("Statement of earnings", statement.InstructorName, $"{Days(statement.Period)}  ·  {statement.Currency}");
        Balances(statement);
        if (statement.Lines.Count > 0)
        {
            TableHead();
        }

        foreach (var line in statement.Lines)
        {
            Entry(line);
        }

        pages.Foot((page, all) => $"Page {page} of {all}  ·  days are days in UTC  ·  what is receivable is owed by the instructor, and negative");
    }

    private void Balances(Statement statement)
    {
        Row(TextStyle.Label, 8, isQuiet: true, "ACCOUNT", "OPENING BALANCE", "CLOSING BALANCE");
        foreach (var account in Statement.Accounts)
        {
            Row(TextStyle.Plain, 10, isQuiet: false, account.ToName(), Amount(statement.Opening, account), Amount(statement.Closing, account));
        }

        Row(TextStyle.Figures, 10, isQuiet: false, "all together", statement.OpeningBalance.ToString(), statement.ClosingBalance.ToString());
        pages.Y += 14;

        string Amount(IReadOnlyDictionary<AccountKind, long> balances, AccountKind account) =>
            new Money(balances.GetValueOrDefault(account), statement.Currency).ToString();
    }

    private void Row(TextStyle style, float size, bool isQuiet, string name, string opening, string closing)
    {
        var color = isQuiet ? DocumentPages.Quiet : DocumentPages.Ink;
        pages.Place(name, style, size, DocumentPages.Left, color);
        pages.PlaceRight(opening, style, size, AmountColumn - 40, color);
        pages.PlaceRight(closing, style, size, DocumentPages.Right, color);
        pages.Y += 15;
    }

    private void TableHead()
    {
        pages.Place("DAY", TextStyle.Label, 8, DocumentPages.Left, DocumentPages.Quiet);
        pages.Place("WHAT HAPPENED", TextStyle.Label, 8, DocumentPages.Left + 64, DocumentPages.Quiet);
        pages.PlaceRight("AMOUNT", TextStyle.Label, 8, AmountColumn, DocumentPages.Quiet);
        pages.PlaceRight("BALANCE OF ALL", TextStyle.Label, 8, DocumentPages.Right, DocumentPages.Quiet);
        pages.Y += 18;
    }

    private void Entry(StatementLine line)
    {
        if (pages.IsFull)
        {
            pages.Turn();
            TableHead();
        }

        var title = line.CourseTitle.Length == 0 ? "" : $"  ·  {Shortened(line.CourseTitle)}";
        pages.Place(
            line.PostedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TextStyle.Plain,
            9.5f,
            DocumentPages.Left,
            DocumentPages.Ink
        );
        pages.Place(
            $"{line.Kind.ToName().Replace('_', ' ')}, {line.Account.ToName()}{title}",
            TextStyle.Plain,
            9.5f,
            DocumentPages.Left + 64,
            DocumentPages.Ink,
            AmountColumn - DocumentPages.Left - 140
        );
        pages.PlaceRight(line.Added.ToString(), TextStyle.Plain, 9.5f, AmountColumn, DocumentPages.Ink);
        pages.PlaceRight(line.Balance.ToString(), TextStyle.Plain, 9.5f, DocumentPages.Right, DocumentPages.Ink);
        pages.Y += 10;
        pages.Place(line.Source, TextStyle.Address, 7.5f, DocumentPages.Left + 64, DocumentPages.Quiet);
        pages.Y += 15;
    }

    private static string Shortened(string title)
    {
        var letters = new StringInfo(title);
        return letters.LengthInTextElements <= LongestTitle ? title : $"{letters.SubstringByTextElements(0, LongestTitle - 1)}…";
    }

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
