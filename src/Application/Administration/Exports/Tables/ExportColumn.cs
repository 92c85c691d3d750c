using System.Text.Json;
using ESchool.Application.Typesetting.Tables;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Npgsql;

namespace ESchool.Application.Administration.Exports.Tables;

/// <summary>A column of an export: how it is called, what it holds, and where that comes from. All formats are made of this.</summary>
/// <param name="Column">The name and the kind.</param>
/// <param name="Sql">The values that are selected for it.</param>
/// <param name="Read">Makes the cell of these, which begin at a place of the row and of which the first is not null.</param>
internal sealed record ExportColumn(TableColumn Column, IReadOnlyList<string> Sql, Func<NpgsqlDataReader, int, TableCell> Read)
{
    /// <summary>A text.</summary>
    public static ExportColumn Text(string name, string sql) => One(name, ColumnKind.Text, sql, (row, place) => TableCell.Of(row.GetString(place)));

    /// <summary>The name of a resource, such as <c>users/…</c>, from its id.</summary>
    public static ExportColumn Resource(string name, string collection, string sql) => Text(name, $"'{collection}/' || {sql}");

    /// <summary>A value of an enum, in the contract's words.</summary>
    public static ExportColumn Word<TEnum>(string name, string sql)
        where TEnum : struct, Enum => One(name, ColumnKind.Text, $"({sql})::int", (row, place) => TableCell.Of(WordOf((TEnum)(object)row.GetInt32(place))));

    /// <summary>Roles, with spaces between them.</summary>
    public static ExportColumn RolesOf(string name, string sql) =>
        One(
            name,
            ColumnKind.Text,
            $"({sql})::int",
            (row, place) =>
                TableCell.Of(
                    string.Join(' ', Enum.GetValues<Roles>().Where(role => role != Roles.None && ((Roles)row.GetInt32(place)).HasFlag(role)).Select(WordOf))
                )
        );

    /// <summary>A time.</summary>
    public static ExportColumn Time(string name, string sql) =>
        One(name, ColumnKind.Time, sql, (row, place) => TableCell.Of(row.GetFieldValue<DateTime>(place)));

    /// <summary>A whole number.</summary>
    public static ExportColumn Whole(string name, string sql) =>
        One(name, ColumnKind.Whole, $"({sql})::bigint", (row, place) => TableCell.Of(row.GetInt64(place)));

    /// <summary>True or false.</summary>
    public static ExportColumn Flag(string name, string sql) => One(name, ColumnKind.Flag, sql, (row, place) => TableCell.Of(row.GetBoolean(place)));

    /// <summary>Hundredths of a percent as percent.</summary>
    public static ExportColumn Percent(string name, string sql) =>
        One(name, ColumnKind.Decimal, $"({sql})::int", (row, place) => TableCell.Of(new decimal(row.GetInt32(place), 0, 0, isNegative: false, scale: 2)));

    /// <summary>An amount: a column of minor units for programs, and one with the currency's decimals for people.</summary>
    /// <param name="name">What the latter is called.</param>
    /// <param name="sql">Minor units.</param>
    /// <param name="currency">The currency's code, which has a column of its own.</param>
    public static IEnumerable<ExportColumn> Amount(string name, string sql, string currency) =>
        [
            new(
                new TableColumn(name, ColumnKind.Decimal),
                [$"({sql})::bigint", currency],
                (row, place) => TableCell.Of(AmountOf(row.GetInt64(place), row.GetString(place + 1)))
            ),
            Whole($"{name}_minor_units", sql),
        ];

    private static ExportColumn One(string name, ColumnKind kind, string sql, Func<NpgsqlDataReader, int, TableCell> read) =>
        new(new TableColumn(name, kind), [sql], read);

    private static string WordOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    private static decimal AmountOf(long minorUnits, string currency)
    {
        var size = (ulong)Math.Abs((decimal)minorUnits);
        return new decimal((int)size, (int)(size >> 32), 0, minorUnits < 0, (byte)Currency.Get(currency).Exponent);
    }
}
