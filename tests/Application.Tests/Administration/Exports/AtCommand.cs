using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ESchool.Application.Tests.Administration.Exports;

/// <summary>Does something once, right before a statement that contains some words is sent to the database.</summary>
internal sealed class AtCommand : DbCommandInterceptor
{
    private string? words;
    private Func<Task> act = () => Task.CompletedTask;

    /// <summary>True once it was done.</summary>
    public bool IsDone { get; private set; }

    public void Once(string wordsOfIt, Func<Task> doIt) => (words, act, IsDone) = (wordsOfIt, doIt, false);

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        await LookAsync(command);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        await LookAsync(command);
        return result;
    }

    private async Task LookAsync(DbCommand command)
    {
        if (words is not null && command.CommandText.Contains(words, StringComparison.Ordinal))
        {
            (words, IsDone) = (null, true);
            await act();
        }
    }
}
