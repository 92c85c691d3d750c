namespace ESchool.Data;

/// <summary>Runs work in one transaction: the one that is open, or a new one.</summary>
public static class SchoolTransactions
{
    public static async Task<T> InTransactionAsync<T>(this SchoolDbContext db, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work();

        // From here the answer may be given: a caller who gives up now does not undo what is done.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    public static Task InTransactionAsync(this SchoolDbContext db, Func<Task> work, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await work();
                return true;
            },
            cancellationToken
        );
}
