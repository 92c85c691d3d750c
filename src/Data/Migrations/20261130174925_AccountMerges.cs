using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130174925_AccountMerges")]
    public class AccountMerges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                schema: "identity",
                table: "users",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "description_after",
                schema: "administration",
                table: "setting_changes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "description_before",
                schema: "administration",
                table: "setting_changes",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_merges",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    plan = table.Column<string>(type: "jsonb", nullable: false),
                    etag = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    prepared_by = table.Column<Guid>(type: "uuid", nullable: false),
                    prepared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_by = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_merges", x => x.id);
                    table.CheckConstraint("ck_account_merges_two", "source_id <> target_id");
                    table.ForeignKey(
                        name: "fk_account_merges_users_source_id",
                        column: x => x.source_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_account_merges_users_target_id",
                        column: x => x.target_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_merged",
                schema: "identity",
                table: "users",
                column: "merged_into",
                filter: "merged_into IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_account_merges_source_id_id",
                schema: "administration",
                table: "account_merges",
                columns: new[] { "source_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_account_merges_target_id_id",
                schema: "administration",
                table: "account_merges",
                columns: new[] { "target_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_account_merges_confirmed",
                schema: "administration",
                table: "account_merges",
                column: "source_id",
                unique: true,
                filter: "state = 2");

            migrationBuilder.AddForeignKey(
                name: "fk_users_users_merged_into",
                schema: "identity",
                table: "users",
                column: "merged_into",
                principalSchema: "identity",
                principalTable: "users",
                principalColumn: "id");

            // Two enrollments in a course change places when accounts are merged, and their reviews with them: in between they are nobody's.
            migrationBuilder.Sql(
                """
                ALTER TABLE learning.enrollments ALTER CONSTRAINT fk_enrollments_users_student_id DEFERRABLE INITIALLY IMMEDIATE;
                ALTER TABLE catalog.reviews ALTER CONSTRAINT fk_reviews_users_student_id DEFERRABLE INITIALLY IMMEDIATE;
                """
            );
        }
    }
}
