using ESchool.Application.Ledger.Booking;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Tests.Ledger;

public sealed class LedgerPostingTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task BatchesOfManyCallers_OnTheSameAccounts_BalanceAndDoNotDeadlock()
    {
        const int Callers = 16,
            Batches = 4,
            Sales = 15;
        var instructors = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(
            Enumerable
                .Range(0, Callers)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        var random = new Random(caller);
                        for (var batch = 0; batch < Batches; batch++)
                        {
                            await SellAsync([
                                .. Enumerable.Range(0, Sales).Select(_ => SaleOf(instructors[random.Next(instructors.Count)], random.Next(100, 10_000))),
                            ]);
                        }
                    })
                )
        );
        var held = await school.ReadAsync(db => db.LedgerAccounts.Where(a => instructors.Contains(a.OwnerId)).ToListAsync());
        Assert.Equal(instructors.Count, held.Count);
        var earned = await school.ReadAsync(db =>
            db.Earnings.Where(e => instructors.Contains(e.InstructorId)).Select(e => new { e.InstructorId, e.MinorUnits }).ToListAsync()
        );
        Assert.Equal(Callers * Batches * Sales, earned.Count);
        Assert.All(held, account => Assert.Equal(earned.Where(e => e.InstructorId == account.OwnerId).Sum(e => e.MinorUnits), account.Owed.MinorUnits));
        await BalancedAsync();
    }

    [Fact]
    public async Task ASourceTwiceInABatch_PostsNothingOfTheBatch()
    {
        var (first, second) = (SaleOf(Guid.NewGuid(), 1_000), SaleOf(Guid.NewGuid(), 2_000));
        var fault = await Assert.ThrowsAsync<PostgresException>(() => SellAsync([first, second, first]));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, fault.SqlState);
        await NothingIsPostedAsync(first, second);
    }

    [Fact]
    public async Task ASaleThatWasPosted_PostsNothingOfALaterBatch()
    {
        var (before, other) = (SaleOf(Guid.NewGuid(), 1_000), SaleOf(Guid.NewGuid(), 2_000));
        await SellAsync([before]);
        await Assert.ThrowsAsync<PostgresException>(() => SellAsync([other, before]));
        await NothingIsPostedAsync(other);
        await BalancedAsync();
    }

    [Fact]
    public async Task APostingThatDoesNotBalance_AmongGoodOnes_IsABugThatPostsNothing()
    {
        var good = PostingOf(Guid.NewGuid(), 100, -100);
        await Assert.ThrowsAsync<InvalidOperationException>(() => PostAsync(good, PostingOf(Guid.NewGuid(), 100, -99)));
        Assert.False(await school.ReadAsync(db => db.LedgerTransactions.AnyAsync(t => t.Source == good.Source)));
    }

    [Fact]
    public async Task TakingMoreThanIsThere_AmongGoodOnes_IsRefusedByPostgres()
    {
        var good = PostingOf(Guid.NewGuid(), 100, -100);
        var fault = await Assert.ThrowsAsync<PostgresException>(() => PostAsync(good, PostingOf(Guid.NewGuid(), -100, 100)));
        Assert.Equal("ck_accounts_liability", fault.ConstraintName);
        Assert.False(await school.ReadAsync(db => db.LedgerTransactions.AnyAsync(t => t.Source == good.Source)));
    }

    [Theory]
    [InlineData("INSERT INTO ledger.transactions (id, kind, source, currency, posted_at) VALUES (gen_random_uuid(), 1, 'orders/empty', 'EUR', now())")]
    [InlineData(
        "INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units) SELECT gen_random_uuid(), t.id, e.account_id, 1 FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id LIMIT 1"
    )]
    [InlineData(
        "INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units) SELECT gen_random_uuid(), t.id, a.id, x FROM (SELECT id FROM ledger.transactions WHERE currency = 'EUR' LIMIT 1) t, (SELECT id FROM ledger.accounts WHERE currency = 'USD' LIMIT 1) a, (VALUES (1), (-1)) AS v (x)"
    )]
    public async Task ATransactionWithoutEntries_AndEntriesThatAreAddedAndDoNotFit_AreRefusedByPostgres(string forged)
    {
        await SellAsync([SaleOf(Guid.NewGuid(), 1_000)]);
        await SellAsync([SaleOf(Guid.NewGuid(), 1_000, "USD")]);
        await using var connection = new NpgsqlConnection(school.Database.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(forged, connection);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    private static Sale SaleOf(Guid instructorId, long gross, string currency = "EUR") =>
        new(Guid.NewGuid(), instructorId, SaleSplit.Of(new Money(gross, currency), 2_000), new Settlement(new Money(gross, currency), new Money(25, currency)));

    /// <summary>A line on the platform's account and one on an instructor's.</summary>
    private static Posting PostingOf(Guid instructorId, long clearing, long available) =>
        new(
            TransactionKind.HoldRelease,
            $"orders/{Guid.NewGuid()}",
            new(AccountName.Platform(AccountKind.StripeClearing, "EUR"), clearing),
            new(new AccountName(AccountKind.InstructorAvailable, instructorId, "EUR"), available)
        );

    private Task SellAsync(Sale[] sales) => InTransactionAsync<RecordSale>(record => record.ExecuteAsync(sales, CancellationToken.None));

    private Task PostAsync(params Posting[] postings) => InTransactionAsync<LedgerPostings>(ledger => ledger.PostAsync(postings, CancellationToken.None));

    private async Task InTransactionAsync<TWriter>(Func<TWriter, Task> act)
        where TWriter : notnull
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        await db.InTransactionAsync(() => act(scope.ServiceProvider.GetRequiredService<TWriter>()), CancellationToken.None);
    }

    private async Task NothingIsPostedAsync(params Sale[] sales)
    {
        var (orders, instructors) = (sales.Select(s => s.OrderId).ToList(), sales.Select(s => s.InstructorId).ToList());
        var sources = orders.ConvertAll(id => $"orders/{id}");
        Assert.False(await school.ReadAsync(db => db.LedgerTransactions.AnyAsync(t => sources.Contains(t.Source))));
        Assert.False(await school.ReadAsync(db => db.Earnings.AnyAsync(e => orders.Contains(e.OrderId))));
        Assert.False(await school.ReadAsync(db => db.LedgerAccounts.AnyAsync(a => instructors.Contains(a.OwnerId) && a.BalanceMinorUnits != 0)));
    }

    private async Task BalancedAsync()
    {
        Assert.Equal(
            0,
            await school.ReadAsync(db =>
                db.LedgerAccounts.CountAsync(a => a.BalanceMinorUnits != db.LedgerEntries.Where(e => e.AccountId == a.Id).Sum(e => e.AmountMinorUnits))
            )
        );
        Assert.Equal(0, await school.ReadAsync(db => db.LedgerAccounts.Where(a => a.Currency == "EUR").SumAsync(a => a.BalanceMinorUnits)));
    }
}
