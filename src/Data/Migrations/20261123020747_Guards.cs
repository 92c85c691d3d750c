using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <summary>What Postgres itself refuses, and what it announces: rules that hold whoever writes.</summary>
    public partial class Guards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The journal is append-only, for the owner as much as for the application.
            migrationBuilder.Sql("""
                CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'The ledger is append-only: % on ledger.% is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
                END $$;

                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.transactions
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
                """);

            // Two or more entries that sum to zero in the transaction's currency; looked at when everything is written.
            migrationBuilder.Sql("""
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

            // The audit log is append-only too.
            migrationBuilder.Sql("""
                CREATE FUNCTION administration.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'The audit log is append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
                END $$;

                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON administration.audit_events
                    FOR EACH STATEMENT EXECUTE FUNCTION administration.refuse_change();
                """);

            // Watched seconds and completion never shrink, whatever a later version of the program does.
            migrationBuilder.Sql("""
                CREATE FUNCTION learning.refuse_shrinking() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NOT (NEW.watched @> OLD.watched) OR (OLD.completed_at IS NOT NULL AND NEW.completed_at IS DISTINCT FROM OLD.completed_at) THEN
                        RAISE EXCEPTION 'Progress never shrinks.' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                END $$;

                CREATE TRIGGER refuse_shrinking BEFORE UPDATE ON learning.lesson_progress
                    FOR EACH ROW EXECUTE FUNCTION learning.refuse_shrinking();
                """);

            // Wakes the outbox pump when the transaction commits.
            migrationBuilder.Sql("""
                CREATE FUNCTION outbox.announce() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('outbox', '');
                    RETURN NULL;
                END $$;

                CREATE TRIGGER announce AFTER INSERT ON outbox.messages
                    FOR EACH STATEMENT EXECUTE FUNCTION outbox.announce();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP FUNCTION outbox.announce() CASCADE;
                DROP FUNCTION learning.refuse_shrinking() CASCADE;
                DROP FUNCTION administration.refuse_change() CASCADE;
                DROP FUNCTION ledger.require_balance() CASCADE;
                DROP FUNCTION ledger.refuse_change() CASCADE;
                """);
        }
    }
}
