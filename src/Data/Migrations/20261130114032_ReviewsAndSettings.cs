using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130114032_ReviewsAndSettings")]
    public class ReviewsAndSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "trusted_at",
                schema: "instructors",
                table: "profiles",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "course_submissions",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<int>(type: "integer", nullable: false),
                    base_version = table.Column<int>(type: "integer", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false),
                    submitted_by = table.Column<Guid>(type: "uuid", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    takeover_note = table.Column<string>(type: "text", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_submissions", x => x.id);
                    table.ForeignKey(
                        name: "fk_course_submissions_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // What waits for review now has a submission too.
            migrationBuilder.Sql(
                """
                INSERT INTO catalog.course_submissions
                    (id, course_id, number, state, scope, base_version, digest, submitted_by, submitted_at, takeover_note, message)
                SELECT gen_random_uuid(), id, 1, 1, 1, latest_version, '', instructor_id, submitted_at, '', ''
                FROM catalog.courses WHERE state = 2 AND submitted_at IS NOT NULL
                """);

            migrationBuilder.CreateTable(
                name: "feature_flags",
                schema: "administration",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    rollout_basis_points = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feature_flags", x => x.name);
                    table.CheckConstraint("ck_feature_flags_rollout", "rollout_basis_points BETWEEN 0 AND 10000");
                });

            migrationBuilder.CreateTable(
                name: "setting_changes",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    before = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: true),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    reverts = table.Column<Guid>(type: "uuid", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_setting_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settings",
                schema: "administration",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settings", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "requested_changes",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lesson_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position_seconds = table.Column<int>(type: "integer", nullable: true),
                    importance = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reply = table.Column<string>(type: "text", nullable: false),
                    reopen_reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_requested_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_requested_changes_course_submissions_submission_id",
                        column: x => x.submission_id,
                        principalSchema: "catalog",
                        principalTable: "course_submissions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_course_submissions_course_id_number",
                schema: "catalog",
                table: "course_submissions",
                columns: new[] { "course_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_course_submissions_open",
                schema: "catalog",
                table: "course_submissions",
                column: "course_id",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_requested_changes_course_id_id",
                schema: "catalog",
                table: "requested_changes",
                columns: new[] { "course_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_requested_changes_submission_id_id",
                schema: "catalog",
                table: "requested_changes",
                columns: new[] { "submission_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_setting_changes_reverts",
                schema: "administration",
                table: "setting_changes",
                column: "reverts",
                unique: true,
                filter: "reverts IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_setting_changes_subject_id",
                schema: "administration",
                table: "setting_changes",
                columns: new[] { "subject", "id" });
        }
    }
}
