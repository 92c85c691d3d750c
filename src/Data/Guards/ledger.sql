-- The journal and its seals are append-only, for the owner of the database as much as for the application.
CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on %.% is refused.', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.transactions
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.seals
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.seal_lines
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Every statement inserts two or more entries per transaction, which sum to zero in the transaction's currency. Once per statement, not per row:
-- a sale has five rows. A connection keeps the plan of its first call, perhaps made when the tables were small: it must not be a sequential scan.
CREATE OR REPLACE FUNCTION ledger.require_balance() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    wrong record;
BEGIN
    SELECT transaction_id, count(*) AS entries, sum(amount) AS total, count(*) FILTER (WHERE is_foreign) AS foreign_entries
      INTO wrong
      FROM (SELECT e.transaction_id, e.amount_minor_units AS amount,
                   (SELECT a.currency FROM ledger.accounts a WHERE a.id = e.account_id)
                       IS DISTINCT FROM (SELECT t.currency FROM ledger.transactions t WHERE t.id = e.transaction_id) AS is_foreign
              FROM inserted e) AS entry
     GROUP BY transaction_id HAVING count(*) < 2 OR sum(amount) <> 0 OR bool_or(is_foreign) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Ledger transaction % does not balance: % entries, sum %, % in another currency.',
            wrong.transaction_id, wrong.entries, wrong.total, wrong.foreign_entries USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER require_balance AFTER INSERT ON ledger.entries
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger.require_balance();

-- A transaction is inserted before its entries: whether it has any can be checked only at commit.
CREATE OR REPLACE FUNCTION ledger.require_entries() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger.entries WHERE transaction_id = NEW.id) THEN
        RAISE EXCEPTION 'Ledger transaction % has no entries.', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- (Postgres has no CREATE OR REPLACE for constraint triggers.)
DROP TRIGGER IF EXISTS require_entries ON ledger.transactions;
CREATE CONSTRAINT TRIGGER require_entries AFTER INSERT ON ledger.transactions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.require_entries();

-- Every posted transaction waits for its seal, whoever posted it. The sealer sees it once it is committed, however late that is.
CREATE OR REPLACE FUNCTION ledger.await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger.unsealed_transactions (transaction_id) SELECT id FROM inserted;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER await_seal AFTER INSERT ON ledger.transactions
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger.await_seal();

-- The lines of a seal are inserted before it: its hash covers them. (EF's model knows no deferred foreign keys.)
ALTER TABLE ledger.seal_lines ALTER CONSTRAINT fk_seal_lines_seals_seal_number DEFERRABLE INITIALLY DEFERRED;
