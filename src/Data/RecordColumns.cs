using System.Linq.Expressions;
using System.Text.Json;
using Npgsql;

namespace ESchool.Data;

/// <summary>
/// For reads that are written by hand: the columns of a record and how it is read both follow from the parameters of its constructor, so that a new one is
/// declared
/// once.
/// </summary>
/// <typeparam name="T">A record with one constructor; a column is named for each of its parameters.</typeparam>
public static class RecordColumns<T>
    where T : class
{
    /// <summary>Reads the record whose columns begin at a place of a row.</summary>
    public static Func<NpgsqlDataReader, int, T> Read { get; } = Compile();

    /// <summary>The columns, of a table with this alias.</summary>
    public static string Of(string alias) =>
        string.Join(", ", Parameters().Select(name => $"{alias}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(name.Name!)}"));

    private static System.Reflection.ParameterInfo[] Parameters() => typeof(T).GetConstructors().Single().GetParameters();

    private static Func<NpgsqlDataReader, int, T> Compile()
    {
        var row = Expression.Parameter(typeof(NpgsqlDataReader));
        var first = Expression.Parameter(typeof(int));
        var values = Parameters()
            .Select(
                (parameter, place) =>
                    Expression.Call(row, nameof(NpgsqlDataReader.GetFieldValue), [parameter.ParameterType], Expression.Add(first, Expression.Constant(place)))
            );
        return Expression.Lambda<Func<NpgsqlDataReader, int, T>>(Expression.New(typeof(T).GetConstructors().Single(), values), row, first).Compile();
    }
}
