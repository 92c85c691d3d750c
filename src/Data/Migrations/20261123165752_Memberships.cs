using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class Memberships : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts");

            migrationBuilder.AddColumn<bool>(
                name: "is_metered",
                schema: "learning",
                table: "enrollments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "billing_customers",
                schema: "payments",
                columns: table => new
                {
                    student_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stripe_customer_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_billing_customers", x => x.student_id);
                    table.ForeignKey(
                        name: "fk_billing_customers_users_student_id",
                        column: x => x.student_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "course_offers",
                schema: "payments",
                columns: table => new
                {
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_offers", x => x.course_id);
                    table.ForeignKey(
                        name: "fk_course_offers_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plans",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    interval = table.Column<int>(type: "integer", nullable: false),
                    price_minor_units = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    trial_days = table.Column<int>(type: "integer", nullable: false),
                    instructor_basis_points = table.Column<int>(type: "integer", nullable: false),
                    stripe_price_id = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.id);
                    table.CheckConstraint("ck_plans_terms", "price_minor_units > 0 AND trial_days >= 0 AND instructor_basis_points BETWEEN 0 AND 10000");
                });

            migrationBuilder.CreateTable(
                name: "watch_days",
                schema: "learning",
                columns: table => new
                {
                    enrollment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    seconds = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watch_days", x => new { x.enrollment_id, x.day });
                    table.CheckConstraint("ck_watch_days_seconds", "seconds > 0");
                    table.ForeignKey(
                        name: "fk_watch_days_enrollments_enrollment_id",
                        column: x => x.enrollment_id,
                        principalSchema: "learning",
                        principalTable: "enrollments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    student_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trial_days = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    stripe_session_id = table.Column<string>(type: "text", nullable: true),
                    checkout_url = table.Column<string>(type: "text", nullable: true),
                    stripe_subscription_id = table.Column<string>(type: "text", nullable: true),
                    period_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    period_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancels_at_period_end = table.Column<bool>(type: "boolean", nullable: false),
                    access_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_subscriptions_plans_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "payments",
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_subscriptions_users_student_id",
                        column: x => x.student_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "membership_invoices",
                schema: "payments",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stripe_invoice_id = table.Column<string>(type: "text", nullable: false),
                    service_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opens_period = table.Column<bool>(type: "boolean", nullable: false),
                    instructor_basis_points = table.Column<int>(type: "integer", nullable: false),
                    deferred_minor_units = table.Column<long>(type: "bigint", nullable: false),
                    borne_minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_membership_invoices", x => x.order_id);
                    table.CheckConstraint("ck_membership_invoices_left", "deferred_minor_units >= 0");
                    table.ForeignKey(
                        name: "fk_membership_invoices_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "payments",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_membership_invoices_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalSchema: "payments",
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "membership_months",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    student_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    end_day = table.Column<DateOnly>(type: "date", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    divided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    divided_minor_units = table.Column<long>(type: "bigint", nullable: false),
                    instructors_minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_membership_months", x => x.id);
                    table.CheckConstraint("ck_membership_months_days", "end_day > first_day AND minor_units >= 0");
                    table.ForeignKey(
                        name: "fk_membership_months_membership_invoices_order_id",
                        column: x => x.order_id,
                        principalSchema: "payments",
                        principalTable: "membership_invoices",
                        principalColumn: "order_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "membership_shares",
                schema: "payments",
                columns: table => new
                {
                    month_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seconds = table.Column<long>(type: "bigint", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_membership_shares", x => new { x.month_id, x.course_id });
                    table.CheckConstraint("ck_membership_shares_amounts", "seconds > 0 AND minor_units >= 0");
                    table.ForeignKey(
                        name: "fk_membership_shares_membership_months_month_id",
                        column: x => x.month_id,
                        principalSchema: "payments",
                        principalTable: "membership_months",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts",
                sql: "kind NOT IN (10, 11, 12, 13, 20, 21) OR balance_minor_units <= 0");

            migrationBuilder.CreateIndex(
                name: "ix_billing_customers_stripe_customer_id",
                schema: "payments",
                table: "billing_customers",
                column: "stripe_customer_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_membership_invoices_stripe_invoice_id",
                schema: "payments",
                table: "membership_invoices",
                column: "stripe_invoice_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_membership_invoices_subscription_id_service_start",
                schema: "payments",
                table: "membership_invoices",
                columns: new[] { "subscription_id", "service_start" });

            migrationBuilder.CreateIndex(
                name: "ix_membership_months_due",
                schema: "payments",
                table: "membership_months",
                column: "end_day",
                filter: "divided_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_membership_months_order_id_first_day",
                schema: "payments",
                table: "membership_months",
                columns: new[] { "order_id", "first_day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_membership_shares_instructor_id_month_id",
                schema: "payments",
                table: "membership_shares",
                columns: new[] { "instructor_id", "month_id" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_stripe_price_id",
                schema: "payments",
                table: "plans",
                column: "stripe_price_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_access",
                schema: "payments",
                table: "subscriptions",
                column: "access_until",
                filter: "is_open");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_plan_id",
                schema: "payments",
                table: "subscriptions",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_stripe_session_id",
                schema: "payments",
                table: "subscriptions",
                column: "stripe_session_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_stripe_subscription_id",
                schema: "payments",
                table: "subscriptions",
                column: "stripe_subscription_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_student_id_request_id",
                schema: "payments",
                table: "subscriptions",
                columns: new[] { "student_id", "request_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_subscriptions_open",
                schema: "payments",
                table: "subscriptions",
                column: "student_id",
                unique: true,
                filter: "state IN (1, 2, 3, 4, 5)");

            // What a month was divided into is written once.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON payments.membership_shares
                FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "billing_customers",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "course_offers",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "membership_shares",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "watch_days",
                schema: "learning");

            migrationBuilder.DropTable(
                name: "membership_months",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "membership_invoices",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "subscriptions",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "plans",
                schema: "payments");

            migrationBuilder.DropCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "is_metered",
                schema: "learning",
                table: "enrollments");

            migrationBuilder.AddCheckConstraint(
                name: "ck_accounts_liability",
                schema: "ledger",
                table: "accounts",
                sql: "kind NOT IN (10, 11, 12, 13, 20) OR balance_minor_units <= 0");
        }
    }
}
