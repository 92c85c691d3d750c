using ESchool.Domain.Payments.Coupons;

namespace ESchool.Domain.Tests.Payments;

public sealed class CouponTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Money Minimum = new(100, "EUR");

    [Theory]
    [InlineData(2_000, null, 4_900, 980, null)]
    [InlineData(3_333, null, 4_900, 1_633, null)]
    [InlineData(0, 1_000L, 4_900, 1_000, null)]
    [InlineData(0, 9_900L, 4_900, 4_900, null)]
    [InlineData(10_000, null, 4_900, 4_900, null)]
    [InlineData(9_900, null, 4_900, 4_800, null)]
    [InlineData(5_000, null, 100, 0, CouponObstacle.NothingOff)]
    [InlineData(5_000, null, 0, 0, CouponObstacle.NothingOff)]
    public void ACouponOfAnInstructor_LeavesNothingOrTheMinimum(int basisPoints, long? amount, long price, long off, CouponObstacle? obstacle)
    {
        var coupon = Of(DiscountBearer.Instructor, new Discount(basisPoints, amount is { } a ? new Money(a, "EUR") : null));
        Assert.Equal((new Money(off, "EUR"), obstacle), coupon.Apply(new Money(price, "EUR"), Minimum, 0, Now));
    }

    [Theory]
    [InlineData(333, 15_500, "KWD", 1_000, 14_980)]
    [InlineData(9_990, 7_800, "JPY", 50, 50)]
    [InlineData(6_000, 100, "JPY", 50, 50)]
    [InlineData(10_000, 15_500, "KWD", 1_000, 0)]
    public void WhatACouponLeaves_CanBeCharged(int basisPoints, long price, string currency, long minimum, long left)
    {
        var coupon = Of(DiscountBearer.Instructor, new Discount(basisPoints, null));
        var (off, obstacle) = coupon.Apply(new Money(price, currency), new Money(minimum, currency), 0, Now);
        Assert.Equal((left, null), (price - off.MinorUnits, obstacle));
    }

    [Fact]
    public void APromotionOfThePlatform_LeavesTheMinimum()
    {
        var coupon = Of(DiscountBearer.Platform, new Discount(10_000, null));
        Assert.Equal((new Money(4_800, "EUR"), null), coupon.Apply(new Money(4_900, "EUR"), Minimum, 0, Now));
    }

    [Fact]
    public void ACoupon_HoldsInItsTimeForItsNumberAndInItsCurrency()
    {
        var terms = new CouponTerms(null, null, Now, Now.AddDays(1), MaximumRedemptions: 2, MaximumPerStudent: 1);
        var coupon = new Coupon(Guid.NewGuid(), " spring-26 ", new Discount(0, new Money(500, "EUR")), terms, DiscountBearer.Instructor, Now);
        Assert.Equal("SPRING-26", coupon.Code);
        Assert.Equal(CouponObstacle.NotStarted, At(Now.AddSeconds(-1)));
        Assert.Null(At(Now));
        Assert.Equal(CouponObstacle.Ended, At(Now.AddDays(1)));
        Assert.Equal(CouponObstacle.UsedByStudent, At(Now, used: 1));
        Assert.Equal(CouponObstacle.OtherCurrency, At(Now, currency: "USD"));
        coupon.Reserve();
        Assert.Null(At(Now));
        coupon.Reserve();
        Assert.Equal(CouponObstacle.UsedUp, At(Now));
        coupon.Release();
        Assert.Null(At(Now));

        CouponObstacle? At(DateTimeOffset time, int used = 0, string currency = "EUR") =>
            coupon.Apply(new Money(4_900, currency), Minimum with { CurrencyCode = currency }, used, time).Obstacle;
    }

    [Fact]
    public void ACoupon_IsForItsCourseAndItsInstructor_UntilItIsDisabled()
    {
        var (course, instructor) = (Guid.NewGuid(), Guid.NewGuid());
        var coupon = new Coupon(
            instructor,
            "CODE",
            new Discount(1_000, null),
            new CouponTerms(course, instructor, Now, null, null, 1),
            DiscountBearer.Instructor,
            Now
        );
        Assert.True(coupon.IsFor(course, instructor));
        Assert.False(coupon.IsFor(Guid.NewGuid(), instructor));
        Assert.False(coupon.IsFor(course, Guid.NewGuid()));
        coupon.Disable(Now);
        Assert.False(coupon.IsFor(course, instructor));
    }

    private static Coupon Of(DiscountBearer bearer, Discount discount) =>
        new(Guid.NewGuid(), "CODE", discount, new CouponTerms(null, null, Now, null, null, 1), bearer, Now);
}
