using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class Selling : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_orders_open",
                schema: "payments",
                table: "orders");

            migrationBuilder.AddColumn<string>(
                name: "accepted_terms",
                schema: "payments",
                table: "orders",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "is_gift",
                schema: "payments",
                table: "orders",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "evidence_submitted_at",
                schema: "payments",
                table: "disputes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "other_currencies",
                schema: "catalog",
                table: "courses",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<long[]>(
                name: "other_minor_units",
                schema: "catalog",
                table: "courses",
                type: "bigint[]",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "gifts",
                schema: "payments",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recipient_email = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false),
                    redeemed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    redeemed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gifts", x => x.order_id);
                    table.ForeignKey(
                        name: "fk_gifts_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "payments",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "revenue_terms",
                schema: "payments",
                columns: table => new
                {
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sale_basis_points = table.Column<int>(type: "integer", nullable: false),
                    instructor_coupon_basis_points = table.Column<int>(type: "integer", nullable: false),
                    promotion_basis_points = table.Column<int>(type: "integer", nullable: false),
                    agreed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revenue_terms", x => x.instructor_id);
                    table.CheckConstraint("ck_revenue_terms_fees", "sale_basis_points BETWEEN 0 AND 10000 AND instructor_coupon_basis_points BETWEEN 0 AND 10000 AND promotion_basis_points BETWEEN 0 AND 10000");
                    table.ForeignKey(
                        name: "fk_revenue_terms_users_instructor_id",
                        column: x => x.instructor_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_received_at_id",
                schema: "payments",
                table: "stripe_events",
                columns: new[] { "received_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_orders_open",
                schema: "payments",
                table: "orders",
                columns: new[] { "student_id", "course_id" },
                unique: true,
                filter: "state IN (1, 2) AND NOT is_gift");

            migrationBuilder.AddCheckConstraint(
                name: "ck_courses_other_prices",
                schema: "catalog",
                table: "courses",
                sql: "cardinality(other_currencies) IS NOT DISTINCT FROM cardinality(other_minor_units)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "gifts",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "revenue_terms",
                schema: "payments");

            migrationBuilder.DropIndex(
                name: "ix_stripe_events_received_at_id",
                schema: "payments",
                table: "stripe_events");

            migrationBuilder.DropIndex(
                name: "ux_orders_open",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropCheckConstraint(
                name: "ck_courses_other_prices",
                schema: "catalog",
                table: "courses");

            migrationBuilder.DropColumn(
                name: "accepted_terms",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "is_gift",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "evidence_submitted_at",
                schema: "payments",
                table: "disputes");

            migrationBuilder.DropColumn(
                name: "other_currencies",
                schema: "catalog",
                table: "courses");

            migrationBuilder.DropColumn(
                name: "other_minor_units",
                schema: "catalog",
                table: "courses");

            migrationBuilder.CreateIndex(
                name: "ux_orders_open",
                schema: "payments",
                table: "orders",
                columns: new[] { "student_id", "course_id" },
                unique: true,
                filter: "state IN (1, 2)");
        }
    }
}
