using ESchool.Application.Payments.Fees;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>Fees agreed with one instructor, on a course of EUR 49.00; everybody's are 20 %, 3 % and 20 %.</summary>
public sealed class RevenueTermsTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private Actor instructor = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        instructor = await school.InstructorAsync();
        course = await school.PublishedCourseAsync(instructor: instructor);
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AgreedFees_HoldForNewOrders_AndThoseThatWereMadeKeepTheirs()
    {
        var before = await school.BuyAsync(stripe, course: course);
        await AgreeAsync(new FeeSchedule(1_000, 0, 500));
        var after = await school.BuyAsync(stripe, course: course);
        Assert.Equal((2_000, 1_000), (before.PlatformFeeBasisPoints, after.PlatformFeeBasisPoints));
        Assert.Equal((3_920 + 4_410, 0, 0, 0), await school.BalancesAsync(after));
        await school.GiveBackAsync(before);
        Assert.Equal((4_410, 0, 0, 0), await school.BalancesAsync(after));
        await school.GiveBackAsync(after);
        Assert.Equal((0, 0, 0, 0), await school.BalancesAsync(after));
        Assert.Equal(0, await school.HeldByAsync(AccountKind.PlatformRevenue, Guid.Empty));
    }

    [Fact]
    public async Task AgreedFees_AreOneInstructorsOnly()
    {
        await AgreeAsync(new FeeSchedule(1_000, 0, 500));
        Assert.Equal(2_000, (await school.BuyAsync(stripe)).PlatformFeeBasisPoints);
    }

    [Fact]
    public async Task FeesThatAreTakenBack_AreEverybodysAgain_AndTheAuditLogHasBoth()
    {
        var admin = await AgreeAsync(new FeeSchedule(1_000, 0, 500));
        Assert.NotNull((await FeesAsync(instructor)).AgreedAt);
        await AgreeAsync(null, admin);
        Assert.Equal((new FeeSchedule(2_000, 300, 2_000), null), ((await FeesAsync(instructor)).Fees, (await FeesAsync(instructor)).AgreedAt));
        Assert.Equal(2, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.ActorId == admin.UserId && e.Action == "revenue_terms.agree")));
    }

    [Fact]
    public async Task TheFees_AreTheInstructorsOwnBusiness()
    {
        await Refused.WithAsync(InstructorReasons.InstructorNotFound, async () => await FeesAsync(await school.StudentAsync()));
        await Refused.WithAsync(InstructorReasons.InstructorNotFound, async () => await FeesAsync(await school.InstructorAsync()));
        Assert.Equal(2_000, (await FeesAsync(await school.AdminAsync())).Fees.Sale);
    }

    [Fact]
    public async Task TwoAdministratorsAtOnce_LeaveOneAgreement()
    {
        var admin = await school.AdminAsync();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => AgreeAsync(new FeeSchedule(100 * i, 0, 0), admin)));
        Assert.Equal(1, await school.ReadAsync(db => db.RevenueTerms.CountAsync()));
    }

    private async Task<Actor> AgreeAsync(FeeSchedule? fees, Actor? admin = null)
    {
        admin ??= await school.AdminAsync();
        await school.DoAsync<AgreeRevenueTerms>(a => a.ExecuteAsync(admin, instructor.UserId, fees, "By contract.", CancellationToken.None));
        return admin;
    }

    private Task<AgreedFees> FeesAsync(Actor asked) =>
        school.DoAsync<GetRevenueTerms, AgreedFees>(a => a.ExecuteAsync(asked, instructor.UserId, CancellationToken.None));
}
