using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130061211_StudentReports")]
    public class StudentReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_enrollments_course_id",
                schema: "learning",
                table: "enrollments");

            migrationBuilder.AddColumn<int>(
                name: "completed_lessons",
                schema: "learning",
                table: "enrollments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                schema: "learning",
                table: "enrollments",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<int>(
                name: "progress_basis_points",
                schema: "learning",
                table: "enrollments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "started_at",
                schema: "learning",
                table: "enrollments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "announcements",
                schema: "learning",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    markdown = table.Column<string>(type: "text", nullable: false),
                    filter = table.Column<string>(type: "jsonb", nullable: false),
                    recipient_count = table.Column<int>(type: "integer", nullable: false),
                    sent_count = table.Column<int>(type: "integer", nullable: false),
                    parts = table.Column<int>(type: "integer", nullable: false),
                    sent_up_to = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_announcements", x => x.id);
                    table.ForeignKey(
                        name: "fk_announcements_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_announcements_users_author_id",
                        column: x => x.author_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "bucket_engagement",
                schema: "learning",
                columns: table => new
                {
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lesson_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bucket = table.Column<int>(type: "integer", nullable: false),
                    students = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bucket_engagement", x => new { x.course_id, x.lesson_id, x.asset_id, x.bucket });
                });

            migrationBuilder.CreateTable(
                name: "engagement_changes",
                schema: "learning",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lesson_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened = table.Column<int>(type: "integer", nullable: false),
                    completed = table.Column<int>(type: "integer", nullable: false),
                    buckets = table.Column<NpgsqlRange<int>[]>(type: "int4multirange", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_engagement_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lesson_engagement",
                schema: "learning",
                columns: table => new
                {
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lesson_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened = table.Column<int>(type: "integer", nullable: false),
                    completed = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lesson_engagement", x => new { x.course_id, x.lesson_id });
                });

            migrationBuilder.CreateTable(
                name: "announcement_recipients",
                schema: "learning",
                columns: table => new
                {
                    announcement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    student_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    mailed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_announcement_recipients", x => new { x.announcement_id, x.student_id });
                    table.ForeignKey(
                        name: "fk_announcement_recipients_announcements_announcement_id",
                        column: x => x.announcement_id,
                        principalSchema: "learning",
                        principalTable: "announcements",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_announcement_recipients_users_student_id",
                        column: x => x.student_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // What is kept from now on, counted once from what there is.
            migrationBuilder.Sql(
                """
                WITH opened AS (
                    SELECT enrollment_id, min(opened_at) AS first_at, max(greatest(opened_at, completed_at)) AS last_at
                    FROM learning.lesson_progress GROUP BY enrollment_id
                ),
                counted AS (
                    SELECT e.id, count(*) AS required, count(*) FILTER (WHERE EXISTS (
                        SELECT 1 FROM learning.lesson_progress p
                        WHERE p.enrollment_id = e.id AND p.lesson_id = l.lesson_id AND p.completed_at IS NOT NULL)) AS completed
                    FROM learning.enrollments e JOIN catalog.curriculum_lessons l ON l.version_id = e.curriculum_version_id AND l.required
                    GROUP BY e.id
                )
                UPDATE learning.enrollments e
                SET started_at = o.first_at, last_seen_at = greatest(e.created_at, e.clock_counted_at, o.last_at),
                    completed_lessons = coalesce(c.completed, 0),
                    progress_basis_points = CASE WHEN e.completed_at IS NOT NULL THEN 10000
                        ELSE least(9999, coalesce(c.completed, 0) * 10000 / greatest(c.required, 1)) END
                FROM learning.enrollments x LEFT JOIN opened o ON o.enrollment_id = x.id LEFT JOIN counted c ON c.id = x.id
                WHERE x.id = e.id;

                INSERT INTO learning.lesson_engagement (course_id, lesson_id, opened, completed)
                SELECT e.course_id, p.lesson_id, count(DISTINCT e.id), count(DISTINCT e.id) FILTER (WHERE p.completed_at IS NOT NULL)
                FROM learning.lesson_progress p JOIN learning.enrollments e ON e.id = p.enrollment_id
                GROUP BY e.course_id, p.lesson_id;

                INSERT INTO learning.bucket_engagement (course_id, lesson_id, asset_id, bucket, students)
                SELECT w.course_id, w.lesson_id, w.asset_id, w.bucket, count(*)
                FROM (
                    SELECT e.course_id, p.lesson_id, p.asset_id, b.bucket
                    FROM learning.lesson_progress p JOIN learning.enrollments e ON e.id = p.enrollment_id
                    JOIN (
                        SELECT DISTINCT v.course_id, l.lesson_id, l.asset_id, l.video_seconds AS length, least(100, l.video_seconds) AS buckets
                        FROM catalog.curriculum_lessons l JOIN catalog.curriculum_versions v ON v.id = l.version_id WHERE l.video_seconds > 0
                    ) l ON l.course_id = e.course_id AND l.lesson_id = p.lesson_id AND l.asset_id = p.asset_id
                    CROSS JOIN LATERAL unnest(p.watched) AS r
                    JOIN LATERAL (
                        SELECT n AS bucket, n::bigint * l.length / l.buckets AS first, (n + 1)::bigint * l.length / l.buckets AS behind
                        FROM generate_series(0, l.buckets - 1) AS n
                    ) b ON b.first < upper(r) AND b.behind > lower(r)
                    GROUP BY p.enrollment_id, e.course_id, p.lesson_id, p.asset_id, b.bucket, b.first, b.behind
                    HAVING 2 * sum(least(upper(r), b.behind) - greatest(lower(r), b.first)) >= b.behind - b.first
                ) w
                GROUP BY w.course_id, w.lesson_id, w.asset_id, w.bucket;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_users_display_name_trigrams",
                schema: "identity",
                table: "users",
                column: "display_name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_enrollments_course",
                schema: "learning",
                table: "enrollments",
                columns: new[] { "course_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_enrollments_course_progress",
                schema: "learning",
                table: "enrollments",
                columns: new[] { "course_id", "progress_basis_points", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_enrollments_course_seen",
                schema: "learning",
                table: "enrollments",
                columns: new[] { "course_id", "last_seen_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_announcement_recipients_student_id_announcement_id",
                schema: "learning",
                table: "announcement_recipients",
                columns: new[] { "student_id", "announcement_id" });

            migrationBuilder.CreateIndex(
                name: "ix_announcement_recipients_unmailed",
                schema: "learning",
                table: "announcement_recipients",
                columns: new[] { "announcement_id", "part" },
                filter: "mailed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_announcements_author_id",
                schema: "learning",
                table: "announcements",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_announcements_course_id_id",
                schema: "learning",
                table: "announcements",
                columns: new[] { "course_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_engagement_changes_course_id_id",
                schema: "learning",
                table: "engagement_changes",
                columns: new[] { "course_id", "id" });
        }
    }
}
