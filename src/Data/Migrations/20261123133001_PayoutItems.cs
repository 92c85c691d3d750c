using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <summary>What payouts are made of.</summary>
    public partial class PayoutItems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "payout_items",
                schema: "payouts",
                columns: table => new
                {
                    payout_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payout_items", x => new { x.payout_id, x.transaction_id });
                    table.CheckConstraint("ck_payout_items_amount", "minor_units <> 0");
                    table.ForeignKey(
                        name: "fk_payout_items_payouts_payout_id",
                        column: x => x.payout_id,
                        principalSchema: "payouts",
                        principalTable: "payouts",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_payout_items_transactions_transaction_id",
                        column: x => x.transaction_id,
                        principalSchema: "ledger",
                        principalTable: "transactions",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_payout_items_transaction_id",
                schema: "payouts",
                table: "payout_items",
                column: "transaction_id");

            // Payouts that are not returned get their items now, as if when they were requested: what had been taken away first, then what was earned, the oldest first.
            migrationBuilder.Sql("""
                DO $$
                DECLARE
                    payout record;
                BEGIN
                    FOR payout IN SELECT * FROM payouts.payouts WHERE state NOT IN (5, 6, 7) ORDER BY requested_at, id LOOP
                        WITH movement AS (
                            SELECT e.transaction_id, -sum(e.amount_minor_units) AS minor_units
                            FROM ledger.accounts a JOIN ledger.entries e ON e.account_id = a.id
                            WHERE a.owner_id = payout.instructor_id AND a.currency = payout.currency AND a.kind IN (6, 11)
                            GROUP BY e.transaction_id
                        ), rest AS (
                            SELECT m.transaction_id, t.posted_at, m.minor_units - coalesce((
                                SELECT sum(i.minor_units) FROM payouts.payout_items i WHERE i.transaction_id = m.transaction_id), 0) AS minor_units
                            FROM movement m JOIN ledger.transactions t ON t.id = m.transaction_id
                            WHERE t.kind NOT IN (3, 4) AND t.posted_at <= payout.requested_at
                        ), line AS (
                            SELECT transaction_id, minor_units, sum(minor_units) OVER (ORDER BY minor_units > 0, posted_at, transaction_id) - minor_units AS before
                            FROM rest WHERE minor_units <> 0
                        )
                        INSERT INTO payouts.payout_items (payout_id, transaction_id, minor_units)
                        SELECT payout.id, transaction_id, least(minor_units, payout.minor_units - before) FROM line WHERE before < payout.minor_units;
                    END LOOP;
                END $$;
                """);

            // Noted for good, like the journal.
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'The ledger is append-only: % on %.% is refused.', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
                END $$;

                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts.payout_items
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payout_items",
                schema: "payouts");
        }
    }
}
