using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class WatchBudgetAndSweeps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "clock_slack_milliseconds",
                schema: "learning",
                table: "enrollments",
                newName: "clock_budget_milliseconds");

            migrationBuilder.RenameColumn(
                name: "clock_at",
                schema: "learning",
                table: "enrollments",
                newName: "clock_open_until");

            migrationBuilder.AddColumn<byte[]>(
                name: "answers",
                schema: "learning",
                table: "watch_sessions",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "clock_counted_at",
                schema: "learning",
                table: "enrollments",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            // Clocks go on from where they had counted to.
            migrationBuilder.Sql("UPDATE learning.enrollments SET clock_counted_at = clock_open_until");

            migrationBuilder.CreateTable(
                name: "sweep_failures",
                schema: "outbox",
                columns: table => new
                {
                    sweep = table.Column<string>(type: "text", nullable: false),
                    row_id = table.Column<Guid>(type: "uuid", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sweep_failures", x => new { x.sweep, x.row_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sweep_failures",
                schema: "outbox");

            migrationBuilder.DropColumn(
                name: "answers",
                schema: "learning",
                table: "watch_sessions");

            migrationBuilder.DropColumn(
                name: "clock_counted_at",
                schema: "learning",
                table: "enrollments");

            migrationBuilder.RenameColumn(
                name: "clock_open_until",
                schema: "learning",
                table: "enrollments",
                newName: "clock_at");

            migrationBuilder.RenameColumn(
                name: "clock_budget_milliseconds",
                schema: "learning",
                table: "enrollments",
                newName: "clock_slack_milliseconds");
        }
    }
}
