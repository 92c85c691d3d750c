using ESchool.Application.Days;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Statistics;

/// <summary>Counts reports, decisions and appeals of a period.</summary>
public sealed class GetModerationStatistics(SchoolDbContext db)
{
    /// <summary>A period has at most so many days.</summary>
    public const int MaximumDays = 400;

    /// <summary>Counts them.</summary>
    /// <param name="since">From when on.</param>
    /// <param name="until">Until when.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<ModerationFigures> ExecuteAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Ids begin with the time: what came in a period is a stretch of the primary key.
        var (first, end) = (RowIds.FirstAt(since), RowIds.FirstAt(until));
        var reports =
            from report in db.ModerationReports
            where report.Id >= first && report.Id < end
            join opened in db.ModerationCases on report.CaseId equals opened.Id
            group report by new { opened.Kind, report.Category } into sort
            select new
            {
                sort.Key.Kind,
                sort.Key.Category,
                Count = sort.LongCount(),
            };
        var decided = db.ModerationDecisions.Where(d => d.DecidedAt >= since && d.DecidedAt < until);
        var decisions = decided
            .GroupBy(d => new
            {
                d.Kind,
                d.Act,
                d.Ground,
                d.Origin,
            })
            .Select(sort => new
            {
                sort.Key,
                Count = sort.LongCount(),
                Reversed = sort.LongCount(d => d.IsReversed),
            });
        var appeals =
            from appeal in db.ModerationAppeals
            where appeal.CreatedAt >= since && appeal.CreatedAt < until
            join decision in db.ModerationDecisions on appeal.DecisionId equals decision.Id
            group appeal by new
            {
                decision.Kind,
                appeal.IsByReporter,
                appeal.State,
            } into sort
            select new { sort.Key, Count = sort.LongCount() };
        var times = await db
            .Database.SqlQuery<Times>(
                $"""
                SELECT
                    (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY decided_at - waited_since) FROM administration.decisions
                        WHERE decided_at >= {since} AND decided_at < {until}) AS decision_median,
                    (SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY decided_at - waited_since) FROM administration.decisions
                        WHERE decided_at >= {since} AND decided_at < {until}) AS decision_p95,
                    (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY decided_at - created_at) FROM administration.appeals
                        WHERE decided_at >= {since} AND decided_at < {until}) AS appeal_median
                """
            )
            .SingleAsync(cancellationToken);
        return new ModerationFigures(
            [.. (await reports.ToListAsync(cancellationToken)).Select(r => new ReportFigures(r.Kind, r.Category, r.Count)).OrderBy(r => (r.Kind, r.Category))],
            [
                .. (await decisions.ToListAsync(cancellationToken))
                    .Select(d => new DecisionFigures(d.Key.Kind, d.Key.Act, d.Key.Ground, d.Key.Origin, d.Count, d.Reversed))
                    .OrderBy(d => (d.Kind, d.Act, d.Ground, d.Origin)),
            ],
            [
                .. (await appeals.ToListAsync(cancellationToken))
                    .Select(a => new AppealFigures(a.Key.Kind, a.Key.IsByReporter, a.Key.State, a.Count))
                    .OrderBy(a => (a.Kind, a.IsByReporter, a.State)),
            ],
            times.DecisionMedian,
            times.DecisionP95,
            times.AppealMedian,
            await db.ModerationReports.LongCountAsync(
                r => r.UnfoundedAt != null && decided.Any(d => d.CaseId == r.CaseId && d.IsUnfounded && !d.IsReversed),
                cancellationToken
            )
        );
    }

    private sealed record Times(TimeSpan? DecisionMedian, TimeSpan? DecisionP95, TimeSpan? AppealMedian);
}
