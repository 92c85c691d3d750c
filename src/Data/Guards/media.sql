-- Keeps the total of what is stored. Deferred to the commit: the row is the last thing that a transaction locks, and only for as long as the commit takes.
CREATE OR REPLACE FUNCTION media.count_storage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE media.storage_totals SET
        assets = assets + (CASE WHEN TG_OP <> 'DELETE' THEN 1 ELSE 0 END) - (CASE WHEN TG_OP <> 'INSERT' THEN 1 ELSE 0 END),
        source_bytes = source_bytes + (CASE WHEN TG_OP <> 'DELETE' THEN NEW.size_bytes ELSE 0 END)
            - (CASE WHEN TG_OP <> 'INSERT' THEN OLD.size_bytes ELSE 0 END);
    RETURN NULL;
END $$;

-- (Postgres has no CREATE OR REPLACE for constraint triggers.) Making it locks the assets against changes, so that the first count misses none.
DROP TRIGGER IF EXISTS count_storage ON media.assets;
CREATE CONSTRAINT TRIGGER count_storage AFTER INSERT OR DELETE OR UPDATE OF size_bytes ON media.assets
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION media.count_storage();

INSERT INTO media.storage_totals (id, assets, source_bytes)
SELECT 1, (SELECT count(*) FROM media.assets), (SELECT coalesce(sum(size_bytes), 0) FROM media.assets)
WHERE NOT EXISTS (SELECT 1 FROM media.storage_totals);
