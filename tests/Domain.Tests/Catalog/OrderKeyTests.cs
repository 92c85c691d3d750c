using ESchool.Domain.Catalog;

namespace ESchool.Domain.Tests.Catalog;

public sealed class OrderKeyTests
{
    [Fact]
    public void AKey_StandsBetweenItsNeighbours_WhereverItIsPut()
    {
        var random = new Random(1);
        var keys = new List<string>();
        for (var i = 0; i < 5_000; i++)
        {
            var place = random.Next(keys.Count + 1);
            keys.Insert(place, OrderKey.Between(place > 0 ? keys[place - 1] : null, place < keys.Count ? keys[place] : null));
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal).Distinct(), keys);
        Assert.All(keys, key => Assert.True(key.Length <= 12, key));
    }

    [Fact]
    public void Appending_AndPuttingBeforeAll_KeepsKeysShort()
    {
        string? last = null,
            first = null;
        for (var i = 0; i < 10_000; i++)
        {
            var (after, before) = (OrderKey.Between(last, null), OrderKey.Between(null, first));
            Assert.True(last is null || string.CompareOrdinal(last, after) < 0);
            Assert.True(first is null || string.CompareOrdinal(before, first) < 0);
            (last, first) = (after, before);
        }

        Assert.True(last!.Length <= 5, last);
        Assert.True(first!.Length <= 5, first);
    }

    /// <summary>The worst there is: always into the same gap. It costs a letter for every five or six moves.</summary>
    [Fact]
    public void TheSameGap_TakesAsManyAsOneLikes()
    {
        var (low, high) = (OrderKey.Between(null, null), OrderKey.Between("a0", null));
        for (var i = 0; i < 1_000; i++)
        {
            var key = OrderKey.Between(low, high);
            Assert.True(string.CompareOrdinal(low, key) < 0 && string.CompareOrdinal(key, high) < 0);
            (low, high) = i % 2 == 0 ? (key, high) : (low, key);
        }

        Assert.True(low.Length < 400, low);
    }

    [Fact]
    public void NeighboursInTheWrongOrder_AreRefused() => Assert.Throws<ArgumentException>(() => OrderKey.Between("a1", "a0"));

    [Fact]
    public void ASequence_IsInOrder() => Assert.Equal(["a0", "a1", "a2"], OrderKey.Sequence(3));
}
