using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class GrantsAndSubjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_orders_courses_course_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ix_access_grants_source",
                schema: "learning",
                table: "access_grants");

            migrationBuilder.RenameColumn(
                name: "course_title",
                schema: "payments",
                table: "orders",
                newName: "title");

            migrationBuilder.AlterColumn<Guid>(
                name: "instructor_id",
                schema: "payments",
                table: "orders",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<Guid>(
                name: "course_id",
                schema: "payments",
                table: "orders",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_source_enrollment_id",
                schema: "learning",
                table: "access_grants",
                columns: new[] { "source", "enrollment_id" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_orders_courses_course_id",
                schema: "payments",
                table: "orders",
                column: "course_id",
                principalSchema: "catalog",
                principalTable: "courses",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_orders_courses_course_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ix_access_grants_source_enrollment_id",
                schema: "learning",
                table: "access_grants");

            migrationBuilder.RenameColumn(
                name: "title",
                schema: "payments",
                table: "orders",
                newName: "course_title");

            migrationBuilder.AlterColumn<Guid>(
                name: "instructor_id",
                schema: "payments",
                table: "orders",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "course_id",
                schema: "payments",
                table: "orders",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_source",
                schema: "learning",
                table: "access_grants",
                column: "source",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_orders_courses_course_id",
                schema: "payments",
                table: "orders",
                column: "course_id",
                principalSchema: "catalog",
                principalTable: "courses",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
