using ESchool.Domain.Administration.Settings;

namespace ESchool.Domain.Tests.Administration;

public sealed class FeatureFlagTests
{
    private const int People = 20_000;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(2_500)]
    [InlineData(10_000)]
    public void ARollout_ReachesThatPartOfThePeople(int basisPoints)
    {
        var share = PeopleWith("new-player", basisPoints).Count / (double)People;

        // Six standard deviations of a fair draw.
        var spread = 6 * Math.Sqrt(basisPoints / 10_000d * (1 - basisPoints / 10_000d) / People);
        Assert.InRange(share, basisPoints / 10_000d - spread, basisPoints / 10_000d + spread);
    }

    [Fact]
    public void WhoHasIt_KeepsIt_WhenItIsRolledOutFurther() => Assert.Superset(PeopleWith("new-player", 1_000), PeopleWith("new-player", 2_000));

    [Fact]
    public void Flags_ChooseDifferentPeople()
    {
        var (one, other) = (PeopleWith("new-player", 5_000), PeopleWith("new-search", 5_000));
        Assert.InRange(one.Intersect(other).Count() / (double)People, 0.22, 0.28);
    }

    [Theory]
    [InlineData(214, false)]
    [InlineData(215, true)]
    public void TheAnswer_IsTheSameOnEveryMachine(int basisPoints, bool isOn) =>
        Assert.Equal(isOn, FeatureFlag.IsOn("new-player", basisPoints, new Guid("01890a5d-ac96-774b-bcce-b302099a8057")));

    private static HashSet<Guid> PeopleWith(string flag, int basisPoints) =>
        [.. Enumerable.Range(0, People).Select(i => new Guid(i, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8)).Where(person => FeatureFlag.IsOn(flag, basisPoints, person))];
}
