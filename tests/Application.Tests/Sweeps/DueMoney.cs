using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>Sales and payouts that are due.</summary>
internal static class DueMoney
{
    public static async Task<DueRows> EarningsAsync(TestSchool school, StripeEmulator stripe)
    {
        var course = await school.PublishedCourseAsync();
        Guid[] orders = [(await school.SellAsync(course)).Id, (await school.SellAsync(course)).Id];
        school.Clock.Advance(TimeSpan.FromDays(31));
        return DueRows.Of(orders.Order(), id => school.ReadAsync(db => db.Earnings.AnyAsync(e => e.OrderId == id && e.ReleasedAt != null)));
    }

    public static async Task<DueRows> OpenPagesAsync(TestSchool school, StripeEmulator stripe)
    {
        var course = await school.PublishedCourseAsync();
        Guid[] orders = [await OpenPageAsync(school, course), await OpenPageAsync(school, course)];
        await school.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None));
        var due = DueRows.Of(orders.Order(), id => school.ReadAsync(db => db.Orders.AnyAsync(o => o.Id == id && o.State == OrderState.Expired)));
        return due with { CourseId = course.Id };
    }

    public static async Task<DueRows> WaitingPayoutsAsync(TestSchool school, StripeEmulator stripe)
    {
        Guid[] payouts = [await ApprovedPayoutAsync(school, stripe), await ApprovedPayoutAsync(school, stripe)];
        foreach (var payout in payouts)
        {
            await TransferAsync(school, payout, PayoutState.Approved);
        }

        await stripe.FundAsync(50_000);
        school.Clock.Advance(TimeSpan.FromMinutes(11));
        return DueRows.Of(payouts, id => IsPaidAsync(school, id));
    }

    public static async Task<DueRows> UncertainPayoutsAsync(TestSchool school, StripeEmulator stripe)
    {
        await stripe.FundAsync(50_000);
        Guid[] payouts = [await ApprovedPayoutAsync(school, stripe), await ApprovedPayoutAsync(school, stripe)];
        foreach (var payout in payouts)
        {
            await stripe.DisturbAsync("POST", "/v1/transfers", new { type = "drop_after" });
            await TransferAsync(school, payout, PayoutState.Uncertain);
        }

        return DueRows.Of(payouts.Order(), id => IsPaidAsync(school, id));
    }

    /// <summary>What there is on the first of the next month; a row is an account.</summary>
    public static async Task<DueRows> MonthlyEarningsAsync(TestSchool school, StripeEmulator stripe)
    {
        var now = school.Clock.GetUtcNow();
        school.Clock.Advance(new DateTimeOffset(now.Year, now.Month, 1, 1, 0, 0, TimeSpan.Zero).AddMonths(1) - now);
        foreach (var instructor in new[] { await EarnedAsync(school, stripe), await EarnedAsync(school, stripe) })
        {
            await school.DoAsync<SetPayoutSchedule>(s => s.ExecuteAsync(instructor, PayoutSchedule.Monthly, CancellationToken.None));
        }

        var accounts = await school.ReadAsync(db => db.LedgerAccounts.Where(a => a.Kind == AccountKind.InstructorAvailable).Select(a => a.Id).ToListAsync());
        return DueRows.Of(
            accounts.Order(),
            id => school.ReadAsync(db => db.LedgerAccounts.AnyAsync(a => a.Id == id && db.Payouts.Any(p => p.InstructorId == a.OwnerId)))
        );
    }

    private static async Task<Guid> OpenPageAsync(TestSchool school, PublishedTestCourse course)
    {
        var (student, page) = (await school.StudentAsync(), new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/"));
        var order = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(student, Guid.NewGuid(), ItemId.Course(course.Id), "", page, CancellationToken.None)
        );
        return order.Id;
    }

    private static async Task<Actor> EarnedAsync(TestSchool school, StripeEmulator stripe)
    {
        var instructor = await school.InstructorAsync();
        await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync("AT"));
        await school.EarnAsync(instructor, 5_000);
        return instructor;
    }

    private static async Task<Guid> ApprovedPayoutAsync(TestSchool school, StripeEmulator stripe)
    {
        var (instructor, admin) = (await EarnedAsync(school, stripe), await school.AdminAsync());
        var payout = await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(5_000, "EUR"), CancellationToken.None));
        await school.DoAsync<ReviewPayout>(r => r.ExecuteAsync(admin, payout.Id, approve: true, "", CancellationToken.None));
        return payout.Id;
    }

    private static async Task TransferAsync(TestSchool school, Guid payout, PayoutState expected) =>
        Assert.Equal(expected, (await school.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(payout, CancellationToken.None))).State);

    private static Task<bool> IsPaidAsync(TestSchool school, Guid payout) =>
        school.ReadAsync(db => db.Payouts.AnyAsync(p => p.Id == payout && p.State == PayoutState.Paid));
}
