using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Tests.Memberships;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>Memberships that are due.</summary>
internal static class DueMemberships
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(32);

    /// <summary>The months that are over, of two members who go on.</summary>
    public static async Task<DueRows> MonthsAsync(TestSchool school, StripeEmulator stripe)
    {
        var (first, second) = await TwoMembersAsync(school, stripe);
        var months = await school.ReadAsync(db => db.MembershipMonths.OrderBy(m => m.EndDay).ThenBy(m => m.Id).Select(m => m.Id).ToListAsync());
        await first.CatchUpAfterAsync(Month);
        await second.CatchUpAsync();
        await school.HearAllAsync();
        return DueRows.Of(months, id => school.ReadAsync(db => db.MembershipMonths.AnyAsync(m => m.Id == id && m.DividedAt != null)));
    }

    /// <summary>Nothing is heard of the end of two memberships that were cancelled.</summary>
    public static async Task<DueRows> LapsedAsync(TestSchool school, StripeEmulator stripe)
    {
        var (first, second) = await TwoMembersAsync(school, stripe);
        foreach (var member in new[] { first, second })
        {
            await school.DoAsync<CancelSubscription>(c => c.ExecuteAsync(member.Actor, CancellationToken.None));
        }

        await first.CatchUpAfterAsync(Month);
        await second.CatchUpAsync();
        school.Clock.Advance(TimeSpan.FromDays(8));
        var subscriptions = await school.ReadAsync(db => db.Subscriptions.OrderBy(s => s.AccessUntil).Select(s => s.Id).ToListAsync());
        return DueRows.Of(subscriptions, id => school.ReadAsync(db => db.Subscriptions.AnyAsync(s => s.Id == id && !s.IsOpen)));
    }

    public static async Task<DueRows> OfClosedAccountsAsync(TestSchool school, StripeEmulator stripe)
    {
        await TwoMembersAsync(school, stripe);
        var now = school.Clock.GetUtcNow();
        await school.ReadAsync(db =>
            db.Users.Where(u => db.Subscriptions.Any(s => s.StudentId == u.Id)).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeleteAt, now))
        );
        var subscriptions = await school.ReadAsync(db => db.Subscriptions.Select(s => s.Id).ToListAsync());
        return DueRows.Of(subscriptions.Order(), id => school.ReadAsync(db => db.Subscriptions.AnyAsync(s => s.Id == id && s.CancelsAtPeriodEnd)));
    }

    /// <summary>The second one comes a minute later, so that the first one's period ends first.</summary>
    private static async Task<(Member First, Member Second)> TwoMembersAsync(TestSchool school, StripeEmulator stripe)
    {
        var plan = await school.PlanAsync();
        var first = await Member.ComeAsync(school, stripe);
        await first.SubscribeAsync(plan);
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await Member.ComeAsync(school, stripe);
        await second.SubscribeAsync(plan);
        return (first, second);
    }
}
