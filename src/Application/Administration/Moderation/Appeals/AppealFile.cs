using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Appeals;

/// <summary>An appeal, as staff see it.</summary>
/// <param name="Appeal">The appeal.</param>
/// <param name="Decision">What it is about.</param>
public sealed record AppealFile(ModerationAppeal Appeal, ModerationDecision Decision)
{
    /// <summary>Reads appeals with what they are about.</summary>
    internal static IQueryable<AppealFile> Of(SchoolDbContext db, IQueryable<ModerationAppeal> appeals) =>
        from appeal in appeals.AsNoTracking()
        join decision in db.ModerationDecisions.AsNoTracking() on appeal.DecisionId equals decision.Id
        select new AppealFile(appeal, decision);
}
