using ESchool.Application.Ledger;
using ESchool.Application.Ledger.Booking;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Bench.Measures.Ledger;

/// <summary>
/// Postings to the ledger, each durable when it is answered, by 16 callers: between accounts of many instructors, and sales, which all touch the platform's
/// accounts. The product's use cases run in this process (nothing calls them over a network); pgbench sends the statements they send.
/// </summary>
internal sealed class LedgerMeasure : IMeasure
{
    private const int Callers = 16;
    private const int SalesTogether = 50;

    public string Name => "ledger";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var school = TestSchool.On(database);
        await LedgerSeed.InstructorsAsync(database);
        await LedgerSeed.HistoryAsync(database, LedgerSeed.Novice, transactions: 500);
        await LedgerSeed.HistoryAsync(database, LedgerSeed.Veteran, transactions: options.Quick ? 10_000 : 500_000);
        var posted = await database.AskAsync<long>("SELECT count(*) FROM ledger.transactions");

        var spread = await Rounds.RunAsync(
            options,
            [
                new Contender("E-School, spread accounts", (time, token) => PostAsync(1, ReleaseAsync, time, token)),
                new Contender("pgbench, spread accounts", (time, token) => PgbenchAsync(LedgerStatements.Release, time, token)),
            ],
            cancellationToken
        );
        var hot = await Rounds.RunAsync(
            options,
            [
                new Contender("E-School, sales one by one", (time, token) => PostAsync(1, services => SellAsync(services, 1), time, token)),
                new Contender(
                    $"E-School, {SalesTogether} sales together",
                    (time, token) => PostAsync(SalesTogether, services => SellAsync(services, SalesTogether), time, token)
                ),
                new Contender("pgbench, sales one by one", (time, token) => PgbenchAsync(LedgerStatements.Sale, time, token)),
            ],
            cancellationToken
        );
        var balances = await Rounds.RunAsync(
            options,
            [
                new Contender("balance, 1 k entries", (time, token) => ReadBalanceAsync(LedgerSeed.Novice, time, token)),
                new Contender("balance, 1 M entries", (time, token) => ReadBalanceAsync(LedgerSeed.Veteran, time, token)),
            ],
            cancellationToken
        );
        foreach (var rounds in new[] { spread, hot, balances })
        {
            findings.Add(rounds);
        }

        await CheckAsync(database, posted);
        findings.AtLeast(
            "postings a second on spread accounts, to pgbench",
            spread.Ratio("E-School, spread accounts", "pgbench, spread accounts", s => s.PerSecond),
            0.5
        );
        findings.AtLeast("sales a second, to pgbench", hot.Ratio("E-School, sales one by one", "pgbench, sales one by one", s => s.PerSecond), 0.5);
        findings.AtLeast(
            "sales a second, together to one by one",
            hot.Ratio($"E-School, {SalesTogether} sales together", "E-School, sales one by one", s => s.PerSecond),
            8
        );
        findings.AtMost("time of a balance, 1 M entries to 1 k", balances.Ratio("balance, 1 M entries", "balance, 1 k entries", s => s.P50), 1.3);

        Task<Sample> PostAsync(int many, Func<IServiceProvider, Task> post, TimeSpan time, CancellationToken token) =>
            Load.MeasureAsync(
                Callers,
                async () =>
                {
                    await school.DoAsync<IServiceProvider>(services =>
                        services.GetRequiredService<SchoolDbContext>().InTransactionAsync(() => post(services), CancellationToken.None)
                    );
                    Interlocked.Add(ref posted, many);
                    return many;
                },
                time,
                token
            );

        async Task<Sample> PgbenchAsync(string script, TimeSpan time, CancellationToken token)
        {
            var sample = await Pgbench.MeasureAsync(database, script, Callers, time, token);
            posted += sample.Count;
            return sample;
        }

        Task<Sample> ReadBalanceAsync(Guid instructor, TimeSpan time, CancellationToken token) =>
            Load.MeasureAsync(
                1,
                async () =>
                {
                    var balance = await school.DoAsync<GetBalance, IReadOnlyList<BalanceView>>(g =>
                        g.ExecuteAsync(new Actor(instructor, Guid.Empty, Roles.Instructor), CancellationToken.None)
                    );
                    Findings.Require(balance.Single().Held.MinorUnits > 0, "The balance is not there.");
                    return 1;
                },
                time,
                token
            );
    }

    private static Task ReleaseAsync(IServiceProvider services)
    {
        var instructor = LedgerSeed.Instructor(Random.Shared.Next(LedgerSeed.Instructors) + 1);
        return services
            .GetRequiredService<LedgerPostings>()
            .PostAsync(
                [
                    new Posting(
                        TransactionKind.HoldRelease,
                        $"orders/{Guid.NewGuid()}",
                        new(new AccountName(AccountKind.InstructorHeld, instructor, "EUR"), 1),
                        new(new AccountName(AccountKind.InstructorAvailable, instructor, "EUR"), -1)
                    ),
                ],
                CancellationToken.None
            );
    }

    private static Task SellAsync(IServiceProvider services, int count)
    {
        var split = SaleSplit.Of(new Money(4_900, "EUR"), 2_000);
        var settlement = new Settlement(split.Gross, new Money(172, "EUR"));
        var sales = Enumerable
            .Range(0, count)
            .Select(_ => new Sale(Guid.NewGuid(), LedgerSeed.Instructor(Random.Shared.Next(LedgerSeed.Instructors) + 1), split, settlement));
        return services.GetRequiredService<RecordSale>().ExecuteAsync([.. sales], CancellationToken.None);
    }

    private static async Task CheckAsync(TestDatabase database, long posted)
    {
        Findings.Require(
            await database.AskAsync<long>("SELECT count(*) FROM ledger.transactions") == posted,
            "Not everything that was answered was posted, or more was."
        );
        Findings.Require(
            await database.AskAsync<long>(
                "SELECT count(*) FROM (SELECT FROM ledger.entries GROUP BY transaction_id HAVING sum(amount_minor_units) <> 0 OR count(*) < 2) AS wrong"
            ) == 0,
            "A transaction does not balance."
        );
        Findings.Require(
            await database.AskAsync<long>(
                """
                SELECT count(*) FROM ledger.accounts a LEFT JOIN (SELECT account_id, sum(amount_minor_units) AS sum FROM ledger.entries
                    GROUP BY account_id) e ON e.account_id = a.id
                WHERE a.balance_minor_units <> coalesce(e.sum, 0)
                """
            ) == 0,
            "A balance is not the sum of its entries."
        );
    }
}
