-- The audit log is append-only.
CREATE OR REPLACE FUNCTION administration.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON administration.audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION administration.refuse_change();
