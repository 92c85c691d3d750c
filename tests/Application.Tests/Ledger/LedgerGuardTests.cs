using ESchool.Application.Ledger;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Ledger.Verification;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Tests.Ledger;

public sealed class LedgerGuardTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Theory]
    [InlineData("UPDATE ledger.entries SET amount_minor_units = amount_minor_units + 1")]
    [InlineData("DELETE FROM ledger.entries")]
    [InlineData("TRUNCATE ledger.entries, ledger.transactions, ledger.seal_lines, payouts.payout_items")]
    [InlineData("UPDATE ledger.transactions SET source = 'forged'")]
    [InlineData("DELETE FROM ledger.transactions")]
    [InlineData("UPDATE ledger.seals SET hash = previous_hash")]
    [InlineData("DELETE FROM ledger.seals")]
    [InlineData("TRUNCATE ledger.seals, ledger.seal_lines")]
    [InlineData("UPDATE ledger.seal_lines SET position = position + 1")]
    [InlineData("DELETE FROM ledger.seal_lines")]
    [InlineData("TRUNCATE ledger.seal_lines")]
    [InlineData("UPDATE payouts.payout_items SET minor_units = minor_units + 1")]
    [InlineData("DELETE FROM payouts.payout_items")]
    [InlineData("TRUNCATE payouts.payout_items")]
    [InlineData("UPDATE payouts.transfer_reversals SET minor_units = minor_units + 1")]
    [InlineData("DELETE FROM payouts.transfer_reversals")]
    [InlineData("TRUNCATE payouts.transfer_reversals")]
    public async Task ChangingTheJournal_IsRefusedToTheApplicationAndToTheOwner(string sql)
    {
        await SellAsync(4_900);
        await school.DoAsync<SealLedger>(s => s.ExecuteAsync(CancellationToken.None));
        foreach (var connectionString in new[] { school.Database.ApplicationConnection, school.Database.OwnerConnection })
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Contains(refusal.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.RestrictViolation });
        }
    }

    [Fact]
    public async Task ATransactionThatDoesNotBalance_IsRefusedByPostgres()
    {
        var fault = await Record.ExceptionAsync(() =>
            school.DoAsync<SchoolDbContext>(async db =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.Database.ExecuteSqlRawAsync(
                    """
                    INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units) VALUES
                        ('00000000-0000-0000-0000-00000000000a', 1, '00000000-0000-0000-0000-0000000000ff', 'EUR', 0),
                        ('00000000-0000-0000-0000-00000000000b', 2, '00000000-0000-0000-0000-0000000000ff', 'EUR', 0);
                    INSERT INTO ledger.transactions (id, kind, source, currency, posted_at)
                        VALUES ('00000000-0000-0000-0000-00000000000c', 1, 'orders/forged', 'EUR', now());
                    INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units) VALUES
                        (gen_random_uuid(), '00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-00000000000a', 100),
                        (gen_random_uuid(), '00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-00000000000b', -99);
                    """
                );
                await transaction.CommitAsync();
            })
        );
        Assert.Equal(PostgresErrorCodes.CheckViolation, Assert.IsType<PostgresException>(fault).SqlState);
    }

    [Fact]
    public async Task ASale_PostedTwice_IsPostedOnce()
    {
        var sale = SaleOf(4_900);
        await PostAsync(sale);
        Assert.IsType<PostgresException>(await Record.ExceptionAsync(() => PostAsync(sale)));
        Assert.Equal(1, await school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Source == $"orders/{sale.OrderId}")));
    }

    [Fact]
    public async Task ManySalesAtOnce_LeaveBalancesEqualToTheirEntries()
    {
        var instructors = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(SaleOf(1_000 + i, instructors[i % 3]))));
        var drift = await school.ReadAsync(db =>
            db.LedgerAccounts.CountAsync(a => a.BalanceMinorUnits != db.LedgerEntries.Where(e => e.AccountId == a.Id).Sum(e => e.AmountMinorUnits))
        );
        Assert.Equal(0, drift);
        Assert.Equal(0, await school.ReadAsync(db => db.LedgerAccounts.SumAsync(a => a.BalanceMinorUnits)));
    }

    [Fact]
    public async Task AnEarning_IsReleasedOnceItsHoldEnds_AndOnlyOnce()
    {
        var instructor = await school.InstructorAsync();
        await PostAsync(SaleOf(4_900, instructor.UserId));
        await school.DoAsync<ReleaseHolds>(r => r.ExecuteAsync(CancellationToken.None));
        Assert.Equal((3_920, 0), await HeldAndAvailableAsync(instructor));
        school.Clock.Advance(TimeSpan.FromDays(31));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => school.DoAsync<ReleaseHolds>(r => r.ExecuteAsync(CancellationToken.None))));
        Assert.Equal((0, 3_920), await HeldAndAvailableAsync(instructor));
    }

    private async Task<(long Held, long Available)> HeldAndAvailableAsync(Actor instructor)
    {
        var balance = Assert.Single(await school.DoAsync<GetBalance, IReadOnlyList<BalanceView>>(g => g.ExecuteAsync(instructor, CancellationToken.None)));
        return (balance.Held.MinorUnits, balance.Available.MinorUnits);
    }

    private static Sale SaleOf(long gross, Guid? instructor = null)
    {
        var price = new Money(gross, "EUR");
        return new Sale(Guid.NewGuid(), instructor ?? Guid.NewGuid(), SaleSplit.Of(price, 2_000), new Settlement(price, new Money(172, "EUR")));
    }

    private Task SellAsync(long gross) => PostAsync(SaleOf(gross));

    private async Task PostAsync(Sale sale)
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        var record = scope.ServiceProvider.GetRequiredService<RecordSale>();
        await db.InTransactionAsync(
            async () =>
            {
                await record.ExecuteAsync([sale], CancellationToken.None);
            },
            CancellationToken.None
        );
    }
}
