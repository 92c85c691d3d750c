using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <summary>
    /// The guard of the ledger's balance looks at what a statement inserted, once, where it looked at the whole transaction for every row: a sale has five
    /// rows. It is not weaker: what sums to zero in every statement sums to zero in all.
    /// </summary>
    public partial class LedgerBalanceByStatement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION ledger.require_balance() CASCADE;");

            // A connection keeps the plan of the first call, which was perhaps made when the tables were small: one that reads them whole must not be among its choices.
            migrationBuilder.Sql("""
                CREATE FUNCTION ledger.require_balance() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
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

                CREATE TRIGGER require_balance AFTER INSERT ON ledger.entries
                    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger.require_balance();
                """);

            // A transaction comes before its entries; that it has some can be asked only when everything is written.
            migrationBuilder.Sql("""
                CREATE FUNCTION ledger.require_entries() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
                BEGIN
                    IF NOT EXISTS (SELECT 1 FROM ledger.entries WHERE transaction_id = NEW.id) THEN
                        RAISE EXCEPTION 'Ledger transaction % has no entries.', NEW.id USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                END $$;

                CREATE CONSTRAINT TRIGGER require_entries AFTER INSERT ON ledger.transactions
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.require_entries();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP FUNCTION ledger.require_entries() CASCADE;
                DROP FUNCTION ledger.require_balance() CASCADE;

                CREATE FUNCTION ledger.require_balance() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    checked uuid := CASE TG_TABLE_NAME WHEN 'transactions' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'transaction_id')::uuid END;
                    entries bigint;
                    total numeric;
                    foreign_entries bigint;
                BEGIN
                    SELECT count(*), sum(e.amount_minor_units), count(*) FILTER (WHERE a.currency <> t.currency)
                      INTO entries, total, foreign_entries
                      FROM ledger.transactions t
                      JOIN ledger.entries e ON e.transaction_id = t.id
                      JOIN ledger.accounts a ON a.id = e.account_id
                     WHERE t.id = checked;
                    IF entries < 2 OR total <> 0 OR foreign_entries > 0 THEN
                        RAISE EXCEPTION 'Ledger transaction % does not balance: % entries, sum %, % in another currency.', checked, entries, total, foreign_entries
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                END $$;

                CREATE CONSTRAINT TRIGGER require_balance AFTER INSERT ON ledger.transactions
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.require_balance();
                CREATE CONSTRAINT TRIGGER require_balance AFTER INSERT ON ledger.entries
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.require_balance();
                """);
        }
    }
}
