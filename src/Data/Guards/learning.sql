-- Watched seconds and completion never shrink, whatever a later version of the program does.
CREATE OR REPLACE FUNCTION learning.refuse_shrinking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (NEW.watched @> OLD.watched) OR (OLD.completed_at IS NOT NULL AND NEW.completed_at IS DISTINCT FROM OLD.completed_at) THEN
        RAISE EXCEPTION 'Progress never shrinks.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER refuse_shrinking BEFORE UPDATE ON learning.lesson_progress
    FOR EACH ROW EXECUTE FUNCTION learning.refuse_shrinking();
