using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Npgsql;

namespace ESchool.Data;

/// <summary>
/// For reads that are written by hand: the columns of a record and how it is read both follow from its properties, so that a new one is declared once. What is
/// neither a value nor an array of texts is kept as JSON.
/// </summary>
/// <typeparam name="T">A record; a column is named for each of its properties.</typeparam>
public static class RecordColumns<T>
    where T : class
{
    private static readonly PropertyInfo[] Properties = typeof(T).GetProperties();

    /// <summary>Reads the record whose columns begin at a place of a row.</summary>
    public static Func<NpgsqlDataReader, int, T> Read { get; } = Compile();

    /// <summary>The columns, of a table with this alias.</summary>
    /// <param name="alias">The alias.</param>
    /// <param name="instead">SQL that is read in place of a column, by the property's name; null for none.</param>
    public static string Of(string alias, IReadOnlyDictionary<string, string>? instead = null) =>
        string.Join(", ", Properties.Select(property => instead?.GetValueOrDefault(property.Name) ?? $"{alias}.{RecordColumns.NameOf(property)}"));

    private static Func<NpgsqlDataReader, int, T> Compile()
    {
        var row = Expression.Parameter(typeof(NpgsqlDataReader));
        var first = Expression.Parameter(typeof(int));
        var values = Properties
            .Select((property, place) => (property, Value: Value(row, Expression.Add(first, Expression.Constant(place)), property.PropertyType)))
            .ToDictionary();
        var constructor = typeof(T).GetConstructors().Single();
        var given = constructor.GetParameters().Select(parameter => Array.Find(Properties, property => property.Name == parameter.Name)!).ToList();
        var made = Expression.MemberInit(
            Expression.New(constructor, given.Select(property => values[property])),
            Properties.Except(given).Select(property => Expression.Bind(property, values[property]))
        );
        return Expression.Lambda<Func<NpgsqlDataReader, int, T>>(made, row, first).Compile();
    }

    private static Expression Value(Expression row, Expression place, Type type)
    {
        var stored =
            type.IsEnum ? typeof(int)
            : RecordColumns.IsJson(type) ? typeof(string)
            : type;
        var value = Expression.Call(row, nameof(NpgsqlDataReader.GetFieldValue), [stored], place);
        return type.IsEnum ? Expression.Convert(value, type)
            : RecordColumns.IsJson(type) ? Expression.Call(typeof(RecordColumns), nameof(RecordColumns.FromJson), [type], value)
            : value;
    }
}

/// <summary>How properties of such records are stored.</summary>
public static class RecordColumns
{
    /// <summary>The column's name.</summary>
    public static string NameOf(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>True for what is kept as JSON.</summary>
    public static bool IsJson(Type type) => type.IsArray && type != typeof(string[]);

    /// <summary>A value as it is kept.</summary>
    public static string ToJson<TValue>(TValue value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    /// <summary>A value that was kept.</summary>
    public static TValue FromJson<TValue>(string json) => JsonSerializer.Deserialize<TValue>(json, JsonSerializerOptions.Web)!;
}
