using ESchool.Application.Tests.Payments;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Memberships;

/// <summary>Memberships that are taxed: EUR 19.00 a month in Germany, where tax is 19 %.</summary>
public sealed class MembershipTaxTests
{
    [Theory]
    [InlineData("Exclusive", 2_261, 361)]
    [InlineData("Inclusive", 1_900, 303)]
    public async Task TaxIsOwed_AndNeverDivided(string behavior, long charged, long tax)
    {
        await using var school = await TestSchool.OpenAsync(("Tax:Enabled", "true"), ("Tax:Behavior", behavior));
        using var stripe = new StripeEmulator(school.Database);
        var course = await school.OfferedCourseAsync();
        var member = await Member.ComeAsync(school, stripe);
        await member.SubscribeAsync(await school.PlanAsync(), country: "DE");
        await member.JoinAsync(course);
        await member.WatchAsync(course, 0, 60);
        var order = await school.ReadAsync(db => db.Orders.AsNoTracking().SingleAsync());
        Assert.Equal((charged, tax), (order.Charged.MinorUnits, order.TaxMinorUnits));
        Assert.Equal((charged - tax, tax), (await school.DeferredAsync(), await school.HeldByAsync(AccountKind.TaxPayable, Guid.Empty)));

        await school.GiveBackAsync(order, charged / 2);
        Assert.Equal(tax - (tax * (charged / 2) / charged), await school.HeldByAsync(AccountKind.TaxPayable, Guid.Empty));
        await member.AdvanceAsync(TimeSpan.FromDays(32));
        await school.DivideAsync();

        // The second month is deferred; what was left of the first, without tax, is divided.
        var left = charged - (charged / 2) - (tax - (tax * (charged / 2) / charged));
        Assert.Equal(
            (left * 7 / 10, charged - tax),
            (await school.HeldByAsync(AccountKind.InstructorAvailable, course.Instructor.UserId), await school.DeferredAsync())
        );
        await school.RequireSoundLedgerAsync();
    }
}
