using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class CreditsAndWaitingPayouts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "bank_message",
                schema: "payouts",
                table: "payouts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "bank_returned_at",
                schema: "payouts",
                table: "payouts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_wait_reported",
                schema: "payouts",
                table: "payouts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "retry_at",
                schema: "payouts",
                table: "payouts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waiting_since",
                schema: "payouts",
                table: "payouts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "waits",
                schema: "payouts",
                table: "payouts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "country",
                schema: "instructors",
                table: "payout_accounts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "credit_minor_units",
                schema: "payments",
                table: "membership_invoices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "membership_credits",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stripe_invoice_id = table.Column<string>(type: "text", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_membership_credits", x => x.id);
                    table.CheckConstraint("ck_membership_credits_amount", "minor_units > 0");
                    table.ForeignKey(
                        name: "fk_membership_credits_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalSchema: "payments",
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_payouts_waiting",
                schema: "payouts",
                table: "payouts",
                column: "retry_at",
                filter: "retry_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_membership_credits_stripe_invoice_id",
                schema: "payments",
                table: "membership_credits",
                column: "stripe_invoice_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_membership_credits_subscription_id",
                schema: "payments",
                table: "membership_credits",
                column: "subscription_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "membership_credits",
                schema: "payments");

            migrationBuilder.DropIndex(
                name: "ix_payouts_waiting",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "bank_message",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "bank_returned_at",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "is_wait_reported",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "retry_at",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "waits",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "country",
                schema: "instructors",
                table: "payout_accounts");

            migrationBuilder.DropColumn(
                name: "credit_minor_units",
                schema: "payments",
                table: "membership_invoices");
        }
    }
}
