-- What search looks at. A course that comes on sale, goes off sale or changes its price or its instructor's name is listed so at the end of the same
-- transaction, whoever changes it. How words are read: catalog-words.sql.
-- Whatever the public sees of a course writes its listing anew, even when nothing in it changes: the row's xmin says whether a course that is kept in memory
-- is still as it was (Storefront/CourseStamp).

DROP FUNCTION IF EXISTS catalog.search_words(text, text, "char");

-- Those who refresh listings of one instructor do so one after the other: a name and a course that change at once would miss each other. The lock is taken at
-- the end of a transaction, after all rows, and so never waits in a circle.
CREATE OR REPLACE FUNCTION catalog.lock_listings(courses uuid[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('catalog.listings/' || i.id, 0))
    FROM (SELECT DISTINCT c.instructor_id AS id FROM catalog.courses c WHERE c.id = ANY (courses) ORDER BY 1) i
$$;

-- What the reviews of a course come to, in hundredths of a star; 0 without reviews.
CREATE OR REPLACE FUNCTION catalog.average_of(r catalog.course_ratings) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce((r.ones + 2 * r.twos + 3 * r.threes + 4 * r.fours + 5 * r.fives)::bigint * 100
        / nullif(r.ones + r.twos + r.threes + r.fours + r.fives, 0), 0)::int
$$;

CREATE OR REPLACE FUNCTION catalog.refresh_listings(courses uuid[]) RETURNS void LANGUAGE sql AS $$
    SELECT catalog.lock_listings(courses);

    DELETE FROM catalog.listings l WHERE l.course_id = ANY (courses)
        AND NOT EXISTS (SELECT 1 FROM catalog.courses c JOIN catalog.curriculum_versions v ON v.course_id = c.id AND v.number = c.published_version
            WHERE c.id = l.course_id);

    -- An order by rating or popularity shows every course: those without reviews or learners too.
    INSERT INTO catalog.course_ratings (course_id, ones, twos, threes, fours, fives)
    SELECT c.id, 0, 0, 0, 0, 0 FROM catalog.courses c WHERE c.id = ANY (courses) AND c.published_version > 0 ORDER BY c.id
    ON CONFLICT DO NOTHING;
    INSERT INTO catalog.course_popularity (course_id, learners)
    SELECT c.id, (SELECT count(*) FROM learning.enrollments e WHERE e.course_id = c.id AND e.state = 1) FROM catalog.courses c
    WHERE c.id = ANY (courses) AND c.published_version > 0 AND NOT EXISTS (SELECT 1 FROM catalog.course_popularity p WHERE p.course_id = c.id) ORDER BY c.id
    ON CONFLICT DO NOTHING;

    -- The name as it is now; an erased account has none, and its versions say so.
    INSERT INTO catalog.listings AS l (course_id, version_id, instructor_id, instructor_name, language, locales, category, level, currencies, minor_units,
        video_seconds, average_hundredths, search)
    SELECT c.id, v.id, v.instructor_id, name.now, catalog.language_of(v.language), catalog.locales_of(v.language), v.category, v.level,
        array_prepend(c.price_currency, coalesce(c.other_currencies, '{}')), array_prepend(c.price_minor_units, coalesce(c.other_minor_units, '{}')),
        v.video_seconds, catalog.average_of(k),
        catalog.search_words(v.language, v.title, 'A', 1000)
            || catalog.search_words(v.language, concat_ws(' ', v.subtitle, array_to_string(v.tags, ' '), name.now), 'B', 4000)
            || catalog.search_words(v.language, concat_ws(' ', v.summary, lessons.titles), 'C', 20000)
            || catalog.search_words(v.language, v.description, 'D', 20000)
    FROM catalog.courses c
    JOIN catalog.curriculum_versions v ON v.course_id = c.id AND v.number = c.published_version
    JOIN catalog.course_ratings k ON k.course_id = c.id
    JOIN identity.users u ON u.id = v.instructor_id
    CROSS JOIN LATERAL (SELECT CASE WHEN u.erased_at IS NULL THEN u.display_name ELSE v.instructor_name END AS now) name
    LEFT JOIN LATERAL (SELECT string_agg(left(s.title, 300), ' ' ORDER BY s.position) AS titles FROM catalog.curriculum_lessons s
        WHERE s.version_id = v.id) lessons ON true
    WHERE c.id = ANY (courses) AND c.price_currency IS NOT NULL
    ORDER BY c.id
    ON CONFLICT (course_id) DO UPDATE SET (version_id, instructor_id, instructor_name, language, locales, category, level, currencies, minor_units,
            video_seconds, average_hundredths, search) =
        (excluded.version_id, excluded.instructor_id, excluded.instructor_name, excluded.language, excluded.locales, excluded.category, excluded.level,
            excluded.currencies, excluded.minor_units, excluded.video_seconds, excluded.average_hundredths, excluded.search);

    -- In order, so that two who publish at once never wait for each other. Pairs of letters are no words that somebody misspells.
    INSERT INTO catalog.vocabulary (word)
    SELECT DISTINCT w.lexeme FROM catalog.listings l JOIN catalog.curriculum_versions v ON v.id = l.version_id,
        unnest(to_tsvector('simple', catalog.separated(catalog.plain(
            left(concat_ws(' ', v.title, v.subtitle, array_to_string(v.tags, ' '), l.instructor_name), 5000))))) w
    WHERE l.course_id = ANY (courses) AND length(w.lexeme) BETWEEN 3 AND 40 AND w.lexeme !~ catalog.unspaced_letter() ORDER BY w.lexeme
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

CREATE OR REPLACE FUNCTION catalog.refresh_listings_of_instructor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog.refresh_listings(ARRAY(SELECT c.id FROM catalog.courses c WHERE c.instructor_id = NEW.id AND c.published_version > 0));
    RETURN NULL;
END $$;

-- The average is in the listing for filters and counts: it is in no index there, so that a review does not write the words' index again.
CREATE OR REPLACE FUNCTION catalog.refresh_average() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog.lock_listings(ARRAY[NEW.course_id]);
    UPDATE catalog.listings l SET average_hundredths = catalog.average_of(k) FROM catalog.course_ratings k
    WHERE k.course_id = l.course_id AND l.course_id = NEW.course_id;
    RETURN NULL;
END $$;

-- At the end of the transaction, when course and version are both there. Constraint triggers cannot be replaced, so they are made anew.
DROP TRIGGER IF EXISTS refresh_listing ON catalog.courses;
CREATE CONSTRAINT TRIGGER refresh_listing
    AFTER INSERT OR UPDATE OF published_version, price_minor_units, price_currency, other_minor_units, other_currencies, slug ON catalog.courses
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog.refresh_listing_of_course();
DROP TRIGGER IF EXISTS refresh_listing ON catalog.curriculum_versions;
CREATE CONSTRAINT TRIGGER refresh_listing AFTER INSERT OR UPDATE ON catalog.curriculum_versions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog.refresh_listing_of_version();
DROP TRIGGER IF EXISTS refresh_listings ON identity.users;
CREATE CONSTRAINT TRIGGER refresh_listings AFTER UPDATE OF display_name, erased_at ON identity.users
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.display_name, OLD.erased_at) IS DISTINCT FROM (NEW.display_name, NEW.erased_at))
    EXECUTE FUNCTION catalog.refresh_listings_of_instructor();
