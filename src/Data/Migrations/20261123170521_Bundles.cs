using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class Bundles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "bundle_id",
                schema: "payments",
                table: "orders",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "bundles",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    price_minor_units = table.Column<long>(type: "bigint", nullable: false),
                    price_currency = table.Column<string>(type: "text", nullable: false),
                    other_currencies = table.Column<string[]>(type: "text[]", nullable: false),
                    other_minor_units = table.Column<long[]>(type: "bigint[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bundles", x => x.id);
                    table.CheckConstraint("ck_bundles_other_prices", "cardinality(other_currencies) = cardinality(other_minor_units)");
                    table.CheckConstraint("ck_bundles_price", "price_minor_units >= 0");
                    table.ForeignKey(
                        name: "fk_bundles_users_instructor_id",
                        column: x => x.instructor_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "order_courses",
                schema: "payments",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    enrollment_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_order_courses", x => new { x.order_id, x.course_id });
                    table.ForeignKey(
                        name: "fk_order_courses_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_order_courses_enrollments_enrollment_id",
                        column: x => x.enrollment_id,
                        principalSchema: "learning",
                        principalTable: "enrollments",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_order_courses_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "payments",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "bundle_courses",
                schema: "catalog",
                columns: table => new
                {
                    bundle_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bundle_courses", x => new { x.bundle_id, x.course_id });
                    table.ForeignKey(
                        name: "fk_bundle_courses_bundles_bundle_id",
                        column: x => x.bundle_id,
                        principalSchema: "catalog",
                        principalTable: "bundles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_bundle_courses_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_orders_bundle_id",
                schema: "payments",
                table: "orders",
                column: "bundle_id");

            migrationBuilder.CreateIndex(
                name: "ux_orders_open_bundle",
                schema: "payments",
                table: "orders",
                columns: new[] { "student_id", "bundle_id" },
                unique: true,
                filter: "state IN (1, 2) AND bundle_id IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_orders_item",
                schema: "payments",
                table: "orders",
                sql: "course_id IS NULL OR bundle_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_bundle_courses_course_id",
                schema: "catalog",
                table: "bundle_courses",
                column: "course_id");

            migrationBuilder.CreateIndex(
                name: "ix_bundles_instructor_id_id",
                schema: "catalog",
                table: "bundles",
                columns: new[] { "instructor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_order_courses_course_id",
                schema: "payments",
                table: "order_courses",
                column: "course_id");

            migrationBuilder.CreateIndex(
                name: "ix_order_courses_enrollment_id",
                schema: "payments",
                table: "order_courses",
                column: "enrollment_id");

            migrationBuilder.AddForeignKey(
                name: "fk_orders_bundles_bundle_id",
                schema: "payments",
                table: "orders",
                column: "bundle_id",
                principalSchema: "catalog",
                principalTable: "bundles",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_orders_bundles_bundle_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropTable(
                name: "bundle_courses",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "order_courses",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "bundles",
                schema: "catalog");

            migrationBuilder.DropIndex(
                name: "ix_orders_bundle_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ux_orders_open_bundle",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropCheckConstraint(
                name: "ck_orders_item",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "bundle_id",
                schema: "payments",
                table: "orders");
        }
    }
}
