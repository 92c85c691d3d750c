using ESchool.Domain.Memberships;

namespace ESchool.Domain.Tests.Memberships;

/// <summary>What a subscription opens, by what Stripe says.</summary>
public sealed class SubscriptionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddMonths(1);
    private static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    [Theory]
    [InlineData(SubscriptionState.Trialing, false, 38)]
    [InlineData(SubscriptionState.Active, false, 38)]
    [InlineData(SubscriptionState.Active, true, 31)]
    [InlineData(SubscriptionState.PastDue, false, 7)]
    [InlineData(SubscriptionState.PastDue, true, 7)]
    [InlineData(SubscriptionState.Unpaid, false, 0)]
    [InlineData(SubscriptionState.Canceled, true, 0)]
    [InlineData(SubscriptionState.Pending, false, 0)]
    [InlineData(SubscriptionState.Expired, false, 0)]
    public void ItIsOpen_ForSoManyDays(SubscriptionState state, bool cancels, int days)
    {
        var subscription = NewSubscription();
        subscription.Follow("sub_1", new SubscriptionStanding(state, PlanId: null, Start, End, cancels, EndedAt: null), Grace);
        Assert.Equal(days > 0, subscription.Open(Start));
        Assert.Equal(days > 0, subscription.Open(Start.AddDays(days).AddSeconds(-1)));
        Assert.False(subscription.Open(Start.AddDays(days)));
    }

    [Fact]
    public void ASecondSubscriptionAtStripe_IsNotThisOne()
    {
        var subscription = NewSubscription();
        var standing = new SubscriptionStanding(SubscriptionState.Active, null, Start, End, false, null);
        subscription.Follow("sub_1", standing, Grace);
        Assert.Throws<InvalidOperationException>(() => subscription.Follow("sub_2", standing, Grace));
    }

    [Fact]
    public void OnceItHasBegun_ItDoesNotExpire()
    {
        var (left, begun) = (NewSubscription(), NewSubscription());
        begun.Follow("sub_1", new SubscriptionStanding(SubscriptionState.Pending, null, Start, End, false, null), Grace);
        left.Expire(Start);
        begun.Expire(Start);
        Assert.Equal((SubscriptionState.Expired, SubscriptionState.Pending), (left.State, begun.State));
        Assert.Null(begun.GrantSource);
    }

    private static Subscription NewSubscription() => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), trialDays: 0, "", Start);
}
