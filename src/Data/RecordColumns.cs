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
public sealed class RecordColumns<T>
    where T : class
{
    private readonly PropertyInfo[] properties;

    /// <param name="leftOut">The properties that are not read: texts are then empty, others what the record begins with.</param>
    public RecordColumns(params IReadOnlyCollection<string> leftOut)
    {
        properties = [.. typeof(T).GetProperties().Where(property => !leftOut.Contains(property.Name))];
        Read = Compile();
    }

    /// <summary>Reads the record whose columns begin at a place of a row.</summary>
    public Func<NpgsqlDataReader, int, T> Read { get; }

    /// <summary>The columns, of a table with this alias.</summary>
    public string Of(string alias) => string.Join(", ", properties.Select(property => $"{alias}.{RecordColumns.NameOf(property)}"));

    private Func<NpgsqlDataReader, int, T> Compile()
    {
        var row = Expression.Parameter(typeof(NpgsqlDataReader));
        var first = Expression.Parameter(typeof(int));
        var values = properties
            .Select((property, place) => (property.Name, Value: Value(row, Expression.Add(first, Expression.Constant(place)), property.PropertyType)))
            .ToDictionary();
        var constructor = typeof(T).GetConstructors().Single();
        var given = constructor.GetParameters();
        var made = Expression.MemberInit(
            Expression.New(constructor, given.Select(parameter => values.GetValueOrDefault(parameter.Name!) ?? Empty(parameter.ParameterType))),
            properties.ExceptBy(given.Select(parameter => parameter.Name), property => property.Name).Select(p => Expression.Bind(p, values[p.Name]))
        );
        return Expression.Lambda<Func<NpgsqlDataReader, int, T>>(made, row, first).Compile();
    }

    private static Expression Empty(Type type) => type == typeof(string) ? Expression.Constant("") : Expression.Default(type);

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
