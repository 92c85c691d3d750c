using ESchool.Application.Ledger.Verification;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Tests.Ledger;

/// <summary>The chain of seals behind the journal: who changes what was posted, however mighty, is told of.</summary>
public sealed class LedgerSealTests : IAsyncLifetime
{
    private const int Seals = 6;

    private TestSchool school = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        course = await school.PublishedCourseAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    /// <summary>Seal 3 is forged. What sums and balances say besides is the business of other checks; the seal is named first.</summary>
    [Theory]
    [InlineData("UPDATE ledger.entries SET amount_minor_units = amount_minor_units * 2 WHERE transaction_id = {0}")]
    [InlineData(
        "UPDATE ledger.entries SET account_id = (SELECT id FROM ledger.accounts WHERE kind = 2) WHERE transaction_id = {0} AND account_id = (SELECT id FROM ledger.accounts WHERE kind = 1)"
    )]
    [InlineData("UPDATE ledger.transactions SET posted_at = posted_at + interval '1 microsecond' WHERE id = {0}")]
    [InlineData("UPDATE ledger.transactions SET source = source || '0' WHERE id = {0}")]
    [InlineData("DELETE FROM ledger.entries WHERE id = (SELECT id FROM ledger.entries WHERE transaction_id = {0} LIMIT 1)")]
    [InlineData(
        "INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units) SELECT gen_random_uuid(), transaction_id, account_id, n FROM (SELECT * FROM ledger.entries WHERE transaction_id = {0} LIMIT 1) e, (VALUES (7), (-7)) AS v (n)"
    )]
    [InlineData(
        "UPDATE ledger.seal_lines SET position = -position WHERE seal_number = 3; UPDATE ledger.seal_lines SET position = 3 + position WHERE seal_number = 3"
    )]
    [InlineData("UPDATE ledger.seal_lines SET seal_number = 4, position = 100 WHERE transaction_id = {0}")]
    [InlineData("DELETE FROM ledger.seal_lines WHERE transaction_id = {0}")]
    [InlineData("UPDATE ledger.seals SET sealed_at = sealed_at - interval '1 day' WHERE number = 3")]
    [InlineData(
        "UPDATE ledger.accounts SET owner_id = gen_random_uuid() WHERE id IN (SELECT a.id FROM ledger.accounts a JOIN ledger.entries e ON e.account_id = a.id WHERE e.transaction_id = {0} AND a.kind = 10)"
    )]
    public async Task WhatIsChangedBehindASeal_BreaksThatSeal(string forgery)
    {
        await HistoryAsync();
        var victim = await school.ReadAsync(db =>
            db.SealLines.Where(l => l.SealNumber == 3).OrderBy(l => l.Position).Select(l => l.TransactionId).FirstAsync()
        );
        await ForgeAsync(string.Format(forgery, $"'{victim}'"));
        var findings = (await VerifyAsync()).Findings;
        var first = forgery.Contains("ledger.accounts SET", StringComparison.Ordinal) ? 1 : 3;
        Assert.StartsWith($"Seal {first} is broken", findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASealThatIsRecomputed_BreaksTheNextOne_AndOneThatIsCutOff_IsMissed()
    {
        await HistoryAsync();
        var newest = (await VerifyAsync()).NewestSeal!;
        await ForgeAsync("UPDATE ledger.seals SET hash = sha256('forged') WHERE number = 3");
        Assert.Equal(
            ["Seal 3 is broken: its rows are not those that were sealed.", "Seal 4 is broken: it does not follow the seal before it."],
            (await VerifyAsync()).Findings.Take(2)
        );

        await ForgeAsync($"DELETE FROM ledger.seal_lines WHERE seal_number = {Seals}; DELETE FROM ledger.seals WHERE number = {Seals}");
        school.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Contains((await VerifyAsync()).Findings, finding => finding.StartsWith("2 transactions that were posted before", StringComparison.Ordinal));
        Assert.Equal($"Seal {Seals} was noted and is not there.", await CompareAsync(newest));
    }

    [Fact]
    public async Task AChainThatIsForgedAsAWhole_IsToldByASealThatWasNotedElsewhere()
    {
        await HistoryAsync();
        var noted = (await VerifyAsync()).NewestSeal!;
        Assert.Null(await CompareAsync(noted));
        await ForgeAsync(
            """
            UPDATE ledger.entries SET amount_minor_units = amount_minor_units * 2 WHERE transaction_id = (SELECT transaction_id
                FROM ledger.seal_lines WHERE seal_number = 3 AND position = 1);
            INSERT INTO ledger.unsealed_transactions SELECT transaction_id FROM ledger.seal_lines;
            DELETE FROM ledger.seal_lines;
            DELETE FROM ledger.seals
            """
        );
        await SealAsync();
        Assert.DoesNotContain((await VerifyAsync()).Findings, finding => finding.StartsWith("Seal", StringComparison.Ordinal));
        Assert.Equal($"Seal {Seals} was noted and is not there.", await CompareAsync(noted));
    }

    [Fact]
    public async Task ATransactionWithATimeLongPast_IsToldOf_AlsoWhenItIsSealed()
    {
        await HistoryAsync();
        var pretended = DateTimeOffset.UtcNow.AddDays(-40);
        await ForgeAsync(
            $"""
            INSERT INTO ledger.transactions (id, kind, source, currency, posted_at) VALUES ('{Guid.CreateVersion7(
                pretended
            )}', 1, 'orders/of long ago', 'EUR', '{pretended:O}');
            INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units)
            SELECT gen_random_uuid(), t.id, a.id, CASE a.kind WHEN 1 THEN 100 ELSE -100 END FROM ledger.transactions t, ledger.accounts a
                WHERE t.source = 'orders/of long ago' AND a.kind IN (1, 3)
            """,
            isPosted: true
        );
        await SealAsync();
        Assert.Contains((await VerifyAsync()).Findings, finding => finding.Contains("did not see it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APostingThatNobodySeals_IsAFinding_UntilItIsSealed()
    {
        await HistoryAsync();
        await school.SellAsync(course);
        school.Clock.Advance(TimeSpan.FromHours(1));
        Assert.StartsWith("1 transactions that were posted before", Assert.Single((await VerifyAsync()).Findings), StringComparison.Ordinal);
        await SealAsync();
        Assert.Empty((await VerifyAsync()).Findings);
    }

    /// <summary>What docs/decisions/0019 says of the rendering, said in SQL: nobody needs this program to check a seal.</summary>
    [Fact]
    public async Task TheHashOfASeal_CanBeRecomputedInSql()
    {
        await HistoryAsync();
        var seal = await school.ReadAsync(db => db.LedgerSeals.SingleAsync(s => s.Number == 3));
        Assert.Equal(
            seal.Hash,
            await school.ReadAsync(db =>
                db.Database.SqlQuery<byte[]>(
                        $"""
                        SELECT sha256((
                            SELECT int8send(1) || 'S' || s.previous_hash || int8send(s.number) || int8send((extract(epoch
                                FROM s.sealed_at) * 1000000)::bigint) || int8send(s.transaction_count)
                            FROM ledger.seals s WHERE s.number = {seal.Number}) || string_agg(posting.bytes, '' ORDER BY posting.position))
                                AS "Value"
                        FROM (
                            SELECT l.position,
                                int8send(1) || 'T' || uuid_send(t.id) || int8send(t.kind) || int8send(octet_length(t.source)) || convert_to(t.source, 'UTF8') || int8send(3) || convert_to(t.currency, 'UTF8')
                                    || int8send((extract(epoch FROM t.posted_at) * 1000000)::bigint)
                                    || string_agg(int8send(1) || 'E' || uuid_send(e.id) || int8send(e.amount_minor_units) || uuid_send(a.id)
                                        || int8send(a.kind) || uuid_send(a.owner_id)
                                        || int8send(3) || convert_to(a.currency, 'UTF8'), '' ORDER BY e.id) AS bytes
                            FROM ledger.seal_lines l JOIN ledger.transactions t ON t.id = l.transaction_id JOIN ledger.entries e
                                ON e.transaction_id = t.id JOIN ledger.accounts a ON a.id = e.account_id
                            WHERE l.seal_number = {seal.Number} GROUP BY l.position, t.id) AS posting
                        """
                    )
                    .SingleAsync()
            )
        );
    }

    /// <summary>Six seals of two sales each, sound as a whole.</summary>
    private async Task HistoryAsync()
    {
        for (var seal = 0; seal < Seals; seal++)
        {
            await school.SellAsync(course);
            await school.SellAsync(course);
            Assert.Equal(2, await SealAsync());
        }

        var report = await VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal(Seals, report.NewestSeal?.Number);
    }

    private Task<int> SealAsync() => school.DoAsync<SealLedger, int>(s => s.ExecuteAsync(CancellationToken.None));

    private Task<LedgerReport> VerifyAsync() => school.DoAsync<VerifyLedger, LedgerReport>(v => v.ExecuteAsync(CancellationToken.None));

    private Task<string?> CompareAsync(LedgerSeal noted) =>
        school.DoAsync<CompareSeal, string?>(v => v.ExecuteAsync(noted.Number, noted.Hash, CancellationToken.None));

    /// <summary>As who owns the tables, with every guard switched off; or, when it is to look like a posting, only against the rules of the house.</summary>
    private async Task ForgeAsync(string sql, bool isPosted = false)
    {
        string[] tables = ["entries", "transactions", "seals", "seal_lines"];
        string[] steps = isPosted ? [sql] : [Switch("DISABLE"), sql, Switch("ENABLE")];
        await using var connection = new NpgsqlConnection(school.Database.OwnerConnection);
        await connection.OpenAsync();
        foreach (var step in steps)
        {
            await using var command = new NpgsqlCommand(step, connection);
            await command.ExecuteNonQueryAsync();
        }

        string Switch(string how) => string.Concat(tables.Select(table => $"ALTER TABLE ledger.{table} {how} TRIGGER USER;"));
    }
}
