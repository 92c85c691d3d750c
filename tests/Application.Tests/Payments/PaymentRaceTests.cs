using System.Collections.Concurrent;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.StripeEvents;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments;

/// <summary>Money, by the hundred and at once.</summary>
public sealed class PaymentRaceTests : IAsyncLifetime
{
    private static readonly ParallelOptions Four = new() { MaxDegreeOfParallelism = 4 };

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        stripe = new StripeEmulator(school.Database);
        course = await school.PublishedCourseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await school.RequireSoundLedgerAsync();
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AThousandRefunds_EachHeardOfFiveTimesAtOnce_AreAThousand()
    {
        const int Orders = 20,
            Each = 50;
        var sold = new List<Order>();
        for (var i = 0; i < Orders; i++)
        {
            sold.Add(await school.SellAsync(course));
        }

        await Parallel.ForEachAsync(
            sold.SelectMany(order => Enumerable.Repeat(order, Each)),
            Four,
            async (order, _) =>
            {
                var report = SoldCourses.RefundOf(order, 7);
                await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => school.HearAsync(report))));
            }
        );
        Assert.Equal(Orders * Each, await school.ReadAsync(db => db.Refunds.CountAsync()));
        Assert.Equal(Orders * Each, await school.ReadAsync(db => db.LedgerTransactions.CountAsync(t => t.Kind == TransactionKind.Refund)));
        Assert.All(await school.ReadAsync(db => db.Orders.Select(o => o.RefundedMinorUnits).ToListAsync()), refunded => Assert.Equal(7 * Each, refunded));
    }

    [Fact]
    public async Task FiveHundredRefundsRacingPayouts_PayOutNothingThatIsNotThere()
    {
        var instructor = course.Instructor;
        await school.ReadyPayoutAccountAsync(instructor, await stripe.ReadyAccountAsync());
        for (var round = 0; round < 500; round++)
        {
            var order = await school.SellAsync(course);
            await school.ReleaseAsync(order);
            var before = await school.BalancesAsync(order);
            var refund = school.HearAsync(SoldCourses.RefundOf(order, 4_900));
            var payout = Record
                .ExceptionAsync(() =>
                    school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(before.Available, "EUR"), CancellationToken.None))
                )
                .AsTask();
            await Task.WhenAll(refund, payout);
            var after = await school.BalancesAsync(order);

            // The share is gone from what was available, or, when the payout was faster, owed.
            Assert.Equal(
                await payout is null ? (0, before.Receivable + 3_920) : (before.Available - 3_920, before.Receivable),
                (after.Available, after.Receivable)
            );
            await TakeBackAsync(instructor);
        }
    }

    [Fact]
    public async Task FourRequestsAtOnce_OfTwoHundredInstructors_OverdrawNobody()
    {
        var instructors = new ConcurrentBag<Actor>();
        await Parallel.ForAsync(
            0,
            200,
            Four,
            async (_, _) =>
            {
                var own = await school.PublishedCourseAsync();
                await school.ReadyPayoutAccountAsync(own.Instructor, $"acct_{Guid.NewGuid():N}");
                await school.SellAsync(own);
                instructors.Add(own.Instructor);
            }
        );
        school.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(200, await school.DoAsync<ReleaseHolds, int>(r => r.ExecuteAsync(CancellationToken.None)));
        await Parallel.ForEachAsync(
            instructors,
            Four,
            async (instructor, _) =>
            {
                var faults = await Task.WhenAll(
                    Enumerable
                        .Range(0, 4)
                        .Select(_ =>
                            Record
                                .ExceptionAsync(() =>
                                    school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(3_000, "EUR"), CancellationToken.None))
                                )
                                .AsTask()
                        )
                );
                Assert.Single(faults, fault => fault is null);
            }
        );
        Assert.Equal(
            200,
            await school.ReadAsync(db => db.LedgerAccounts.CountAsync(a => a.Kind == AccountKind.InstructorAvailable && a.BalanceMinorUnits == -920))
        );
    }

    [Fact]
    public async Task DroppedWebhooks_AreFoundByTheSweep()
    {
        const int Orders = 50;
        await Parallel.ForAsync(0, Orders, Four, async (_, _) => await school.BuyAsync(stripe, course: course, isSettled: false));
        var events = await stripe.ListAsync("events?type=checkout.session.completed");
        Assert.Equal(Orders, events.Count);
        foreach (var arrived in events.Where((_, i) => i % 10 != 0))
        {
            await school.DoAsync<ReceiveStripeEvent>(r =>
                r.StoreAsync(arrived.GetProperty("id").GetString()!, "checkout.session.completed", arrived.GetRawText(), CancellationToken.None)
            );
        }

        Assert.Equal(Orders / 10, await school.DoAsync<SweepStripeEvents, int>(s => s.ExecuteAsync(CancellationToken.None)));
        foreach (var id in await school.ReadAsync(db => db.StripeEvents.Select(e => e.Id).ToListAsync()))
        {
            await school.DoAsync<ProcessStripeEvent>(p => p.ExecuteAsync(id, CancellationToken.None));
        }

        Assert.Equal(Orders, await school.ReadAsync(db => db.Orders.CountAsync(o => o.State == OrderState.Paid)));
    }

    private async Task TakeBackAsync(Actor instructor)
    {
        foreach (
            var id in await school.ReadAsync(db =>
                db.Payouts.Where(p => p.InstructorId == instructor.UserId && p.State == PayoutState.Requested).Select(p => p.Id).ToListAsync()
            )
        )
        {
            await school.DoAsync<CancelPayout>(c => c.ExecuteAsync(instructor, id, CancellationToken.None));
        }
    }
}
