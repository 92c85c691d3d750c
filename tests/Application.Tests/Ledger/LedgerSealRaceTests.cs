using ESchool.Application.Ledger.Booking;
using ESchool.Application.Ledger.Verification;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Data;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Tests.Ledger;

/// <summary>Sealers beside sales and refunds, beside each other, and killed: always one chain with everything in it once.</summary>
public sealed class LedgerSealRaceTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        course = await school.PublishedCourseAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task SealersAtOnce_OfWhichManyAreKilled_LeaveOneChainWithEverythingInItOnce()
    {
        using var over = new CancellationTokenSource();
        var killer = KillAsync(over.Token);
        Task[] others = [killer, SealOnAndOnAsync(over.Token), SealOnAndOnAsync(over.Token), SealOnAndOnAsync(over.Token)];
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(seed => Task.Run(() => TradeAsync(new Random(seed)))));
        }
        finally
        {
            // Also after a failure: the killer's connection would keep the database from being dropped.
            await over.CancelAsync();
            await Task.WhenAll(others);
        }

        Assert.NotEqual(0, await killer);

        await school.RequireSoundLedgerAsync();
        var seals = await school.ReadAsync(db => db.LedgerSeals.AsNoTracking().OrderBy(s => s.Number).ToListAsync());
        Assert.True(seals.Count > 1);
        Assert.Equal(Enumerable.Range(1, seals.Count).Select(number => (long)number), seals.Select(s => s.Number));
        Assert.Equal(await school.ReadAsync(db => db.LedgerTransactions.CountAsync()), seals.Sum(s => s.TransactionCount));
        Assert.Equal(0, await school.ReadAsync(db => db.UnsealedTransactions.CountAsync()));
    }

    [Fact]
    public async Task ATransactionThatCommitsLate_IsSealedThen_ThoughOthersWithLaterIdsWereSealed()
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        await using var slow = await db.Database.BeginTransactionAsync();
        var late = new Posting(
            TransactionKind.Sale,
            "orders/late",
            new(AccountName.Platform(AccountKind.StripeClearing, "JPY"), 100),
            new(AccountName.Platform(AccountKind.PlatformRevenue, "JPY"), -100)
        );
        await scope.ServiceProvider.GetRequiredService<LedgerPostings>().PostAsync([late], CancellationToken.None);
        await school.SellAsync(course);
        Assert.Equal(1, await SealAsync());
        await slow.CommitAsync();
        Assert.Equal(1, await SealAsync());
        Assert.Equal(0, await SealAsync());
        var places = await school.ReadAsync(context =>
            context
                .SealLines.OrderBy(l => l.SealNumber)
                .Join(context.LedgerTransactions, l => l.TransactionId, t => t.Id, (line, transaction) => transaction.Source)
                .ToListAsync()
        );
        Assert.Equal("orders/late", places[1]);
        Assert.DoesNotContain(
            (await school.DoAsync<VerifyLedger, LedgerReport>(v => v.ExecuteAsync(CancellationToken.None))).Findings,
            finding => finding.StartsWith("Seal", StringComparison.Ordinal) || finding.Contains("sealed", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task APostingThatIsRolledBack_LeavesNothingToSeal()
    {
        await using (var scope = school.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
            await using var given = await db.Database.BeginTransactionAsync();
            var up = new Posting(
                TransactionKind.Sale,
                "orders/never",
                new(AccountName.Platform(AccountKind.StripeClearing, "EUR"), 100),
                new(AccountName.Platform(AccountKind.PlatformRevenue, "EUR"), -100)
            );
            await scope.ServiceProvider.GetRequiredService<LedgerPostings>().PostAsync([up], CancellationToken.None);
            await given.RollbackAsync();
        }

        Assert.Equal(0, await SealAsync());
    }

    private Task<int> SealAsync() => school.DoAsync<SealLedger, int>(s => s.ExecuteAsync(CancellationToken.None));

    /// <summary>Sales, and of every other one a refund or two.</summary>
    private async Task TradeAsync(Random random)
    {
        for (var i = 0; i < 40; i++)
        {
            // A connection that was a sealer's may be a trader's by the time it is ended: what was posted by then stands, the rest is gone.
            RequireNoneButKilled(await Record.ExceptionAsync(() => TradeOnceAsync(random)));
        }
    }

    private async Task TradeOnceAsync(Random random)
    {
        var order = await school.SellAsync(course);
        for (var refunds = random.Next(4) - 1; refunds > 0; refunds--)
        {
            await school.HearAsync(SoldCourses.RefundOf(order, random.Next(1, 2_000)));
        }
    }

    private async Task SealOnAndOnAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            // Whoever was killed says so, and comes again, as the scheduler does.
            RequireNoneButKilled(await Record.ExceptionAsync(SealAsync));
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>A connection that was ended says so, or is found broken; whatever Postgres refuses is a fault.</summary>
    private static void RequireNoneButKilled(Exception? fault)
    {
        var cause = fault;
        while (cause is not null and not NpgsqlException)
        {
            cause = cause.InnerException;
        }

        Assert.True(
            fault is null || cause is NpgsqlException and (not PostgresException or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown }),
            fault?.ToString()
        );
    }

    /// <summary>
    /// Ends the connection of whoever is sealing, again and again. It is told asynchronously: by then the connection may have gone back to the pool.
    /// </summary>
    private async Task<int> KillAsync(CancellationToken over)
    {
        var killed = 0;
        await using var connection = new NpgsqlConnection(school.Database.ApplicationConnection);
        await connection.OpenAsync(CancellationToken.None);
        while (!over.IsCancellationRequested)
        {
            await using var kill = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND random() < 0.2",
                connection
            );
            killed += (int)(long)(await kill.ExecuteScalarAsync(CancellationToken.None))!;
            await Task.Delay(1, CancellationToken.None);
        }

        return killed;
    }
}
