using ESchool.Application.Payouts;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Payouts;

/// <summary>What payouts are made of.</summary>
public sealed class PayoutLineageTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync(("Payouts:MinimumUnits", "0"));

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task OfARandomHistory_EveryPayoutIsTheSumOfItsItems_AndNothingIsInTwo(int seed)
    {
        var history = await InstructorHistory.BeginAsync(school, seed);
        var requested = 0;
        for (var step = 0; step < 120; step++)
        {
            await history.StepAsync();
            var payouts = await school.ReadAsync(db =>
                db.Payouts.AsNoTracking().Where(p => p.InstructorId == history.Instructor.UserId).OrderBy(p => p.Id).ToListAsync()
            );
            var items = await school.ReadAsync(db =>
                db.PayoutItems.AsNoTracking().Where(i => db.Payouts.Any(p => p.Id == i.PayoutId && p.InstructorId == history.Instructor.UserId)).ToListAsync()
            );
            Assert.Equal(payouts.Select(p => (p.Id, p.MinorUnits)), payouts.Select(p => (p.Id, items.Where(i => i.PayoutId == p.Id).Sum(i => i.MinorUnits))));

            var postings = await PostingsAsync(history.Instructor);
            var live = payouts.FindAll(p => !Payout.ReturnedStates.Contains(p.State)).ConvertAll(p => p.Id);
            var paid = items
                .Where(i => live.Contains(i.PayoutId))
                .GroupBy(i => i.TransactionId)
                .ToDictionary(group => group.Key, group => group.Sum(i => i.MinorUnits));
            Assert.Empty(paid.Keys.Except(postings.Select(p => p.Id)));
            Assert.All(postings, p => Assert.InRange(paid.GetValueOrDefault(p.Id), Math.Min(0, p.MinorUnits), Math.Max(0, p.MinorUnits)));

            // What is in no payout is what there is.
            var owed =
                await school.HeldByAsync(AccountKind.InstructorAvailable, history.Instructor.UserId)
                - await school.HeldByAsync(AccountKind.InstructorReceivable, history.Instructor.UserId);
            var rest = postings.ConvertAll(p => p with { MinorUnits = p.MinorUnits - paid.GetValueOrDefault(p.Id) });
            Assert.Equal(owed, rest.Sum(p => p.MinorUnits));

            if (payouts.Count > requested)
            {
                requested = payouts.Count;
                RequireOldestFirst(rest, [.. items.Where(i => i.PayoutId == payouts[^1].Id && i.MinorUnits > 0).Select(i => i.TransactionId)]);
            }
        }

        Assert.True(requested > 2);
        await school.RequireSoundLedgerAsync();
    }

    [Fact]
    public async Task SalesLessRefunds_AreListedWithTheirCourses_PageByPage()
    {
        var course = await school.PublishedCourseAsync();
        var instructor = course.Instructor;
        await school.ReadyPayoutAccountAsync(instructor, "acct_1");
        var (first, second) = (await school.SellAsync(course), await school.SellAsync(course));
        await school.ReleaseAsync(first);
        await school.ReleaseAsync(second);
        var before = await RequestAsync(instructor, 5_000);
        Assert.Equal([("hold", first.Id, 3_920, 3_920), ("hold", second.Id, 1_080, 3_920)], Told(await ListAsync(instructor, before)));

        await PayAsync(before);

        // The first sale goes back when it is paid out already, as far as there is something; the rest is owed, and comes out of the third sale.
        await school.HearAsync(SoldCourses.RefundOf(first, 4_900));
        var third = await school.SellAsync(course);
        await school.ReleaseAsync(third);
        var after = await RequestAsync(instructor, 2_840);
        Assert.Equal(
            [("hold", second.Id, 2_840, 3_920), ("back", first.Id, -3_920, -3_920), ("hold", third.Id, 3_920, 3_920)],
            Told(await ListAsync(instructor, after))
        );
        Assert.Equal(Told(await ListAsync(instructor, after)), Told(await ListAsync(instructor, after, size: 1)));
        Assert.Equal(Told(await ListAsync(instructor, after)), Told(await ListAsync(await school.AdminAsync(), after)));
        var stranger = await school.InstructorAsync();
        await Refused.WithAsync(PayoutReasons.PayoutNotFound, () => ListAsync(stranger, after));
    }

    [Fact]
    public async Task WhatWasInACancelledPayout_IsInTheNext_AndTheListOfTheCancelledStays()
    {
        var course = await school.PublishedCourseAsync();
        var instructor = course.Instructor;
        await school.ReadyPayoutAccountAsync(instructor, "acct_1");
        var sale = await school.SellAsync(course);
        await school.ReleaseAsync(sale);
        var cancelled = await RequestAsync(instructor, 3_920);
        await school.DoAsync<CancelPayout>(c => c.ExecuteAsync(instructor, cancelled, CancellationToken.None));
        var next = await RequestAsync(instructor, 3_920);
        Assert.Equal([("hold", sale.Id, 3_920, 3_920)], Told(await ListAsync(instructor, next)));
        Assert.Equal([("hold", sale.Id, 3_920, 3_920)], Told(await ListAsync(instructor, cancelled)));
        await school.RequireSoundLedgerAsync();
    }

    /// <summary>Everything taken away is in it, and nothing earned is left that is older than what it takes.</summary>
    private static void RequireOldestFirst(List<PostingRow> rest, HashSet<Guid> taken)
    {
        Assert.DoesNotContain(rest, p => p.MinorUnits < 0);
        var newest = rest.Where(p => taken.Contains(p.Id)).Max(p => (p.PostedAt, p.Id));
        Assert.DoesNotContain(rest, p => p.MinorUnits > 0 && (p.PostedAt, p.Id).CompareTo(newest) < 0);
    }

    /// <summary>What every posting but those of payouts did to available less receivable.</summary>
    private Task<List<PostingRow>> PostingsAsync(Actor instructor) =>
        school.ReadAsync(db =>
            (
                from transaction in db.LedgerTransactions
                join entry in db.LedgerEntries on transaction.Id equals entry.TransactionId
                join account in db.LedgerAccounts on entry.AccountId equals account.Id
                where
                    account.OwnerId == instructor.UserId
                    && (account.Kind == AccountKind.InstructorAvailable || account.Kind == AccountKind.InstructorReceivable)
                    && transaction.Kind != TransactionKind.PayoutRequest
                    && transaction.Kind != TransactionKind.PayoutReturn
                group entry.AmountMinorUnits by new { transaction.Id, transaction.PostedAt } into entries
                select new PostingRow(entries.Key.Id, entries.Key.PostedAt, -entries.Sum())
            ).ToListAsync()
        );

    private async Task<Guid> RequestAsync(Actor instructor, long minorUnits) =>
        (await school.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(instructor, new Money(minorUnits, "EUR"), CancellationToken.None))).Id;

    private async Task PayAsync(Guid payoutId)
    {
        await using var scope = school.Services.CreateAsyncScope();
        var (db, postings, now) = (
            scope.ServiceProvider.GetRequiredService<SchoolDbContext>(),
            scope.ServiceProvider.GetRequiredService<PayoutPostings>(),
            school.Clock.GetUtcNow()
        );
        await db.InTransactionAsync(
            async () =>
            {
                var payout = await postings.LockAsync(Actor.System, payoutId, CancellationToken.None);
                payout.Approve(Guid.NewGuid(), "");
                payout.BeginTransfer(now);
                payout.Pay($"tr_{payout.Id:N}", now);
                await postings.SettleAsync(payout, CancellationToken.None);
                await db.SaveChangesAsync();
            },
            CancellationToken.None
        );
    }

    private async Task<List<PayoutPart>> ListAsync(Actor actor, Guid payoutId, int size = 200)
    {
        var parts = new List<PayoutPart>();
        string? after = null;
        do
        {
            var page = await school.DoAsync<ListPayoutItems, Page<PayoutPart>>(l =>
                l.ExecuteAsync(actor, payoutId, new PageRequest(size, after), CancellationToken.None)
            );
            Assert.InRange(page.Items.Count, 0, size);
            Assert.All(page.Items, part => Assert.Equal("Compilers in an Afternoon", part.CourseTitle));
            parts.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return parts;
    }

    private static List<(string What, Guid Order, long Amount, long Whole)> Told(List<PayoutPart> parts) =>
        parts.ConvertAll(part =>
            (part.Kind == TransactionKind.HoldRelease ? "hold" : "back", part.OrderId!.Value, part.Amount.MinorUnits, part.Whole.MinorUnits)
        );

    private sealed record PostingRow(Guid Id, DateTimeOffset PostedAt, long MinorUnits);
}
