using ESchool.Bench.Harness.Peers;
using ESchool.Tests.Support;

namespace ESchool.Bench.Harness;

/// <summary>
/// Many courses on sale: one is published through the domain, and copied inside the database. A million through the domain would take an hour.
/// </summary>
internal static class Catalogue
{
    /// <summary>In every tenth course.</summary>
    public const string CommonWord = "common";

    /// <summary>In the titles of ten courses, however many there are.</summary>
    public const string RareWord = "raremark";

    /// <summary>Words are skewed as in a language: of 20,000 words, word n comes with a probability of about 1/n.</summary>
    public static async Task FillAsync(TestDatabase database, int courses, int lessonsEach)
    {
        await using (var school = TestSchool.On(database))
        {
            await new Population(school).CourseAsync(lessonsEach, secondsEach: 600);
        }

        await database.AsOwnerAsync(
            $"""
            SELECT setseed({BenchOptions.Seed / 10_000.0});
            DROP INDEX catalog.ix_listings_search;
            ALTER TABLE catalog.courses DISABLE TRIGGER refresh_listing;
            ALTER TABLE catalog.curriculum_versions DISABLE TRIGGER refresh_listing;
            CREATE TEMP TABLE made AS
            SELECT (lpad(to_hex(26214400 + i), 8, '0') || '-0000-7000-8000-000000000001')::uuid AS course,
                   (lpad(to_hex(26214400 + i), 8, '0') || '-0000-7000-8000-000000000002')::uuid AS version,
                   (SELECT string_agg('word' || floor(power(20000::float8, random()))::int, ' ') FROM generate_series(1, 4 + i - i))
                       || CASE WHEN i % greatest({courses} / 10, 1) = 0 THEN ' {RareWord}' ELSE '' END AS title,
                   (SELECT string_agg('word' || floor(power(20000::float8, random()))::int, ' ') FROM generate_series(1, 10 + i - i))
                       || CASE WHEN i % 10 = 0 THEN ' {CommonWord}' ELSE '' END AS summary
            FROM generate_series(1, {courses}) AS i;
            {await CopyAsync(database, "courses", ("id", "made.course"), ("title", "made.title"), ("summary", "made.summary"))}
            {await CopyAsync(
                database,
                "curriculum_versions",
                ("id", "made.version"),
                ("course_id", "made.course"),
                ("title", "made.title"),
                ("summary", "made.summary")
            )}
            {await CopyAsync(database, "curriculum_lessons", ("version_id", "made.version"))}
            SET maintenance_work_mem = '512MB';
            ANALYZE catalog.courses, catalog.curriculum_versions, catalog.curriculum_lessons;
            DO $$
            DECLARE part uuid[];
            BEGIN
                -- In parts, each planned for itself: a plan made for empty tables would look through all of them for each course.
                FOR part IN SELECT array_agg(course) FROM (SELECT course, row_number() OVER (ORDER BY course) / 2000 AS number FROM made) m GROUP BY number LOOP
                    EXECUTE 'SELECT catalog.refresh_listings($1)' USING part;
                END LOOP;
            END $$;
            CREATE INDEX ix_listings_search ON catalog.listings USING gin (search) WITH (fastupdate = off);
            ALTER TABLE catalog.courses ENABLE TRIGGER refresh_listing;
            ALTER TABLE catalog.curriculum_versions ENABLE TRIGGER refresh_listing;
            ANALYZE catalog.courses, catalog.curriculum_versions, catalog.curriculum_lessons, catalog.listings, catalog.vocabulary, catalog.course_ratings,
                catalog.course_popularity;
            """
        );
    }

    /// <summary>The courses' ids.</summary>
    public static async Task<IReadOnlyList<string>> IdsAsync(TestDatabase database, int most) =>
        (await database.AskAsync<string>($"SELECT string_agg(id::text, ' ') FROM (SELECT id FROM catalog.courses ORDER BY id LIMIT {most}) AS c")).Split(' ');

    /// <summary>
    /// A statement that copies what a table has of the course for each that is made: all its columns, whatever they are by now, but for these.
    /// </summary>
    private static async Task<string> CopyAsync(TestDatabase database, string table, params (string Column, string Value)[] others)
    {
        var columns = (
            await database.AskAsync<string>(
                "SELECT string_agg(column_name, ' ') FROM information_schema.columns "
                    + $"WHERE table_schema = 'catalog' AND table_name = '{table}' AND is_generated = 'NEVER'"
            )
        ).Split(' ');
        var values = columns.Select(column => others.Where(other => other.Column == column).Select(other => other.Value).SingleOrDefault($"model.{column}"));
        return $"""
            CREATE TEMP TABLE model_{table} AS SELECT * FROM catalog.{table};
            INSERT INTO catalog.{table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM made, model_{table} AS model;
            """;
    }
}
