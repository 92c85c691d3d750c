using ESchool.Domain.Ledger;

namespace ESchool.Domain.Tests.Ledger;

public sealed class SaleReversalTests
{
    [Theory]
    [InlineData(4_900, 3_920, 4_900, 0, 0, 3_920, 0, 980, 0)]
    [InlineData(4_900, 3_920, 1_633, 0, 0, 1_306, 0, 327, 0)]
    [InlineData(4_900, 3_920, 0, 4_900, 0, 3_920, 3_920, 0, 0)]
    [InlineData(4_900, 3_920, 0, 0, 4_900, 3_920, 0, 980, 0)]
    [InlineData(4_900, 3_920, 1_900, 4_900, 0, 3_920, 2_400, 380, 0)]
    [InlineData(4_900, 3_920, 1_900, 0, 4_900, 3_920, 0, 980, 1_900)]
    [InlineData(100, 0, 50, 50, 0, 0, 0, 50, 0)]
    public void AStanding_TakesFromEverybodyTheirPart(
        long gross,
        long share,
        long refunded,
        long disputed,
        long lost,
        long instructor,
        long withheld,
        long revenue,
        long loss
    )
    {
        var taken = SaleReversal.Of(gross, share, new SaleStanding(refunded, disputed, lost));
        Assert.Equal((instructor, withheld, revenue, loss), (taken.Instructor, taken.Withheld, taken.Revenue, taken.Loss));
    }

    /// <summary>EUR 49.00 with 9.31 of tax on top; the instructor earned 39.20, the platform 9.80.</summary>
    [Theory]
    [InlineData(5_831, 0, 0, 3_920, 980, 931)]
    [InlineData(1_633, 0, 0, 1_097, 276, 260)]
    [InlineData(1, 0, 0, 0, 1, 0)]
    [InlineData(5_830, 0, 0, 3_919, 981, 930)]
    [InlineData(0, 5_831, 0, 3_920, 0, 0)]
    [InlineData(0, 0, 5_831, 3_920, 980, 931)]
    [InlineData(1_633, 0, 5_831, 3_920, 980, 931)]
    public void Tax_GoesBackInProportion_OnceTheMoneyIsGoneForGood(long refunded, long disputed, long lost, long instructor, long revenue, long tax)
    {
        var taken = SaleReversal.Of(5_831, 3_920, new SaleStanding(refunded, disputed, lost), tax: 931);
        Assert.Equal((instructor, revenue, tax), (taken.Instructor, taken.Revenue, taken.Tax));
    }

    /// <summary>Whatever happens in whatever order: every step balances, and the sum of the steps is the last standing.</summary>
    [Fact]
    public void RandomHistories_BalanceStepByStep_AndEndWhereTheStandingSays()
    {
        var random = new Random(2026);
        for (var history = 0; history < 20_000; history++)
        {
            var gross = random.NextInt64(1, 1_000_000_000);
            var share = random.NextInt64(0, gross + 1);
            var tax = random.Next(2) * random.NextInt64(0, gross - share + 1);
            var (at, sum) = (default(SaleStanding), default(SaleReversal));
            for (var step = 0; step < 8; step++)
            {
                var next = new SaleStanding(
                    random.NextInt64(gross + 1),
                    random.Next(3) == 0 ? random.NextInt64(gross + 1) : 0,
                    random.Next(3) == 0 ? random.NextInt64(gross + 1) : 0
                );
                var change = SaleReversal.Of(gross, share, next, tax) - SaleReversal.Of(gross, share, at, tax);
                Assert.Equal(0, -change.Paid + change.AtDisputes + change.Revenue + change.Tax + change.Loss + change.Instructor - change.Withheld);
                sum = sum - (default(SaleReversal) - change);
                at = next;
            }

            var end = SaleReversal.Of(gross, share, at, tax);
            Assert.Equal(end, sum);
            Assert.InRange(end.Instructor, 0, share);
            Assert.InRange(end.Withheld, 0, end.Instructor);
            Assert.InRange(end.Tax, 0, tax);

            // Of what is rounded down for two, one minor unit at most is the platform's until all has gone.
            Assert.InRange(end.Revenue, 0, gross - share - tax + Math.Min(tax, 1));
            Assert.True(at.Refunded + at.Lost < gross || end.Revenue == gross - share - tax);
            Assert.True(end.Loss >= 0);
        }
    }
}
