using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <summary>Courses have a cover and a promotional video.</summary>
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130005450_Covers")]
    public class Covers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "cover_id",
                schema: "catalog",
                table: "curriculum_versions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cover_width",
                schema: "catalog",
                table: "curriculum_versions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "promotional_seconds",
                schema: "catalog",
                table: "curriculum_versions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "promotional_video",
                schema: "catalog",
                table: "curriculum_versions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "cover_id",
                schema: "catalog",
                table: "courses",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cover_refusal",
                schema: "catalog",
                table: "courses",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cover_width",
                schema: "catalog",
                table: "courses",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "next_cover_id",
                schema: "catalog",
                table: "courses",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "promotional_video",
                schema: "catalog",
                table: "courses",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "covers",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    md5 = table.Column<byte[]>(type: "bytea", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: true),
                    refusal = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_covers", x => x.id);
                    table.CheckConstraint("ck_covers_outcome", "width IS NULL OR refusal IS NULL");
                    table.ForeignKey(
                        name: "fk_covers_users_instructor_id",
                        column: x => x.instructor_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_curriculum_versions_cover_id",
                schema: "catalog",
                table: "curriculum_versions",
                column: "cover_id");

            migrationBuilder.CreateIndex(
                name: "ix_courses_cover_id",
                schema: "catalog",
                table: "courses",
                column: "cover_id");

            migrationBuilder.CreateIndex(
                name: "ix_courses_next_cover_id",
                schema: "catalog",
                table: "courses",
                column: "next_cover_id");

            migrationBuilder.CreateIndex(
                name: "ix_covers_instructor_id",
                schema: "catalog",
                table: "covers",
                column: "instructor_id");

            migrationBuilder.AddForeignKey(
                name: "fk_courses_covers_cover_id",
                schema: "catalog",
                table: "courses",
                column: "cover_id",
                principalSchema: "catalog",
                principalTable: "covers",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.AddForeignKey(
                name: "fk_courses_covers_next_cover_id",
                schema: "catalog",
                table: "courses",
                column: "next_cover_id",
                principalSchema: "catalog",
                principalTable: "covers",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.AddForeignKey(
                name: "fk_curriculum_versions_covers_cover_id",
                schema: "catalog",
                table: "curriculum_versions",
                column: "cover_id",
                principalSchema: "catalog",
                principalTable: "covers",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }
    }
}
