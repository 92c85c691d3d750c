using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>What restricts a thing now.</summary>
internal static class DecisionsInForce
{
    /// <summary>The decisions that restrict it. Both acts take a course off sale; hiding a profile and suspending its user are two things.</summary>
    public static IQueryable<ModerationDecision> InForce(this DbSet<ModerationDecision> decisions, string target, ModerationAct act) =>
        decisions.Where(d =>
            d.Target == target
            && d.LiftedAt == null
            && (d.Kind == TargetKind.Course ? d.Act == ModerationAct.Hide || d.Act == ModerationAct.Suspend : d.Act == act)
        );

    /// <summary>
    /// An administrator restricts by hand what a decision restricts already: that stays when the decision is lifted. Inside the transaction of the cause, with
    /// the target's lock held.
    /// </summary>
    public static Task HandOverAsync(this SchoolDbContext db, string target, ModerationAct act, CancellationToken cancellationToken) =>
        db.ModerationDecisions.InForce(target, act).ExecuteUpdateAsync(set => set.SetProperty(d => d.HadEffect, false), cancellationToken);
}
