using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ESchool.Data;

/// <summary>
/// Row locks on queries: what the rows say stays true until the transaction ends. Whoever locks several rows takes them in one order
/// (<c>OrderBy</c> their id), so that two never wait for each other.
/// </summary>
public static class RowLocks
{
    private const string Prefix = "lock: ";

    /// <summary>Locks the rows against changes and against references from new rows (a foreign key).</summary>
    public static IQueryable<T> ForUpdate<T>(this IQueryable<T> rows) => rows.TagWith($"{Prefix}FOR UPDATE");

    /// <summary>Locks the rows against changes; other rows may still come to reference them.</summary>
    public static IQueryable<T> ForNoKeyUpdate<T>(this IQueryable<T> rows) => rows.TagWith($"{Prefix}FOR NO KEY UPDATE");

    /// <summary>Locks the rows against whoever locks them with <see cref="ForUpdate"/>, and against nobody else: as a reference from a new row does.</summary>
    public static IQueryable<T> ForKeyShare<T>(this IQueryable<T> rows) => rows.TagWith($"{Prefix}FOR KEY SHARE");

    /// <summary>Locks the rows that nobody else has locked, and leaves the others out.</summary>
    public static IQueryable<T> ForUpdateSkipLocked<T>(this IQueryable<T> rows) => rows.TagWith($"{Prefix}FOR UPDATE SKIP LOCKED");

    /// <summary>Runs a query only for its locks.</summary>
    public static Task LockAsync<T>(this IQueryable<T> rows, CancellationToken cancellationToken) => rows.Select(_ => 1).ToListAsync(cancellationToken);

    /// <summary>EF writes tags as comments before a statement; this makes the locking clause of one.</summary>
    internal sealed class Interceptor : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Lock(command);
            return result;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            Lock(command);
            return ValueTask.FromResult(result);
        }

        private static void Lock(DbCommand command)
        {
            const string Comment = $"-- {Prefix}";
            if (!command.CommandText.StartsWith(Comment, StringComparison.Ordinal))
            {
                return;
            }

            if (command.Transaction is null)
            {
                throw new InvalidOperationException("A row lock outside of a transaction is gone at once.");
            }

            var clause = command.CommandText.AsSpan(Comment.Length, command.CommandText.IndexOf('\n') - Comment.Length).Trim();
            command.CommandText = $"{command.CommandText}\n{clause}";
        }
    }
}
