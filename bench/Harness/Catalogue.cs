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
            CREATE TEMP TABLE model AS SELECT c.*, v.id AS version_id, v.instructor_name, v.video_seconds, v.published_at
            FROM catalog.courses c JOIN catalog.curriculum_versions v ON v.course_id = c.id;
            INSERT INTO catalog.courses (id, instructor_id, title, summary, description, language,
                subtitle, category, level, tags, objectives, requirements, audience, faq, welcome_message, congratulation_message,
                price_minor_units, price_currency, state, review_message, submitted_at, published_version, created_at, edited_at)
            SELECT made.course, instructor_id, made.title, made.summary, description, language,
                subtitle, category, level, tags, objectives, requirements, audience, faq, welcome_message, congratulation_message,
                price_minor_units, price_currency, state, review_message, submitted_at, published_version, created_at, edited_at
            FROM made, model;
            INSERT INTO catalog.curriculum_versions (id, course_id, number, title, summary, description, language,
                subtitle, category, level, tags, objectives, requirements, audience, faq, welcome_message, congratulation_message,
                instructor_id, instructor_name, video_seconds, published_at)
            SELECT made.version, made.course, published_version, made.title, made.summary, description, language,
                subtitle, category, level, tags, objectives, requirements, audience, faq, welcome_message, congratulation_message,
                instructor_id, instructor_name, video_seconds, published_at
            FROM made, model;
            INSERT INTO catalog.curriculum_lessons (version_id, lesson_id, position, section_id, section_title, title, kind, required, asset_id,
                video_seconds, threshold_basis_points, markdown, minimum_dwell_seconds)
            SELECT made.version, lesson_id, position, section_id, section_title, l.title, kind, required, asset_id, l.video_seconds,
                threshold_basis_points, markdown, minimum_dwell_seconds
            FROM made, model JOIN catalog.curriculum_lessons l ON l.version_id = model.version_id;
            SET maintenance_work_mem = '512MB';
            SELECT catalog.refresh_listings(array_agg(course)) FROM made;
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
}
