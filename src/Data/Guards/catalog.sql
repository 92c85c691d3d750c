-- What search looks at. A course that comes on sale, goes off sale or changes its price is listed so at the end of the same transaction, whoever changes it.

-- The stemmer of a language; languages that Postgres has none for are searched by their words as they are.
CREATE OR REPLACE FUNCTION catalog.search_configuration(tag text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE split_part(lower(tag), '-', 1)
        WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek' WHEN 'en' THEN 'english'
        WHEN 'es' THEN 'spanish' WHEN 'eu' THEN 'basque' WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'ga' THEN 'irish' WHEN 'hi' THEN 'hindi'
        WHEN 'hu' THEN 'hungarian' WHEN 'hy' THEN 'armenian' WHEN 'id' THEN 'indonesian' WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian'
        WHEN 'nb' THEN 'norwegian' WHEN 'ne' THEN 'nepali' WHEN 'nl' THEN 'dutch' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese'
        WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian' WHEN 'sv' THEN 'swedish' WHEN 'ta' THEN 'tamil' WHEN 'tr' THEN 'turkish'
        WHEN 'yi' THEN 'yiddish' ELSE 'simple' END::regconfig
$$;

-- A text's words, stemmed and as they are, so that a query finds them in either way; accents don't count.
CREATE OR REPLACE FUNCTION catalog.search_words(tag text, content text, weight "char") RETURNS tsvector LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector(catalog.search_configuration(tag), public.unaccent(content)) || to_tsvector('simple', public.unaccent(content)), weight)
$$;

-- What somebody looks for: all the words, as they are or as the language stems them.
CREATE OR REPLACE FUNCTION catalog.search_query(tag text, content text) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT websearch_to_tsquery(catalog.search_configuration(tag), public.unaccent(content)) || websearch_to_tsquery('simple', public.unaccent(content))
$$;

CREATE OR REPLACE FUNCTION catalog.refresh_listings(courses uuid[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM catalog.listings l WHERE l.course_id = ANY (courses)
        AND NOT EXISTS (SELECT 1 FROM catalog.courses c JOIN catalog.curriculum_versions v ON v.course_id = c.id AND v.number = c.published_version
            WHERE c.id = l.course_id);
    INSERT INTO catalog.listings AS l (course_id, version_id, language, category, level, currencies, minor_units, video_seconds, search)
    SELECT c.id, v.id, split_part(lower(v.language), '-', 1), v.category, v.level,
        array_prepend(c.price_currency, coalesce(c.other_currencies, '{}')), array_prepend(c.price_minor_units, coalesce(c.other_minor_units, '{}')),
        v.video_seconds,
        catalog.search_words(v.language, v.title, 'A')
            || catalog.search_words(v.language, concat_ws(' ', v.subtitle, array_to_string(v.tags, ' '), v.instructor_name), 'B')
            || catalog.search_words(v.language, concat_ws(' ', v.summary, lessons.titles), 'C')
            || catalog.search_words(v.language, v.description, 'D')
    FROM catalog.courses c
    JOIN catalog.curriculum_versions v ON v.course_id = c.id AND v.number = c.published_version
    LEFT JOIN LATERAL (SELECT string_agg(s.title, ' ') AS titles FROM catalog.curriculum_lessons s WHERE s.version_id = v.id) lessons ON true
    WHERE c.id = ANY (courses) AND c.price_currency IS NOT NULL
    ON CONFLICT (course_id) DO UPDATE SET (version_id, language, category, level, currencies, minor_units, video_seconds, search) =
        (excluded.version_id, excluded.language, excluded.category, excluded.level, excluded.currencies, excluded.minor_units, excluded.video_seconds,
            excluded.search);

    -- In order, so that two who publish at once never wait for each other.
    INSERT INTO catalog.vocabulary (word)
    SELECT DISTINCT w.lexeme FROM catalog.listings l JOIN catalog.curriculum_versions v ON v.id = l.version_id,
        unnest(to_tsvector('simple', public.unaccent(concat_ws(' ', v.title, v.subtitle, array_to_string(v.tags, ' '), v.instructor_name)))) w
    WHERE l.course_id = ANY (courses) AND length(w.lexeme) BETWEEN 3 AND 40 ORDER BY w.lexeme
    ON CONFLICT DO NOTHING;
$$;

CREATE OR REPLACE FUNCTION catalog.refresh_listing_of_course() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog.refresh_listings(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION catalog.refresh_listing_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog.refresh_listings(ARRAY[NEW.course_id]);
    RETURN NULL;
END $$;

-- At the end of the transaction, when course and version are both there. Constraint triggers cannot be replaced, so they are made anew.
DROP TRIGGER IF EXISTS refresh_listing ON catalog.courses;
CREATE CONSTRAINT TRIGGER refresh_listing
    AFTER INSERT OR UPDATE OF published_version, price_minor_units, price_currency, other_minor_units, other_currencies ON catalog.courses
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog.refresh_listing_of_course();
DROP TRIGGER IF EXISTS refresh_listing ON catalog.curriculum_versions;
CREATE CONSTRAINT TRIGGER refresh_listing AFTER INSERT OR UPDATE OF instructor_name ON catalog.curriculum_versions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog.refresh_listing_of_version();

-- Courses that came on sale before there were listings.
SELECT catalog.refresh_listings(coalesce(array_agg(c.id), '{}')) FROM catalog.courses c
WHERE c.published_version > 0 AND NOT EXISTS (SELECT 1 FROM catalog.listings l WHERE l.course_id = c.id);
