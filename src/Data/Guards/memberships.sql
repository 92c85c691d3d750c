-- How a month was divided is written once.
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON memberships.shares
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
