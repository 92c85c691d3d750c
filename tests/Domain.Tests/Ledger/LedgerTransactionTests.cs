using CsCheck;
using ESchool.Domain.Ledger;

namespace ESchool.Domain.Tests.Ledger;

public sealed class LedgerTransactionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ASale_OfAnyPriceAndFees_BalancesAndSplitsToTheLastMinorUnit() =>
        Gen.Select(Gen.Long[1, 100_000_000], Gen.Int[0, 10_000])
            .Sample(
                (price, basisPoints) =>
                {
                    var gross = new Money(price, "EUR");
                    var split = SaleSplit.Of(gross, basisPoints);
                    return split.PlatformFee + split.InstructorShare == gross && split.InstructorShare.MinorUnits >= 0;
                }
            );

    [Fact]
    public void ASaleWithTax_IsSharedAsOneWithout_AndTaxIsNobodysShare() =>
        Gen.Select(Gen.Long[1, 100_000_000], Gen.Long[0, 30_000_000], Gen.Int[0, 10_000])
            .Sample(
                (price, owed, basisPoints) =>
                {
                    var (net, tax) = (new Money(price, "EUR"), new Money(owed, "EUR"));
                    var (taxed, plain) = (SaleSplit.Of(net + tax, basisPoints, tax: tax), SaleSplit.Of(net, basisPoints));
                    return taxed.InstructorShare == plain.InstructorShare
                        && taxed.PlatformFee == plain.PlatformFee
                        && taxed.PlatformFee + taxed.InstructorShare + taxed.Tax == taxed.Gross;
                }
            );

    [Fact]
    public void RandomHistories_KeepBalancesEqualToTheSumsOfEntries() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Long[-1_000_000, 1_000_000])
            .Array[1, 100]
            .Sample(postings =>
            {
                var accounts = Enumerable.Range(0, 4).Select(i => new LedgerAccount(AccountKind.StripeClearing + i, Guid.Empty, "EUR")).ToList();
                var transactions = postings
                    .Where(p => p.Item1 != p.Item2 && p.Item3 != 0)
                    .Select(
                        (p, i) =>
                            LedgerTransaction.Post(TransactionKind.Sale, $"orders/{i}", [(accounts[p.Item1], p.Item3), (accounts[p.Item2], -p.Item3)], Now)
                    )
                    .ToList();
                var entries = transactions.SelectMany(t => t.Entries).ToLookup(e => e.AccountId);
                return accounts.Sum(a => a.BalanceMinorUnits) == 0 && accounts.All(a => a.BalanceMinorUnits == entries[a.Id].Sum(e => e.AmountMinorUnits));
            });

    [Fact]
    public void LinesThatDoNotBalance_AreABug()
    {
        var (left, right) = (
            new LedgerAccount(AccountKind.StripeClearing, Guid.Empty, "EUR"),
            new LedgerAccount(AccountKind.PlatformRevenue, Guid.Empty, "EUR")
        );
        Assert.Throws<InvalidOperationException>(() => LedgerTransaction.Post(TransactionKind.Sale, "orders/1", [(left, 100), (right, -99)], Now));
        Assert.Equal(0, left.BalanceMinorUnits);
    }

    [Fact]
    public void LinesInTwoCurrencies_AreABug()
    {
        var (left, right) = (
            new LedgerAccount(AccountKind.StripeClearing, Guid.Empty, "EUR"),
            new LedgerAccount(AccountKind.PlatformRevenue, Guid.Empty, "USD")
        );
        Assert.Throws<InvalidOperationException>(() => LedgerTransaction.Post(TransactionKind.Sale, "orders/1", [(left, 100), (right, -100)], Now));
    }
}
