using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130021401_SlugsAndPreviews")]
    public class SlugsAndPreviews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_free_preview",
                schema: "catalog",
                table: "lessons",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_free_preview",
                schema: "catalog",
                table: "curriculum_lessons",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "slug",
                schema: "catalog",
                table: "courses",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "course_slugs",
                schema: "catalog",
                columns: table => new
                {
                    slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_slugs", x => x.slug);
                    table.ForeignKey(
                        name: "fk_course_slugs_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_course_slugs_course_id",
                schema: "catalog",
                table: "course_slugs",
                column: "course_id");
        }
    }
}
