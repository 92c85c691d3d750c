using ESchool.Application.Ledger.Booking;
using ESchool.Data;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Ledger;

/// <summary>A hundred thousand random postings of four callers at once, beside a model that adds up.</summary>
public sealed class LedgerHistoryTests
{
    private const int Callers = 4;
    private const int Batches = 50;
    private const int Postings = 500;

    [Fact]
    public async Task RandomPostings_LeaveSumsAtZero_AndEveryBalanceWhereTheModelHasIt()
    {
        await using var school = await TestSchool.OpenAsync();
        var instructors = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToList();
        var models = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => PlayAsync(school, instructors, new Random(caller)))));

        var expected = models.SelectMany(model => model).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        var accounts = await school.ReadAsync(db => db.LedgerAccounts.AsNoTracking().ToListAsync());
        Assert.Equal(
            expected.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal),
            accounts
                .Where(a => a.BalanceMinorUnits != 0)
                .ToDictionary(a => new AccountName(a.Kind, a.OwnerId, a.Currency), a => a.BalanceMinorUnits)
                .OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
        );
        Assert.Equal(0, await school.ReadAsync(db => db.LedgerEntries.SumAsync(e => e.AmountMinorUnits)));
        Assert.Equal(Callers * Batches * Postings, await school.ReadAsync(db => db.LedgerTransactions.CountAsync()));
        var drift = await school.ReadAsync(db =>
            db.Database.SqlQuery<int>(
                    $"""
                    SELECT count(*)::int AS "Value" FROM ledger.accounts a
                    WHERE a.balance_minor_units <> (SELECT coalesce(sum(e.amount_minor_units), 0) FROM ledger.entries e WHERE e.account_id = a.id)
                    """
                )
                .SingleAsync()
        );
        Assert.Equal(0, drift);
    }

    /// <summary>Sales into held accounts, and moves between the accounts of an instructor as far as the caller knows that there is something.</summary>
    private static async Task<Dictionary<AccountName, long>> PlayAsync(TestSchool school, List<Guid> instructors, Random random)
    {
        AccountKind[] own = [AccountKind.InstructorHeld, AccountKind.InstructorAvailable, AccountKind.InstructorReserved, AccountKind.InstructorDisputed];
        var model = new Dictionary<AccountName, long>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var postings = Enumerable.Range(0, Postings).Select(_ => Next()).ToList();
            await using var scope = school.Services.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<SchoolDbContext>()
                .InTransactionAsync(
                    () => scope.ServiceProvider.GetRequiredService<LedgerPostings>().PostAsync(postings, CancellationToken.None),
                    CancellationToken.None
                );
        }

        return model;

        Posting Next()
        {
            var (instructor, currency) = (instructors[random.Next(instructors.Count)], random.Next(4) == 0 ? "JPY" : "EUR");
            var (from, to) = (
                new AccountName(own[random.Next(own.Length)], instructor, currency),
                new AccountName(own[random.Next(own.Length)], instructor, currency)
            );
            var there = -model.GetValueOrDefault(from);
            return from == to || there == 0 ? Sale(instructor, currency) : Of(TransactionKind.HoldRelease, (from, random.NextInt64(1, there + 1)), to);
        }

        Posting Sale(Guid instructor, string currency) =>
            Of(
                TransactionKind.Sale,
                (AccountName.Platform(AccountKind.StripeClearing, currency), random.NextInt64(1, 1_000_000)),
                new AccountName(AccountKind.InstructorHeld, instructor, currency)
            );

        Posting Of(TransactionKind kind, (AccountName Account, long MinorUnits) debit, AccountName credit)
        {
            model[debit.Account] = model.GetValueOrDefault(debit.Account) + debit.MinorUnits;
            model[credit] = model.GetValueOrDefault(credit) - debit.MinorUnits;
            return new Posting(kind, $"tests/{Guid.NewGuid()}", new(debit.Account, debit.MinorUnits), new(credit, -debit.MinorUnits));
        }
    }
}
