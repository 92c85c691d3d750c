using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <summary>Refunds, disputes, coupons, and access by grants.</summary>
    public partial class Reversals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_enrollments_live",
                schema: "learning",
                table: "enrollments");

            migrationBuilder.AddColumn<Guid>(
                name: "first_approved_by",
                schema: "payouts",
                table: "payouts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "coupon_code",
                schema: "payments",
                table: "orders",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "coupon_id",
                schema: "payments",
                table: "orders",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "discount_bearer",
                schema: "payments",
                table: "orders",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "disputed_minor_units",
                schema: "payments",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "list_minor_units",
                schema: "payments",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "lost_minor_units",
                schema: "payments",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "refunded_minor_units",
                schema: "payments",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "reversed_minor_units",
                schema: "ledger",
                table: "earnings",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "access_grants",
                schema: "learning",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    enrollment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_grants", x => x.id);
                    table.ForeignKey(
                        name: "fk_access_grants_enrollments_enrollment_id",
                        column: x => x.enrollment_id,
                        principalSchema: "learning",
                        principalTable: "enrollments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "coupons",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    basis_points = table.Column<int>(type: "integer", nullable: false),
                    amount_minor_units = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true),
                    course_id = table.Column<Guid>(type: "uuid", nullable: true),
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    maximum_redemptions = table.Column<int>(type: "integer", nullable: true),
                    maximum_per_student = table.Column<int>(type: "integer", nullable: false),
                    bearer = table.Column<int>(type: "integer", nullable: false),
                    redemptions = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coupons", x => x.id);
                    table.CheckConstraint("ck_coupons_redemptions", "redemptions >= 0");
                    table.ForeignKey(
                        name: "fk_coupons_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_coupons_users_owner_id",
                        column: x => x.owner_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "disputes",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stripe_dispute_id = table.Column<string>(type: "text", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    evidence_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    noted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disputes", x => x.id);
                    table.CheckConstraint("ck_disputes_amount", "minor_units > 0");
                    table.ForeignKey(
                        name: "fk_disputes_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "payments",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    failure_message = table.Column<string>(type: "text", nullable: false),
                    stripe_refund_id = table.Column<string>(type: "text", nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    booked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refunds", x => x.id);
                    table.CheckConstraint("ck_refunds_amount", "minor_units > 0");
                    table.ForeignKey(
                        name: "fk_refunds_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "payments",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_orders_coupon_id",
                schema: "payments",
                table: "orders",
                column: "coupon_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_orders_refunded",
                schema: "payments",
                table: "orders",
                sql: "refunded_minor_units BETWEEN 0 AND total_minor_units AND disputed_minor_units >= 0 AND lost_minor_units >= 0");

            migrationBuilder.CreateIndex(
                name: "ux_enrollments_student_course",
                schema: "learning",
                table: "enrollments",
                columns: new[] { "student_id", "course_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_earnings_reversed",
                schema: "ledger",
                table: "earnings",
                sql: "reversed_minor_units BETWEEN 0 AND minor_units");

            migrationBuilder.AddCheckConstraint(
                name: "ck_accounts_asset",
                schema: "ledger",
                table: "accounts",
                sql: "kind NOT IN (4, 6) OR balance_minor_units >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_enrollment_id",
                schema: "learning",
                table: "access_grants",
                column: "enrollment_id");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_source",
                schema: "learning",
                table: "access_grants",
                column: "source",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_coupons_course_id",
                schema: "payments",
                table: "coupons",
                column: "course_id");

            migrationBuilder.CreateIndex(
                name: "ix_coupons_owner_id_id",
                schema: "payments",
                table: "coupons",
                columns: new[] { "owner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_coupons_code",
                schema: "payments",
                table: "coupons",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_disputes_order_id",
                schema: "payments",
                table: "disputes",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_disputes_stripe_dispute_id",
                schema: "payments",
                table: "disputes",
                column: "stripe_dispute_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_order_id",
                schema: "payments",
                table: "refunds",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_stripe_refund_id",
                schema: "payments",
                table: "refunds",
                column: "stripe_refund_id",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_orders_coupons_coupon_id",
                schema: "payments",
                table: "orders",
                column: "coupon_id",
                principalSchema: "payments",
                principalTable: "coupons",
                principalColumn: "id");

            // What was paid before coupons was the price, and every payment has granted access.
            migrationBuilder.Sql("""
                UPDATE payments.orders SET list_minor_units = total_minor_units;

                INSERT INTO learning.access_grants (id, enrollment_id, source, state, granted_at)
                SELECT gen_random_uuid(), enrollment_id, 'orders/' || id, 1, paid_at FROM payments.orders WHERE enrollment_id IS NOT NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_orders_coupons_coupon_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropTable(
                name: "access_grants",
                schema: "learning");

            migrationBuilder.DropTable(
                name: "coupons",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "disputes",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "refunds",
                schema: "payments");

            migrationBuilder.DropIndex(
                name: "ix_orders_coupon_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropCheckConstraint(
                name: "ck_orders_refunded",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ux_enrollments_student_course",
                schema: "learning",
                table: "enrollments");

            migrationBuilder.DropCheckConstraint(
                name: "ck_earnings_reversed",
                schema: "ledger",
                table: "earnings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_accounts_asset",
                schema: "ledger",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "first_approved_by",
                schema: "payouts",
                table: "payouts");

            migrationBuilder.DropColumn(
                name: "coupon_code",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "coupon_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "discount_bearer",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "disputed_minor_units",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "list_minor_units",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "lost_minor_units",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "refunded_minor_units",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "reversed_minor_units",
                schema: "ledger",
                table: "earnings");

            migrationBuilder.CreateIndex(
                name: "ux_enrollments_live",
                schema: "learning",
                table: "enrollments",
                columns: new[] { "student_id", "course_id" },
                unique: true,
                filter: "state = 1");
        }
    }
}
