using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class PayoutTerms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "scheduled_for",
                schema: "payouts",
                table: "payouts",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "payout_terms",
                schema: "payouts",
                columns: table => new
                {
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    schedule = table.Column<int>(type: "integer", nullable: false),
                    tax_form_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payout_terms", x => x.instructor_id);
                    table.ForeignKey(
                        name: "fk_payout_terms_users_instructor_id",
                        column: x => x.instructor_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ux_payouts_scheduled",
                schema: "payouts",
                table: "payouts",
                columns: new[] { "instructor_id", "currency", "scheduled_for" },
                unique: true,
                filter: "scheduled_for IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payout_terms",
                schema: "payouts");

            migrationBuilder.DropIndex(
                name: "ux_payouts_scheduled",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "scheduled_for",
                schema: "payouts",
                table: "payouts");
        }
    }
}
