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
        long gross, long share, long refunded, long disputed, long lost, long instructor, long withheld, long revenue, long loss)
    {
        var taken = SaleReversal.Of(gross, share, new SaleStanding(refunded, disputed, lost));
        Assert.Equal((instructor, withheld, revenue, loss), (taken.Instructor, taken.Withheld, taken.Revenue, taken.Loss));
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
            var (at, sum) = (default(SaleStanding), default(SaleReversal));
            for (var step = 0; step < 8; step++)
            {
                var next = new SaleStanding(random.NextInt64(gross + 1), random.Next(3) == 0 ? random.NextInt64(gross + 1) : 0, random.Next(3) == 0 ? random.NextInt64(gross + 1) : 0);
                var change = SaleReversal.Of(gross, share, next) - SaleReversal.Of(gross, share, at);
                Assert.Equal(0, -change.Paid + change.AtDisputes + change.Revenue + change.Loss + change.Instructor - change.Withheld);
                sum = sum - (default(SaleReversal) - change);
                at = next;
            }

            var end = SaleReversal.Of(gross, share, at);
            Assert.Equal(end, sum);
            Assert.InRange(end.Instructor, 0, share);
            Assert.InRange(end.Withheld, 0, end.Instructor);
            Assert.InRange(end.Revenue, 0, gross - share);
            Assert.True(end.Loss >= 0);
        }
    }
}
