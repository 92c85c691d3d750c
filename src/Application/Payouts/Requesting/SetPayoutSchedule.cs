using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Payouts.Requesting;

/// <summary>Changes who asks for the caller's payouts.</summary>
public sealed class SetPayoutSchedule(SchoolDbContext db)
{
    /// <summary>Changes it, from the next first of a month on.</summary>
    public async Task<PayoutTerms> ExecuteAsync(Actor actor, PayoutSchedule schedule, CancellationToken cancellationToken)
    {
        var terms = await db.PayoutTerms.FindAsync([actor.UserId], cancellationToken) ?? db.PayoutTerms.Add(new PayoutTerms(actor.UserId)).Entity;
        terms.ChangeSchedule(schedule);
        await db.SaveChangesAsync(cancellationToken);
        return terms;
    }
}
