using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ESchool.Data;

/// <summary>Several statements in one round trip, beside the context and in its transaction. For the few places where rows come in numbers.</summary>
public static class SchoolBatches
{
    /// <summary>Begins a batch in the open transaction.</summary>
    /// <exception cref="InvalidOperationException">There is no transaction: what a batch locks or writes belongs to one.</exception>
    public static NpgsqlBatch NewBatch(this SchoolDbContext db)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("A batch runs inside a transaction.");
        return new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
    }

    /// <summary>Adds a statement.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="sql">The statement, always the same text: it is prepared once a connection.</param>
    /// <param name="values">
    /// Its parameters <c>$1</c>, <c>$2</c> …; arrays are columns for <c>unnest</c>. One array of objects alone must be cast to <c>object</c>.
    /// </param>
    public static NpgsqlBatch With(this NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>Runs the statements in their order.</summary>
    public static async Task ExecuteAsync(this NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs the statements in their order, to read what they give.</summary>
    public static async Task<NpgsqlDataReader> ReadAsync(this NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await batch.PrepareAsync(cancellationToken);
        return await batch.ExecuteReaderAsync(cancellationToken);
    }
}
