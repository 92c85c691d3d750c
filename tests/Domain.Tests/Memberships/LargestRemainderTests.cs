using ESchool.Domain.Memberships;

namespace ESchool.Domain.Tests.Memberships;

public sealed class LargestRemainderTests
{
    [Theory]
    [InlineData(1_330, new long[] { 60, 30 }, new long[] { 887, 443 })]
    [InlineData(100, new long[] { 1, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(2, new long[] { 1, 1, 1 }, new long[] { 1, 1, 0 })]
    [InlineData(10, new long[] { 1, 999_999 }, new long[] { 0, 10 })]
    [InlineData(0, new long[] { 5, 7 }, new long[] { 0, 0 })]
    [InlineData(7, new long[] { 3 }, new long[] { 7 })]
    public void Parts_FollowTheWeights(long amount, long[] weights, long[] parts) => Assert.Equal(parts, LargestRemainder.Divide(amount, weights));

    [Fact]
    public void NobodyGetsNothingOfNothing() => Assert.Empty(LargestRemainder.Divide(0, []));

    [Fact]
    public void OfAnyAmount_NothingIsLeftOver_AndNobodyIsOffByAMinorUnit()
    {
        var random = new Random(20);
        for (var i = 0; i < 20_000; i++)
        {
            var amount = random.NextInt64(0, i % 2 == 0 ? 100 : long.MaxValue);
            var weights = Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.NextInt64(1, i % 3 == 0 ? 5 : 1_000_000_000)).ToArray();
            var parts = LargestRemainder.Divide(amount, weights);
            Assert.Equal(amount, parts.Aggregate(Int128.Zero, (sum, part) => sum + part));
            var all = weights.Aggregate(Int128.Zero, (sum, weight) => sum + weight);
            Assert.All(parts.Zip(weights), pair => Assert.InRange(pair.First - (long)((Int128)amount * pair.Second / all), 0, 1));
        }
    }
}