DROP TRIGGER IF EXISTS refresh_average ON catalog.course_ratings;
CREATE CONSTRAINT TRIGGER refresh_average AFTER UPDATE ON catalog.course_ratings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog.refresh_average();

-- How many learn a course now: whose enrollment in it is active. A student who enters or leaves several courses at once has them counted in the order of the
-- courses, so that two students never wait for each other.
CREATE OR REPLACE FUNCTION catalog.count_learner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change int := (NEW.state = 1)::int - CASE WHEN TG_OP = 'UPDATE' THEN (OLD.state = 1)::int ELSE 0 END;
BEGIN
    IF change <> 0 THEN
        PERFORM 1 FROM catalog.course_popularity p
        WHERE p.course_id IN (SELECT e.course_id FROM learning.enrollments e WHERE e.student_id = NEW.student_id) ORDER BY p.course_id FOR NO KEY UPDATE;
        INSERT INTO catalog.course_popularity AS p (course_id, learners) VALUES (NEW.course_id, change)
        ON CONFLICT (course_id) DO UPDATE SET learners = p.learners + change;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS count_learner ON learning.enrollments;
CREATE CONSTRAINT TRIGGER count_learner AFTER INSERT OR UPDATE OF state ON learning.enrollments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalog.count_learner();

-- Counts all of them again, while nobody enrolls; says how many counts were wrong. For an operator who changed enrollments by hand.
CREATE OR REPLACE FUNCTION catalog.recount_popularity() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    mended bigint;
BEGIN
    LOCK TABLE learning.enrollments IN SHARE MODE;
    UPDATE catalog.course_popularity p SET learners = n.learners
    FROM (SELECT q.course_id, count(e.course_id)::int AS learners FROM catalog.course_popularity q
        LEFT JOIN learning.enrollments e ON e.course_id = q.course_id AND e.state = 1 GROUP BY q.course_id) n
    WHERE n.course_id = p.course_id AND n.learners <> p.learners;
    GET DIAGNOSTICS mended = ROW_COUNT;
    RETURN mended;
END $$;

-- Whether some course on sale has a word. A plan for any word would read the table, expecting to find one soon; what no course has is read for to the end.
CREATE OR REPLACE FUNCTION catalog.is_listed(tag text, word text) RETURNS boolean LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE
    wanted tsquery := catalog.search_query(tag, word);
BEGIN
    RETURN EXISTS (SELECT 1 FROM catalog.listings l WHERE l.search @@ wanted);
END $$;

-- Courses that came on sale before there were listings, and listings of before they named instructors.
SELECT catalog.refresh_listings(coalesce(array_agg(c.id), '{}')) FROM catalog.courses c
WHERE c.published_version > 0 AND NOT EXISTS (SELECT 1 FROM catalog.listings l
    WHERE l.course_id = c.id AND l.instructor_id <> '00000000-0000-0000-0000-000000000000');
