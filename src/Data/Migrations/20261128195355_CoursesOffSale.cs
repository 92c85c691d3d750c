using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class CoursesOffSale : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_instructor_blocked",
                schema: "catalog",
                table: "courses",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "latest_version",
                schema: "catalog",
                table: "courses",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "suspend_reason",
                schema: "catalog",
                table: "courses",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "suspended_at",
                schema: "catalog",
                table: "courses",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "unpublished_at",
                schema: "catalog",
                table: "courses",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE catalog.courses c SET latest_version = coalesce((SELECT max(v.number) FROM catalog.curriculum_versions v WHERE v.course_id = c.id), 0);
                UPDATE catalog.courses SET unpublished_at = now() WHERE latest_version > 0 AND published_version = 0;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "is_instructor_blocked",
                schema: "catalog",
                table: "courses");

            migrationBuilder.DropColumn(
                name: "latest_version",
                schema: "catalog",
                table: "courses");

            migrationBuilder.DropColumn(
                name: "suspend_reason",
                schema: "catalog",
                table: "courses");

            migrationBuilder.DropColumn(
                name: "suspended_at",
                schema: "catalog",
                table: "courses");

            migrationBuilder.DropColumn(
                name: "unpublished_at",
                schema: "catalog",
                table: "courses");
        }
    }
}
