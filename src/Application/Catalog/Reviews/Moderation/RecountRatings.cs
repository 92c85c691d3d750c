using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>What a recount of all reviews found.</summary>
/// <param name="Ratings">How many ratings were compared.</param>
/// <param name="Reviews">How many reviews were counted.</param>
/// <param name="Differences">Everything that differs, in words; at most <see cref="RecountRatings.MostDifferences"/>.</param>
/// <param name="Repaired">How many ratings were set to the recount.</param>
public sealed record RatingRecount(long Ratings, long Reviews, IReadOnlyList<string> Differences, int Repaired);

/// <summary>
/// Proves that what is kept of reviews equals what they say: the counters of every course, the votes of every review, and that those count whose authors have
/// paid and do not work on the course. All of it is read in one snapshot, by asking the rows and not the program.
/// </summary>
public sealed class RecountRatings(SchoolDbContext db, ReviewDesk desk, AuditTrail audit)
{
    /// <summary>How many differences are told.</summary>
    public const int MostDifferences = 100;

    private static readonly string Recount = $"""
        FROM catalog.course_ratings k LEFT JOIN (
            SELECT course_id, count(*) FILTER (WHERE stars = 1) AS ones, count(*) FILTER (WHERE stars = 2) AS twos,
                count(*) FILTER (WHERE stars = 3) AS threes, count(*) FILTER (WHERE stars = 4) AS fours, count(*) FILTER (WHERE stars = 5) AS fives
            FROM catalog.reviews WHERE state = {(int)ReviewState.Visible} GROUP BY course_id
        ) r USING (course_id)
        WHERE (k.ones, k.twos, k.threes, k.fours, k.fives) IS DISTINCT FROM
            (coalesce(r.ones, 0), coalesce(r.twos, 0), coalesce(r.threes, 0), coalesce(r.fours, 0), coalesce(r.fives, 0))
        """;

    private static readonly string Wrong = $"SELECT course_id AS \"Value\" {Recount}";

    private static readonly string Counters = $"""
        SELECT format('The rating of courses/%s counts %s, %s, %s, %s, %s reviews with one to five stars, and there are %s, %s, %s, %s, %s.', course_id,
            k.ones, k.twos, k.threes, k.fours, k.fives,
            coalesce(r.ones, 0), coalesce(r.twos, 0), coalesce(r.threes, 0), coalesce(r.fours, 0), coalesce(r.fives, 0)) AS "Value"
        {Recount}
        """;

    private const string Votes = """
        SELECT format('courses/%s/reviews/%s has %s and %s votes, and there are %s and %s.', r.course_id, r.id, r.helpful_votes, r.unhelpful_votes,
            coalesce(v.helpful, 0), coalesce(v.unhelpful, 0)) AS "Value"
        FROM catalog.reviews r LEFT JOIN (
            SELECT review_id, count(*) FILTER (WHERE is_helpful) AS helpful, count(*) FILTER (WHERE NOT is_helpful) AS unhelpful
            FROM catalog.review_votes GROUP BY review_id
        ) v ON v.review_id = r.id
        WHERE (r.helpful_votes, r.unhelpful_votes) IS DISTINCT FROM (coalesce(v.helpful, 0), coalesce(v.unhelpful, 0))
        """;

    /// <summary>What an erased author was to the course is not known any more: their review stays as it was.</summary>
    private static readonly string Access = $"""
        SELECT format('courses/%s/reviews/%s is %s, and its author''s payments are %s%s.', r.course_id, r.id,
            CASE WHEN r.withdrawn_at IS NULL THEN 'not withdrawn' ELSE 'withdrawn' END,
            CASE WHEN g.given_back THEN 'given back' ELSE 'not given back' END,
            CASE WHEN a.works THEN ', and they work on the course' ELSE '' END) AS "Value"
        FROM catalog.reviews r JOIN learning.enrollments e ON e.student_id = r.student_id AND e.course_id = r.course_id
        JOIN identity.users u ON u.id = r.student_id AND u.erased_at IS NULL
        CROSS JOIN LATERAL (
            SELECT coalesce(bool_and(state IN ({(int)GrantState.Revoked}, {(int)GrantState.Suspended})), false) AS given_back
            FROM learning.access_grants WHERE enrollment_id = e.id
        ) g
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM catalog.co_authors c WHERE c.course_id = r.course_id AND c.user_id = r.student_id) AS works) a
        WHERE (r.withdrawn_at IS NOT NULL) <> (g.given_back OR a.works)
        """;

    /// <summary>Compares everything.</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="repair">Whether counters of ratings that differ are set to the recount. Other differences are only told: they point at a fault.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<RatingRecount> ExecuteAsync(Actor actor, bool repair, CancellationToken cancellationToken)
    {
        var found = await CompareAsync(cancellationToken);
        return repair && found.Differences.Count > 0 ? found with { Repaired = await RepairAsync(actor, cancellationToken) } : found;
    }

    private async Task<RatingRecount> CompareAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var differences = new List<string>();
        foreach (var sql in new[] { Counters, Votes, Access })
        {
            differences.AddRange(await db.Database.SqlQueryRaw<string>(sql).Order().Take(MostDifferences - differences.Count).ToListAsync(cancellationToken));
        }

        return new RatingRecount(
            await db.CourseRatings.LongCountAsync(cancellationToken),
            await db.Reviews.LongCountAsync(cancellationToken),
            differences,
            Repaired: 0
        );
    }

    /// <summary>Counts again under the locks: what changed since the comparison is counted too.</summary>
    private Task<int> RepairAsync(Actor actor, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var wrong = await db.Database.SqlQueryRaw<Guid>(Wrong).ToListAsync(cancellationToken);
                var ratings = (await desk.LockRatingsAsync(wrong, cancellationToken)).Values;
                var counts = await db
                    .Reviews.Where(r => wrong.Contains(r.CourseId) && r.State == ReviewState.Visible)
                    .GroupBy(r => new { r.CourseId, r.Stars })
                    .ToDictionaryAsync(group => (group.Key.CourseId, group.Key.Stars), group => group.Count(), cancellationToken);
                foreach (var rating in ratings)
                {
                    var before = string.Join(',', rating.Counts);
                    rating.Reset([.. Enumerable.Range(Review.FewestStars, Review.MostStars).Select(s => counts.GetValueOrDefault((rating.CourseId, s)))]);
                    audit.Note(actor, "rating.repair", $"courses/{rating.CourseId}", new { counts = before }, new { counts = string.Join(',', rating.Counts) });
                }

                await db.SaveChangesAsync(cancellationToken);
                return ratings.Count;
            },
            cancellationToken
        );
}
