using System.Globalization;
using ESchool.Application.Typesetting;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using SkiaSharp;

namespace ESchool.Application.Ledger.Statements;

/// <summary>Sets a statement on pages of A4, in the order in which it is read. In points, from the top left corner of each page.</summary>
internal sealed class StatementComposition(TextFitter fitter)
{
    public const float Width = 595.28f;
    public const float Height = 841.89f;

    private const float Left = 48;
    private const float Right = Width - 48;
    private const float Bottom = Height - 64;
    private const float AmountColumn = Right - 92;

    /// <summary>A course may be called at length; its reference tells it apart.</summary>
    private const int LongestTitle = 48;

    private static readonly SKColor Ink = new(0x1B, 0x26, 0x3B);
    private static readonly SKColor Quiet = new(0x5A, 0x62, 0x70);

    private readonly List<List<PlacedText>> pages = [];
    private float y;

    /// <summary>What stands on each page.</summary>
    public IReadOnlyList<IReadOnlyList<PlacedText>> Pages => pages;

    public static string Days(StatementPeriod period) => $"{Day(period.FirstDay)} – {Day(period.LastDay)}";

    public void Compose(Statement statement)
    {
        Turn();
        Head(statement);
        Balances(statement);
        if (statement.Lines.Count > 0)
        {
            TableHead();
        }

        foreach (var line in statement.Lines)
        {
            Entry(line);
        }

        for (var page = 0; page < pages.Count; page++)
        {
            Place(pages[page], $"Page {page + 1} of {pages.Count}  ·  days are days in UTC  ·  what is receivable is owed by the instructor, and negative", TextStyle.Italic, 8, Left, Height - 40, Quiet);
        }
    }

    private void Head(Statement statement)
    {
        Place("E-SCHOOL", TextStyle.Masthead, 11, Left, 64, Ink);
        Place("Statement of earnings", TextStyle.Heading, 24, Left, 100, Ink);
        Place(statement.InstructorName, TextStyle.Roman, 15, Left, 126, Ink);
        Place($"{Days(statement.Period)}  ·  {statement.Currency}", TextStyle.Roman, 11, Left, 144, Quiet);
        y = 176;
    }

    private void Balances(Statement statement)
    {
        Row(TextStyle.Label, 8, Quiet, "ACCOUNT", "OPENING BALANCE", "CLOSING BALANCE");
        foreach (var account in Statement.Accounts)
        {
            Row(TextStyle.Roman, 10, Ink, account.ToName(), Amount(statement.Opening, account), Amount(statement.Closing, account));
        }

        Row(TextStyle.Figures, 10, Ink, "all together", statement.OpeningBalance.ToString(), statement.ClosingBalance.ToString());
        y += 14;

        string Amount(IReadOnlyDictionary<AccountKind, long> balances, AccountKind account) => new Money(balances.GetValueOrDefault(account), statement.Currency).ToString();
    }

    private void Row(TextStyle style, float size, SKColor color, string name, string opening, string closing)
    {
        Place(name, style, size, Left, y, color);
        PlaceRight(opening, style, size, AmountColumn - 40, color);
        PlaceRight(closing, style, size, Right, color);
        y += 15;
    }

    private void TableHead()
    {
        Place("DAY", TextStyle.Label, 8, Left, y, Quiet);
        Place("WHAT HAPPENED", TextStyle.Label, 8, Left + 64, y, Quiet);
        PlaceRight("AMOUNT", TextStyle.Label, 8, AmountColumn, Quiet);
        PlaceRight("BALANCE OF ALL", TextStyle.Label, 8, Right, Quiet);
        y += 18;
    }

    private void Entry(StatementLine line)
    {
        if (y > Bottom)
        {
            Turn();
            TableHead();
        }

        var title = line.CourseTitle.Length == 0 ? "" : $"  ·  {Shortened(line.CourseTitle)}";
        Place(line.PostedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), TextStyle.Roman, 9.5f, Left, y, Ink);
        Place($"{line.Kind.ToName().Replace('_', ' ')}, {line.Account.ToName()}{title}", TextStyle.Roman, 9.5f, Left + 64, y, Ink, AmountColumn - Left - 140);
        PlaceRight(line.Added.ToString(), TextStyle.Roman, 9.5f, AmountColumn, Ink);
        PlaceRight(line.Balance.ToString(), TextStyle.Roman, 9.5f, Right, Ink);
        Place(line.Source, TextStyle.Address, 7.5f, Left + 64, y + 10, Quiet);
        y += 25;
    }

    private void Turn()
    {
        pages.Add([]);
        y = 64;
    }

    private void Place(string text, TextStyle style, float size, float left, float baseline, SKColor color, float width = Right - Left) =>
        Place(pages[^1], text, style, size, left, baseline, color, width);

    private void Place(List<PlacedText> page, string text, TextStyle style, float size, float left, float baseline, SKColor color, float width = Right - Left)
    {
        var fitted = Fit(text, style, size, width);
        page.Add(new PlacedText(fitted.Lines[0], left, baseline, fitted.Size, color));
    }

    private void PlaceRight(string text, TextStyle style, float size, float right, SKColor color)
    {
        var fitted = Fit(text, style, size, 140);
        pages[^1].Add(new PlacedText(fitted.Lines[0], right - (fitted.Lines[0].Width * fitted.Size), y, fitted.Size, color));
    }

    /// <summary>One line; a text that is too long for it is set smaller.</summary>
    private FittedText Fit(string text, TextStyle style, float size, float width) => fitter.Fit(text, style, size, width, size * 3, maxLines: 1);

    private static string Shortened(string title)
    {
        var letters = new StringInfo(title);
        return letters.LengthInTextElements <= LongestTitle ? title : $"{letters.SubstringByTextElements(0, LongestTitle - 1)}…";
    }

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
