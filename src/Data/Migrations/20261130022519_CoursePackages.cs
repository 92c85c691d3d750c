using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130022519_CoursePackages")]
    public class CoursePackages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_uploads_assets_asset_id",
                schema: "media",
                table: "uploads");

            migrationBuilder.AlterColumn<Guid>(
                name: "asset_id",
                schema: "media",
                table: "uploads",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.CreateTable(
                name: "course_exports",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    percent = table.Column<int>(type: "integer", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    missing_videos = table.Column<int>(type: "integer", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_exports", x => x.id);
                    table.ForeignKey(
                        name: "fk_course_exports_users_instructor_id",
                        column: x => x.instructor_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "course_imports",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    upload_id = table.Column<Guid>(type: "uuid", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    percent = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: true),
                    refusal = table.Column<int>(type: "integer", nullable: true),
                    refused_for = table.Column<string>(type: "text", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: true),
                    report = table.Column<string>(type: "jsonb", nullable: false),
                    loose_files = table.Column<string[]>(type: "text[]", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_imports", x => x.id);
                    table.CheckConstraint("ck_course_imports_course", "(state = 3) = (course_id IS NOT NULL)");
                    table.CheckConstraint("ck_course_imports_refusal", "(state = 4) = (refusal IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_course_imports_uploads_upload_id",
                        column: x => x.upload_id,
                        principalSchema: "media",
                        principalTable: "uploads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_course_imports_users_instructor_id",
                        column: x => x.instructor_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_course_exports_expiring",
                schema: "catalog",
                table: "course_exports",
                column: "expires_at",
                filter: "state = 2");

            migrationBuilder.CreateIndex(
                name: "ix_course_exports_instructor_id",
                schema: "catalog",
                table: "course_exports",
                column: "instructor_id");

            migrationBuilder.CreateIndex(
                name: "ux_course_exports_preparing",
                schema: "catalog",
                table: "course_exports",
                column: "course_id",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_course_imports_instructor_id_id",
                schema: "catalog",
                table: "course_imports",
                columns: new[] { "instructor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_course_imports_loose_files",
                schema: "catalog",
                table: "course_imports",
                column: "ended_at",
                filter: "ended_at IS NOT NULL AND loose_files <> '{}'");

            migrationBuilder.CreateIndex(
                name: "ux_course_imports_upload",
                schema: "catalog",
                table: "course_imports",
                column: "upload_id",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_uploads_assets_asset_id",
                schema: "media",
                table: "uploads",
                column: "asset_id",
                principalSchema: "media",
                principalTable: "assets",
                principalColumn: "id");
        }
    }
}
