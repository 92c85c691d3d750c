-- How search reads words: those of a course, and those that somebody types. Both go through the same functions, so that one finds the other.

-- Languages that have two codes are one: the Unicode CLDR's replacements of old codes, and Bokmal, which is what "Norwegian" nearly always is.
-- Domain/LanguageTag.cs has the same list; a test compares them.
CREATE OR REPLACE FUNCTION catalog.language_of(tag text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE split_part(lower(tag), '-', 1)
        WHEN 'iw' THEN 'he' WHEN 'in' THEN 'id' WHEN 'ji' THEN 'yi' WHEN 'tl' THEN 'fil' WHEN 'mo' THEN 'ro' WHEN 'nb' THEN 'no'
        ELSE split_part(lower(tag), '-', 1) END
$$;

-- The narrower tags that a filter may name: zh-TW is also zh-Hant and zh-Hant-TW. Chinese without a script has that of its region.
CREATE OR REPLACE FUNCTION catalog.locales_of(tag text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[language || '-' || script, language || '-' || region, language || '-' || script || '-' || region], NULL)
    FROM (
        SELECT language, region, coalesce(script, CASE WHEN language = 'zh' THEN CASE WHEN region IN ('tw', 'hk', 'mo') THEN 'hant' ELSE 'hans' END END) AS script
        FROM (SELECT catalog.language_of(tag) AS language, substring(lower(tag) FROM '-([a-z]{4})(?:-|$)') AS script,
            substring(lower(tag) FROM '-([a-z]{2}|[0-9]{3})(?:-|$)') AS region) written) known
$$;

-- The stemmer of a language; languages that Postgres has none for are searched by their words as they are.
CREATE OR REPLACE FUNCTION catalog.search_configuration(tag text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE catalog.language_of(tag)
        WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek' WHEN 'en' THEN 'english'
        WHEN 'es' THEN 'spanish' WHEN 'eu' THEN 'basque' WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'ga' THEN 'irish' WHEN 'hi' THEN 'hindi'
        WHEN 'hu' THEN 'hungarian' WHEN 'hy' THEN 'armenian' WHEN 'id' THEN 'indonesian' WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian'
        WHEN 'ne' THEN 'nepali' WHEN 'nl' THEN 'dutch' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian'
        WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian' WHEN 'sv' THEN 'swedish' WHEN 'ta' THEN 'tamil' WHEN 'tr' THEN 'turkish'
        WHEN 'yi' THEN 'yiddish' ELSE 'simple' END::regconfig
$$;

-- Letters of scripts that have no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han. The second class holds their vowels and tone marks that
-- belong to the letter before.
CREATE OR REPLACE FUNCTION catalog.unspaced_letter() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '[\u0E01-\u0E4E\u0E81-\u0ECD\u1000-\u103F\u1050-\u109F\u1780-\u17D3\u3005-\u3007\u3041-\u309F\u30A1-\u30FA\u30FC-\u30FF'
        || '\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF]'
$$;
CREATE OR REPLACE FUNCTION catalog.unspaced_mark() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '[\u0E31\u0E34-\u0E3A\u0E47-\u0E4E\u0EB1\u0EB4-\u0EBC\u0EC8-\u0ECD\u102B-\u103E\u1056-\u1060\u1062-\u1064\u1067-\u106D\u1071-\u1074\u1082-\u108D\u17B4-\u17D3]'
$$;

-- A run of such letters as pairs that overlap: ABC is "AB BC". A part of the run is a phrase of some of its pairs; single letters would be in too many courses.
CREATE OR REPLACE FUNCTION catalog.pairs(run text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(letter || next, ' ' ORDER BY place), run)
    FROM (SELECT part[1] AS letter, lead(part[1]) OVER (ORDER BY place) AS next, place
        FROM regexp_matches(run, '.' || catalog.unspaced_mark() || '*', 'g') WITH ORDINALITY AS r (part, place)) letters
    WHERE next IS NOT NULL
$$;

-- A text as it is compared: composed, without accents and capitals, and with the names that are told apart by their signs in letters (C++, C#, .NET).
CREATE OR REPLACE FUNCTION catalog.plain(content text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    said text := regexp_replace(lower(public.unaccent(normalize(content, NFKC))), '[\u0300-\u036F]', '', 'g');
BEGIN
    IF position('++' IN said) > 0 THEN
        said := regexp_replace(said, '([[:alnum:]])\+\+', '\1plusplus ', 'g');
    END IF;
    IF position('#' IN said) > 0 THEN
        said := regexp_replace(said, '(^|[^[:alnum:]])([a-z])#', '\1\2sharp ', 'g');
    END IF;
    IF position('.net' IN said) > 0 THEN
        said := regexp_replace(said, '\.net(?![a-z])', ' dotnet ', 'g');
    END IF;
    RETURN said;
END $$;

-- Its words, with spaces between them, in their order: "node.js" is "node js". A space between two letters of scripts that have none says nothing: some write
-- it.
CREATE OR REPLACE FUNCTION catalog.separated(plain text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    words text := regexp_replace(plain, '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007F]+', ' ', 'g');
    letter text := catalog.unspaced_letter();
BEGIN
    IF words !~ letter THEN
        RETURN btrim(words);
    END IF;
    words := regexp_replace(words, '(' || letter || ')\s+(?=' || letter || ')', '\1', 'g');
    RETURN btrim((SELECT string_agg(CASE WHEN part[1] ~ letter THEN catalog.pairs(part[1]) ELSE part[1] END, ' ' ORDER BY place)
        FROM regexp_matches(words, letter || '+|' || overlay(letter PLACING '[^' FROM 1 FOR 1) || '+', 'g') WITH ORDINALITY AS r (part, place)));
END $$;

-- What is one word for some and several for others, as one: "e-mail" is also "email", "node.js" also "nodejs".
CREATE OR REPLACE FUNCTION catalog.joined(plain text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(regexp_replace(part[1], '[-.'']', '', 'g'), ' ' ORDER BY place), '')
    FROM regexp_matches(plain, '[[:alnum:]]+(?:[-.''][[:alnum:]]+)+', 'g') WITH ORDINALITY AS r (part, place)
$$;

-- The last letters of runs, which begin no pair: a single letter is looked for as the beginning of one.
CREATE OR REPLACE FUNCTION catalog.last_letters(plain text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN plain !~ catalog.unspaced_letter() THEN '' ELSE
        (SELECT coalesce(string_agg(DISTINCT part[1], ' '), '') FROM regexp_matches(plain, '(' || catalog.unspaced_letter() || catalog.unspaced_mark() || '*)(?!'
            || catalog.unspaced_letter() || ')', 'g') AS r (part)) END
$$;

-- A text's words, stemmed and as they are, so that a query finds them in either way. What is beyond so many characters is not searched: a vector holds a
-- megabyte, and no course may be too long to be published.
CREATE OR REPLACE FUNCTION catalog.search_words(tag text, content text, weight "char", most int) RETURNS tsvector
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    configuration regconfig := catalog.search_configuration(tag);
    plain text := left(catalog.plain(left(content, most)), most);
    words text := left(concat_ws(' ', catalog.separated(plain), catalog.joined(plain), catalog.last_letters(plain),
        CASE WHEN position(' dotnet ' IN plain) > 0 THEN 'net' END), 2 * most);
BEGIN
    RETURN setweight(
        CASE WHEN configuration = 'simple'::regconfig THEN to_tsvector(configuration, words)
            ELSE to_tsvector(configuration, words) || to_tsvector('simple', words) END, weight);
END $$;

CREATE OR REPLACE FUNCTION catalog.either(one tsquery, other tsquery) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN one = other THEN one ELSE one || other END
$$;

-- One of the things that somebody looks for: words that follow each other, as they are or as the language stems them. Empty for none.
CREATE OR REPLACE FUNCTION catalog.search_phrase(configuration regconfig, content text) RETURNS tsquery LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    plain text := catalog.plain(content);
    words text := catalog.separated(plain);
    joined text := catalog.joined(plain);
BEGIN
    IF words ~ ('^' || catalog.unspaced_letter() || catalog.unspaced_mark() || '*$') THEN
        RETURN (quote_literal(words) || ':*')::tsquery;
    END IF;
    RETURN catalog.either(phraseto_tsquery('simple', words), phraseto_tsquery(configuration, words))
        || CASE WHEN joined = '' THEN ''::tsquery ELSE catalog.either(phraseto_tsquery('simple', joined), phraseto_tsquery(configuration, joined)) END;
END $$;

-- What somebody looks for: all the words; of words with OR between them one. Words in quotes follow each other; a dash that touches the word behind it and
-- nothing before it means "not". Words so common that the language's stemmer drops them need not be there, unless there are no others.
-- Words that mean the same (catalog.synonyms) are looked for too, but not for what is in quotes.
CREATE OR REPLACE FUNCTION catalog.search_query(tag text, content text) RETURNS tsquery LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    most constant int := 40;
    configuration regconfig := catalog.search_configuration(tag);
    denied boolean[];
    quoted text[];
    bare text[];
    wanted tsquery := ''::tsquery;
    common tsquery := ''::tsquery;
    unwanted tsquery := ''::tsquery;
    choice tsquery := ''::tsquery;
    term tsquery;
    meanings tsquery;
    is_common boolean;
    in_choice boolean := false;
    place int := 1;
    width int;
BEGIN
    SELECT array_agg(part[1] IS NOT NULL ORDER BY r.place), array_agg(part[2] ORDER BY r.place), array_agg(part[3] ORDER BY r.place)
    INTO denied, quoted, bare
    FROM (SELECT part, r.place FROM regexp_matches(content, '((?<!\S)-(?=[^\s-]))?(?:"([^"]*)"?|([^\s"]+))', 'g') WITH ORDINALITY AS r (part, place)
        LIMIT most) r;
    WHILE place <= cardinality(denied) LOOP
        width := 1;
        IF denied[place] THEN
            unwanted := unwanted || catalog.search_phrase(configuration, coalesce(bare[place], quoted[place]));
            in_choice := false;
            place := place + 1;
            CONTINUE;
        END IF;
        IF bare[place] = 'OR' AND place > 1 AND place < cardinality(denied) THEN
            in_choice := true;
            place := place + 1;
            CONTINUE;
        END IF;

        term := catalog.search_phrase(configuration, coalesce(bare[place], quoted[place]));
        IF bare[place] IS NOT NULL THEN
            SELECT s.width, s.meanings INTO width, meanings FROM catalog.synonyms_of(configuration, bare[place : least(place + 2, cardinality(denied))]) s;
            IF width IS NULL THEN
                width := 1;
            ELSE
                FOR i IN place + 1 .. place + width - 1 LOOP
                    term := term && catalog.search_phrase(configuration, bare[i]);
                END LOOP;
                term := term || meanings;
            END IF;
        END IF;

        is_common := numnode(term) > 0 AND width = 1 AND bare[place] IS NOT NULL
            AND numnode(phraseto_tsquery(configuration, catalog.separated(catalog.plain(bare[place])))) = 0;
        IF in_choice THEN
            choice := choice || term;
        ELSE
            wanted := wanted && choice;
            choice := ''::tsquery;
            IF is_common AND bare[place + 1] IS DISTINCT FROM 'OR' THEN
                common := common && term;
            ELSE
                choice := term;
            END IF;
        END IF;
        in_choice := false;
        place := place + width;
    END LOOP;
    wanted := wanted && choice;
    IF numnode(wanted) = 0 THEN
        wanted := common;
    END IF;
    RETURN CASE WHEN numnode(unwanted) = 0 THEN wanted WHEN numnode(wanted) = 0 THEN !!unwanted ELSE wanted && !!unwanted END;
END $$;

-- What else the first of some words mean, or the first two or three together, and how many words that takes; no row when nothing is known.
CREATE OR REPLACE FUNCTION catalog.synonyms_of(configuration regconfig, typed text[]) RETURNS TABLE (width int, meanings tsquery)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    other text;
BEGIN
    FOR n IN REVERSE cardinality(typed) .. 1 LOOP
        meanings := ''::tsquery;
        FOR other IN SELECT s.word FROM catalog.synonyms m JOIN catalog.synonyms s ON s.meaning = m.meaning AND s.word <> m.word
            WHERE m.word = (SELECT string_agg(catalog.separated(catalog.plain(w)), ' ' ORDER BY i) FROM unnest(typed[1:n]) WITH ORDINALITY AS t (w, i))
                AND array_position(typed[1:n], NULL) IS NULL LOOP
            meanings := meanings || catalog.search_phrase(configuration, other);
        END LOOP;
        IF numnode(meanings) > 0 THEN
            width := n;
            RETURN NEXT;
            RETURN;
        END IF;
    END LOOP;
END $$;

-- What somebody may be typing: all the words; the last one may have only begun.
CREATE OR REPLACE FUNCTION catalog.begun_query(typed text) RETURNS tsquery LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    texts text[] := (SELECT array_agg(catalog.plain(w) ORDER BY i) FROM regexp_split_to_table(btrim(typed), '\s+') WITH ORDINALITY AS t (w, i)
        WHERE catalog.separated(catalog.plain(w)) <> '');
    wanted tsquery := ''::tsquery;
    last tsquery;
    joined text;
BEGIN
    FOR i IN 1 .. coalesce(cardinality(texts), 0) - 1 LOOP
        wanted := wanted && catalog.search_phrase('simple', texts[i]);
    END LOOP;
    IF cardinality(texts) > 0 THEN
        last := phraseto_tsquery('simple', catalog.separated(texts[cardinality(texts)]));
        joined := catalog.joined(texts[cardinality(texts)]);
        IF numnode(last) > 0 THEN
            last := (regexp_replace(last::text, '(:\*)?$', ':*'))::tsquery;
            wanted := wanted && (last || CASE WHEN joined = '' THEN ''::tsquery ELSE (quote_literal(joined) || ':*')::tsquery END);
        END IF;
    END IF;
    RETURN wanted;
END $$;
