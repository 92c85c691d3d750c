using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class TaxAndTransferReversals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_orders_refunded",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts");

            migrationBuilder.AddColumn<long>(
                name: "reversed_minor_units",
                schema: "payouts",
                table: "payouts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "tax_behavior",
                schema: "payments",
                table: "orders",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "tax_minor_units",
                schema: "payments",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "charged_minor_units",
                schema: "payments",
                table: "orders",
                type: "bigint",
                nullable: false,
                computedColumnSql: "total_minor_units + CASE WHEN tax_behavior = 1 THEN tax_minor_units ELSE 0 END",
                stored: true);

            migrationBuilder.CreateTable(
                name: "transfer_reversals",
                schema: "payouts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payout_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stripe_reversal_id = table.Column<string>(type: "text", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false),
                    noted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfer_reversals", x => x.id);
                    table.CheckConstraint("ck_transfer_reversals_amount", "minor_units > 0");
                    table.ForeignKey(
                        name: "fk_transfer_reversals_payouts_payout_id",
                        column: x => x.payout_id,
                        principalSchema: "payouts",
                        principalTable: "payouts",
                        principalColumn: "id");
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_payouts_reversed",
                schema: "payouts",
                table: "payouts",
                sql: "reversed_minor_units BETWEEN 0 AND minor_units AND (reversed_minor_units = 0 OR state = 4)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_orders_refunded",
                schema: "payments",
                table: "orders",
                sql: "refunded_minor_units BETWEEN 0 AND charged_minor_units AND disputed_minor_units >= 0 AND lost_minor_units >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_orders_tax",
                schema: "payments",
                table: "orders",
                sql: "tax_minor_units BETWEEN 0 AND charged_minor_units AND (tax_minor_units = 0 OR tax_behavior IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts",
                sql: "kind NOT IN (10, 11, 12, 13, 20) OR balance_minor_units <= 0");

            migrationBuilder.CreateIndex(
                name: "ix_transfer_reversals_payout_id",
                schema: "payouts",
                table: "transfer_reversals",
                column: "payout_id");

            migrationBuilder.CreateIndex(
                name: "ix_transfer_reversals_stripe_reversal_id",
                schema: "payouts",
                table: "transfer_reversals",
                column: "stripe_reversal_id",
                unique: true);

            // Noted for good, like the journal.
            migrationBuilder.Sql("""
                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts.transfer_reversals
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "transfer_reversals",
                schema: "payouts");

            migrationBuilder.DropCheckConstraint(
                name: "ck_payouts_reversed",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropCheckConstraint(
                name: "ck_orders_refunded",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropCheckConstraint(
                name: "ck_orders_tax",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "charged_minor_units",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "reversed_minor_units",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "tax_behavior",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "tax_minor_units",
                schema: "payments",
                table: "orders");

            migrationBuilder.AddCheckConstraint(
                name: "ck_orders_refunded",
                schema: "payments",
                table: "orders",
                sql: "refunded_minor_units BETWEEN 0 AND total_minor_units AND disputed_minor_units >= 0 AND lost_minor_units >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts",
                sql: "kind < 10 OR balance_minor_units <= 0");
        }
    }
}
