-- The audit log and the history of settings are append-only.
CREATE OR REPLACE FUNCTION administration.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused.', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON administration.audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION administration.refuse_change();

CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON administration.setting_changes
    FOR EACH STATEMENT EXECUTE FUNCTION administration.refuse_change();
