using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130005057_CoAuthors")]
    public class CoAuthors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_assets_in_process",
                schema: "media",
                table: "assets");

            migrationBuilder.AddColumn<Guid>(
                name: "course_id",
                schema: "media",
                table: "assets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "uploader_id",
                schema: "media",
                table: "assets",
                type: "uuid",
                nullable: true);

            // Until now everybody uploaded for themselves.
            migrationBuilder.Sql("UPDATE media.assets SET uploader_id = owner_id");
            migrationBuilder.AlterColumn<Guid>(
                name: "uploader_id",
                schema: "media",
                table: "assets",
                type: "uuid",
                nullable: false,
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.CreateTable(
                name: "co_author_invitations",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_co_author_invitations", x => x.id);
                    table.ForeignKey(
                        name: "fk_co_author_invitations_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "co_authors",
                schema: "catalog",
                columns: table => new
                {
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    joined_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_co_authors", x => new { x.course_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_co_authors_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_co_authors_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_assets_course_id",
                schema: "media",
                table: "assets",
                column: "course_id",
                filter: "course_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_assets_in_process",
                schema: "media",
                table: "assets",
                column: "uploader_id",
                filter: "state IN (2, 3, 4)");

            migrationBuilder.CreateIndex(
                name: "ix_co_author_invitations_course_id_email",
                schema: "catalog",
                table: "co_author_invitations",
                columns: new[] { "course_id", "email" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_co_author_invitations_email",
                schema: "catalog",
                table: "co_author_invitations",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_co_authors_user_id",
                schema: "catalog",
                table: "co_authors",
                column: "user_id");

            migrationBuilder.AddForeignKey(
                name: "fk_assets_courses_course_id",
                schema: "media",
                table: "assets",
                column: "course_id",
                principalSchema: "catalog",
                principalTable: "courses",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.AddForeignKey(
                name: "fk_assets_users_uploader_id",
                schema: "media",
                table: "assets",
                column: "uploader_id",
                principalSchema: "identity",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
