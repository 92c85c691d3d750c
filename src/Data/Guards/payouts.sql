-- What a payout was made of, and what was taken back of a transfer, is written once, like the journal.
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts.payout_items
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts.transfer_reversals
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
