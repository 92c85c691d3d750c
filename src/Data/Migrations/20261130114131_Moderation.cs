using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130114131_Moderation")]
    public class Moderation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "change_number",
                schema: "chat",
                table: "messages",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "removed_at",
                schema: "chat",
                table: "messages",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "removed_text",
                schema: "chat",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_access_suspended",
                schema: "catalog",
                table: "courses",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "change_count",
                schema: "chat",
                table: "conversations",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "cases",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    report_count = table.Column<int>(type: "integer", nullable: false),
                    claimed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    claim_expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cases", x => x.id);
                    table.CheckConstraint("ck_cases_claim", "(claimed_by IS NULL) = (claim_expires_at IS NULL)");
                    table.ForeignKey(
                        name: "fk_cases_users_person_id",
                        column: x => x.person_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "hidden_profiles",
                schema: "identity",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    avatar_key = table.Column<string>(type: "text", nullable: true),
                    headline = table.Column<string>(type: "text", nullable: false),
                    bio = table.Column<string>(type: "text", nullable: false),
                    expertise = table.Column<string>(type: "text", nullable: false),
                    hidden_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hidden_profiles", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_hidden_profiles_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_snapshots",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    stars = table.Column<int>(type: "integer", nullable: false),
                    picture_key = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_snapshots", x => x.id);
                    table.ForeignKey(
                        name: "fk_case_snapshots_moderation_cases_case_id",
                        column: x => x.case_id,
                        principalSchema: "administration",
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin = table.Column<int>(type: "integer", nullable: false),
                    act = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<int>(type: "integer", nullable: true),
                    ground = table.Column<int>(type: "integer", nullable: true),
                    clause = table.Column<string>(type: "text", nullable: false),
                    facts = table.Column<string>(type: "text", nullable: false),
                    is_unfounded = table.Column<bool>(type: "boolean", nullable: false),
                    had_effect = table.Column<bool>(type: "boolean", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    waited_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    appeal_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lifted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    lift_reason = table.Column<string>(type: "text", nullable: false),
                    is_reversed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_decisions_cases_case_id",
                        column: x => x.case_id,
                        principalSchema: "administration",
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_decisions_users_person_id",
                        column: x => x.person_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reports",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    reporter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    category = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    snapshot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    unfounded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reports", x => x.id);
                    table.ForeignKey(
                        name: "fk_reports_case_snapshots_snapshot_id",
                        column: x => x.snapshot_id,
                        principalSchema: "administration",
                        principalTable: "case_snapshots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_reports_cases_case_id",
                        column: x => x.case_id,
                        principalSchema: "administration",
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_reports_users_reporter_id",
                        column: x => x.reporter_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "appeals",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    appellant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_by_reporter = table.Column<bool>(type: "boolean", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appeals", x => x.id);
                    table.ForeignKey(
                        name: "fk_appeals_moderation_decisions_decision_id",
                        column: x => x.decision_id,
                        principalSchema: "administration",
                        principalTable: "decisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_appeals_users_appellant_id",
                        column: x => x.appellant_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_appeals_appellant_id",
                schema: "administration",
                table: "appeals",
                column: "appellant_id");

            migrationBuilder.CreateIndex(
                name: "ix_appeals_created_at",
                schema: "administration",
                table: "appeals",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_appeals_open",
                schema: "administration",
                table: "appeals",
                column: "id",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ux_appeals_decision_appellant",
                schema: "administration",
                table: "appeals",
                columns: new[] { "decision_id", "appellant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_case_snapshots_case_id_id",
                schema: "administration",
                table: "case_snapshots",
                columns: new[] { "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_opened",
                schema: "administration",
                table: "cases",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_person_id_id",
                schema: "administration",
                table: "cases",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_queue",
                schema: "administration",
                table: "cases",
                columns: new[] { "opened_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ux_cases_open",
                schema: "administration",
                table: "cases",
                column: "target",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_decisions_case_id_id",
                schema: "administration",
                table: "decisions",
                columns: new[] { "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_decided_at",
                schema: "administration",
                table: "decisions",
                column: "decided_at");

            migrationBuilder.CreateIndex(
                name: "ix_decisions_in_force",
                schema: "administration",
                table: "decisions",
                column: "target",
                filter: "lifted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_decisions_person_id_id",
                schema: "administration",
                table: "decisions",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_decisions_case",
                schema: "administration",
                table: "decisions",
                column: "case_id",
                unique: true,
                filter: "NOT is_reversed");

            migrationBuilder.CreateIndex(
                name: "ix_reports_reporter_id_id",
                schema: "administration",
                table: "reports",
                columns: new[] { "reporter_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reports_snapshot_id",
                schema: "administration",
                table: "reports",
                column: "snapshot_id");

            migrationBuilder.CreateIndex(
                name: "ix_reports_unfounded",
                schema: "administration",
                table: "reports",
                columns: new[] { "reporter_id", "unfounded_at" },
                filter: "unfounded_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_reports_case_reporter",
                schema: "administration",
                table: "reports",
                columns: new[] { "case_id", "reporter_id" },
                unique: true);

            // Reviews that were reported and are not decided wait among the cases, too. The ids tell the time, as all ids do.
            migrationBuilder.Sql("""
                CREATE FUNCTION pg_temp.id_at(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
                    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
                        || '8' || substr(md5(random()::text), 1, 15))::uuid
                $$;

                INSERT INTO administration.cases (id, target, kind, person_id, origin, state, opened_at, report_count)
                SELECT pg_temp.id_at(min(p.created_at)), 'courses/' || r.course_id || '/reviews/' || r.id, 2, r.student_id, 1, 1, min(p.created_at), count(*)
                FROM catalog.review_reports p JOIN catalog.reviews r ON r.id = p.review_id
                WHERE p.settled_at IS NULL AND r.attention_since IS NOT NULL GROUP BY r.id;

                INSERT INTO administration.case_snapshots (id, case_id, taken_at, title, text, slug, version, stars, picture_key)
                SELECT pg_temp.id_at(now()), c.id, now(), '', r.text, '', 0, r.stars, ''
                FROM administration.cases c JOIN catalog.reviews r ON c.target = 'courses/' || r.course_id || '/reviews/' || r.id;

                INSERT INTO administration.reports (id, case_id, target, reporter_id, category, words, snapshot_id, created_at)
                SELECT pg_temp.id_at(p.created_at), c.id, c.target, p.user_id, 11, p.reason, s.id, p.created_at
                FROM catalog.review_reports p
                JOIN catalog.reviews r ON r.id = p.review_id
                JOIN administration.cases c ON c.target = 'courses/' || r.course_id || '/reviews/' || r.id
                JOIN administration.case_snapshots s ON s.case_id = c.id
                WHERE p.settled_at IS NULL;
                """);
        }
    }
}
