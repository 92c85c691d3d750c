using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Connect;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Payouts;

/// <summary>
/// What may happen to an instructor's money, at random: sales, releases, refunds that stand or fail, and payouts of a part or of all that end in every way.
/// </summary>
internal sealed class InstructorHistory(TestSchool school, PublishedTestCourse course, Random random)
{
    private readonly List<Order> orders = [];
    private readonly List<(Order Order, string Id, long MinorUnits)> refunds = [];
    private readonly List<Payout> paid = [];
    private readonly Dictionary<Guid, List<(string Id, Money Amount)>> reversals = [];
    private Payout? open;

    public Actor Instructor => course.Instructor;

    /// <summary>A course of a new instructor who can be paid out.</summary>
    public static async Task<InstructorHistory> BeginAsync(TestSchool school, int seed)
    {
        var course = await school.PublishedCourseAsync();
        await school.ReadyPayoutAccountAsync(course.Instructor, $"acct_{seed}_{Guid.NewGuid():N}");
        return new InstructorHistory(school, course, new Random(seed));
    }

    /// <summary>Something happens.</summary>
    public Task StepAsync() =>
        random.Next(8) switch
        {
            0 or 1 => SellAsync(),
            2 => ReleaseAsync(),
            3 => RefundAsync(),
            4 => FailRefundAsync(),
            5 when open is null => RequestAsync(),
            5 => Task.CompletedTask,
            6 => ReverseAsync(),
            _ => FinishAsync(),
        };

    public async Task SellAsync() => orders.Add(await school.SellAsync(course));

    /// <summary>A month passes for one of the sales.</summary>
    private async Task ReleaseAsync()
    {
        if (orders.Count > 0)
        {
            await school.ReleaseAsync(orders[random.Next(orders.Count)]);
        }
    }

    /// <summary>Some of a sale goes back, as long as there is something of it.</summary>
    private async Task RefundAsync()
    {
        if (orders.Count == 0)
        {
            return;
        }

        var order = await school.OrderAsync(orders[random.Next(orders.Count)].Id);
        if (order.TotalMinorUnits - order.RefundedMinorUnits is > 0 and var left)
        {
            var refund = (Order: order, Id: $"re_{Guid.NewGuid():N}", MinorUnits: random.Next(3) == 0 ? left : random.NextInt64(1, left + 1));
            await school.HearAsync(SoldCourses.RefundOf(order, refund.MinorUnits, id: refund.Id));
            refunds.Add(refund);
        }
    }

    /// <summary>A bank sends a refund back.</summary>
    private async Task FailRefundAsync()
    {
        if (refunds.Count > 0 && random.Next(2) == 0)
        {
            var (order, id, minorUnits) = refunds[random.Next(refunds.Count)];
            refunds.RemoveAll(refund => refund.Id == id);
            await school.HearAsync(SoldCourses.RefundOf(order, minorUnits, hasFailed: true, id));
        }
    }

    private async Task RequestAsync()
    {
        var payable = (await school.DoAsync<SimulatePayout, PayoutSimulation>(s => s.ExecuteAsync(Instructor, "EUR", CancellationToken.None)))
            .Payable
            .MinorUnits;
        if (payable > 0)
        {
            var amount = new Money(random.Next(2) == 0 ? payable : random.NextInt64(1, payable + 1), "EUR");
            open = await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(Instructor, amount, CancellationToken.None));
        }
    }

    /// <summary>A part of a transfer is taken back, or all that is left of it; now and then Stripe tells of it again.</summary>
    private async Task ReverseAsync()
    {
        if (paid.Count == 0)
        {
            return;
        }

        var payout = paid[random.Next(paid.Count)];
        var taken = reversals.TryGetValue(payout.Id, out var known) ? known : reversals[payout.Id] = [];
        if (payout.MinorUnits - taken.Sum(r => r.Amount.MinorUnits) is > 0 and var left)
        {
            taken.Add(($"trr_{Guid.NewGuid():N}", new Money(random.Next(3) == 0 ? left : random.NextInt64(1, left + 1), "EUR")));
        }

        await school.DoAsync<SyncTransfer>(s =>
            s.ApplyAsync(
                new TransferReport($"tr_{payout.Id:N}", new StripeReferences(new Dictionary<string, string> { ["payout"] = payout.Id.ToString() }), taken),
                CancellationToken.None
            )
        );
    }

    /// <summary>The open payout ends, in one of the ways in which payouts end; Stripe's part is played here.</summary>
    private async Task FinishAsync()
    {
        if (open is null)
        {
            return;
        }

        await using var scope = school.Services.CreateAsyncScope();
        var (db, postings, now) = (
            scope.ServiceProvider.GetRequiredService<SchoolDbContext>(),
            scope.ServiceProvider.GetRequiredService<PayoutPostings>(),
            school.Clock.GetUtcNow()
        );
        await db.InTransactionAsync(
            async () =>
            {
                var payout = await postings.LockAsync(Actor.System, open.Id, CancellationToken.None);
                switch (random.Next(5))
                {
                    case 0:
                        payout.Cancel(now);
                        break;
                    case 1:
                        payout.Reject(Guid.NewGuid(), "No.", now);
                        break;
                    case 2:
                        BeginTransfer(payout, now);
                        payout.Fail("No such account.", now);
                        break;
                    default:
                        BeginTransfer(payout, now);
                        payout.Pay($"tr_{payout.Id:N}", now);
                        paid.Add(payout);
                        break;
                }

                await (
                    payout.State == PayoutState.Paid
                        ? postings.SettleAsync(payout, CancellationToken.None)
                        : postings.ReturnAsync(payout, CancellationToken.None)
                );
                await db.SaveChangesAsync();
            },
            CancellationToken.None
        );
        open = null;

        static void BeginTransfer(Payout payout, DateTimeOffset now)
        {
            payout.Approve(Guid.NewGuid(), "");
            payout.BeginTransfer(now);
        }
    }
}
