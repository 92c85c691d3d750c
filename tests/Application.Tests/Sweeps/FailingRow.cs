using System.Collections;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>
/// While it fails, so does every command that has to do with one row: the row's id is a parameter, stands in a list, or in a text. Only the counting goes on.
/// </summary>
internal sealed class FailingRow : DbCommandInterceptor
{
    public const string Words = "This row is out of order.";

    private string? first;
    private string? second;

    /// <summary>True once the first row has failed, with nothing done to the second before.</summary>
    public bool CameFirst { get; private set; }

    public async Task WhileItFailsAsync(string failing, string behind, Func<Task> act)
    {
        (first, second) = (failing, behind);
        await act();
        (first, second) = (null, null);
    }

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (first is null || result.CommandText.Contains("outbox.sweep_failures", StringComparison.Ordinal))
        {
            return result;
        }

        var values = result.Parameters.Cast<DbParameter>().Select(parameter => TextOf(parameter.Value)).ToList();
        if (values.Exists(value => value.Contains(first, StringComparison.OrdinalIgnoreCase)))
        {
            CameFirst |= second is not null;
            throw new InvalidOperationException(Words);
        }

        // From now on it is too late to come first.
        second = values.Exists(value => second is not null && value.Contains(second, StringComparison.OrdinalIgnoreCase)) ? null : second;
        return result;
    }

    private static string TextOf(object? value) =>
        value switch
        {
            string text => text,
            IEnumerable many => string.Join(' ', many.Cast<object>()),
            _ => $"{value}",
        };
}
