using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>A decision, as whom it concerns sees it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Appeal">Their appeal; null when there is none.</param>
public sealed record OwnDecision(ModerationDecision Decision, ModerationAppeal? Appeal);

/// <summary>A decision, as staff see it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Appeals">Its appeals, the first first; at most <see cref="DecisionFiles.MostAppeals"/>.</param>
public sealed record DecisionFile(ModerationDecision Decision, IReadOnlyList<ModerationAppeal> Appeals);

/// <summary>Reads decisions with their appeals.</summary>
internal static class DecisionFiles
{
    /// <summary>How many appeals are shown of each.</summary>
    public const int MostAppeals = 20;

    /// <summary>Reads decisions for staff, the first first.</summary>
    public static async Task<IReadOnlyList<DecisionFile>> ReadAsync(
        SchoolDbContext db,
        IQueryable<ModerationDecision> decisions,
        CancellationToken cancellationToken
    )
    {
        var found = await decisions.AsNoTracking().OrderBy(d => d.Id).ToListAsync(cancellationToken);
        var files = new List<DecisionFile>();
        foreach (var decision in found)
        {
            var appeals = db.ModerationAppeals.AsNoTracking().Where(a => a.DecisionId == decision.Id).OrderBy(a => a.Id).Take(MostAppeals);
            files.Add(new DecisionFile(decision, await appeals.ToListAsync(cancellationToken)));
        }

        return files;
    }

    /// <summary>Decisions that concern a user.</summary>
    public static IQueryable<ModerationDecision> Concerning(SchoolDbContext db, Guid userId) =>
        db.ModerationDecisions.AsNoTracking().Where(d => d.PersonId == userId && d.Act != ModerationAct.None);

    /// <summary>Decisions with the appeals of a user.</summary>
    public static IQueryable<OwnDecision> Of(SchoolDbContext db, IQueryable<ModerationDecision> decisions, Guid userId) =>
        from decision in decisions
        select new OwnDecision(decision, db.ModerationAppeals.AsNoTracking().FirstOrDefault(a => a.DecisionId == decision.Id && a.AppellantId == userId));

    /// <summary>The refusal of a decision that is not there, or is none of the caller's business.</summary>
    public static DomainException NotFound(Guid decisionId) =>
        new(ModerationReasons.DecisionNotFound, "{decision} does not exist.", ("decision", $"decisions/{decisionId}"));
}
