using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Plans;

/// <summary>Takes a plan off sale. Its members keep it, and are renewed.</summary>
public sealed class RetirePlan(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Retires it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>PLAN_NOT_FOUND</c>.</exception>
    public async Task<Plan> ExecuteAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
    {
        var plan = await db.Plans.SingleOrDefaultAsync(p => p.Id == planId, cancellationToken) ?? throw ListPlans.NotFound(planId);
        plan.Retire(clock.GetUtcNow());
        audit.Note(actor, "plan.retire", $"plans/{plan.Id}");
        await db.SaveChangesAsync(cancellationToken);
        return plan;
    }
}
