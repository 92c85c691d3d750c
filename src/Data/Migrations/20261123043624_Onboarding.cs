using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class Onboarding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_applications_applicant_id",
                schema: "instructors",
                table: "applications");

            migrationBuilder.RenameIndex(
                name: "ix_users_delete_at",
                schema: "identity",
                table: "users",
                newName: "ix_users_to_erase");

            migrationBuilder.RenameIndex(
                name: "ix_uploads_expires_at",
                schema: "media",
                table: "uploads",
                newName: "ix_uploads_open");

            migrationBuilder.RenameIndex(
                name: "ix_stripe_events_received_at",
                schema: "payments",
                table: "stripe_events",
                newName: "ix_stripe_events_unhandled");

            migrationBuilder.RenameIndex(
                name: "ix_sessions_revoked_at",
                schema: "identity",
                table: "sessions",
                newName: "ix_sessions_revoked");

            migrationBuilder.RenameIndex(
                name: "ix_payouts_instructor_id_currency",
                schema: "payouts",
                table: "payouts",
                newName: "ux_payouts_open");

            migrationBuilder.RenameIndex(
                name: "ix_orders_student_id_course_id",
                schema: "payments",
                table: "orders",
                newName: "ux_orders_open");

            migrationBuilder.RenameIndex(
                name: "ix_messages_id",
                schema: "outbox",
                table: "messages",
                newName: "ix_messages_waiting");

            migrationBuilder.RenameIndex(
                name: "ix_enrollments_student_id_course_id",
                schema: "learning",
                table: "enrollments",
                newName: "ux_enrollments_live");

            migrationBuilder.RenameIndex(
                name: "ix_earnings_release_at",
                schema: "ledger",
                table: "earnings",
                newName: "ix_earnings_held");

            migrationBuilder.RenameIndex(
                name: "ix_data_exports_user_id",
                schema: "identity",
                table: "data_exports",
                newName: "ux_data_exports_preparing");

            migrationBuilder.RenameIndex(
                name: "ix_data_exports_expires_at",
                schema: "identity",
                table: "data_exports",
                newName: "ix_data_exports_expiring");

            migrationBuilder.RenameIndex(
                name: "ix_courses_submitted_at_id",
                schema: "catalog",
                table: "courses",
                newName: "ix_courses_review_queue");

            migrationBuilder.RenameIndex(
                name: "ix_certificates_enrollment_id",
                schema: "certificates",
                table: "certificates",
                newName: "ux_certificates_active");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "submitted_at",
                schema: "instructors",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                schema: "instructors",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "created_at",
                schema: "instructors",
                table: "applications",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "documents_deleted_at",
                schema: "instructors",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "submissions",
                schema: "instructors",
                table: "applications",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "updated_at",
                schema: "instructors",
                table: "applications",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.CreateTable(
                name: "application_documents",
                schema: "instructors",
                columns: table => new
                {
                    kind = table.Column<int>(type: "integer", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    object_key = table.Column<string>(type: "text", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_documents", x => new { x.application_id, x.kind });
                    table.ForeignKey(
                        name: "fk_application_documents_applications_application_id",
                        column: x => x.application_id,
                        principalSchema: "instructors",
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "profiles",
                schema: "instructors",
                columns: table => new
                {
                    instructor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    headline = table.Column<string>(type: "text", nullable: false),
                    bio = table.Column<string>(type: "text", nullable: false),
                    expertise = table.Column<string>(type: "text", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_profiles", x => x.instructor_id);
                    table.ForeignKey(
                        name: "fk_profiles_users_instructor_id",
                        column: x => x.instructor_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // Applications of before were handed in once and have no documents; who was approved has a profile.
            migrationBuilder.Sql(
                """
                UPDATE instructors.applications
                SET created_at = submitted_at, updated_at = submitted_at, submissions = 1, documents_deleted_at = reviewed_at, closed_at = CASE WHEN state IN (2, 3) THEN reviewed_at END
                """);
            migrationBuilder.Sql(
                """
                INSERT INTO instructors.profiles (instructor_id, headline, bio, expertise, updated_at)
                SELECT DISTINCT ON (applicant_id) applicant_id, '', bio, expertise, reviewed_at FROM instructors.applications WHERE state = 2 ORDER BY applicant_id, id DESC
                """);

            migrationBuilder.CreateIndex(
                name: "ix_applications_documents",
                schema: "instructors",
                table: "applications",
                column: "updated_at",
                filter: "documents_deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_applications_open",
                schema: "instructors",
                table: "applications",
                column: "applicant_id",
                unique: true,
                filter: "state IN (1, 4, 5)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_documents",
                schema: "instructors");

            migrationBuilder.DropTable(
                name: "profiles",
                schema: "instructors");

            migrationBuilder.DropIndex(
                name: "ix_applications_documents",
                schema: "instructors",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ux_applications_open",
                schema: "instructors",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "closed_at",
                schema: "instructors",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "created_at",
                schema: "instructors",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "documents_deleted_at",
                schema: "instructors",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "submissions",
                schema: "instructors",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "updated_at",
                schema: "instructors",
                table: "applications");

            migrationBuilder.RenameIndex(
                name: "ix_users_to_erase",
                schema: "identity",
                table: "users",
                newName: "ix_users_delete_at");

            migrationBuilder.RenameIndex(
                name: "ix_uploads_open",
                schema: "media",
                table: "uploads",
                newName: "ix_uploads_expires_at");

            migrationBuilder.RenameIndex(
                name: "ix_stripe_events_unhandled",
                schema: "payments",
                table: "stripe_events",
                newName: "ix_stripe_events_received_at");

            migrationBuilder.RenameIndex(
                name: "ix_sessions_revoked",
                schema: "identity",
                table: "sessions",
                newName: "ix_sessions_revoked_at");

            migrationBuilder.RenameIndex(
                name: "ux_payouts_open",
                schema: "payouts",
                table: "payouts",
                newName: "ix_payouts_instructor_id_currency");

            migrationBuilder.RenameIndex(
                name: "ux_orders_open",
                schema: "payments",
                table: "orders",
                newName: "ix_orders_student_id_course_id");

            migrationBuilder.RenameIndex(
                name: "ix_messages_waiting",
                schema: "outbox",
                table: "messages",
                newName: "ix_messages_id");

            migrationBuilder.RenameIndex(
                name: "ux_enrollments_live",
                schema: "learning",
                table: "enrollments",
                newName: "ix_enrollments_student_id_course_id");

            migrationBuilder.RenameIndex(
                name: "ix_earnings_held",
                schema: "ledger",
                table: "earnings",
                newName: "ix_earnings_release_at");

            migrationBuilder.RenameIndex(
                name: "ux_data_exports_preparing",
                schema: "identity",
                table: "data_exports",
                newName: "ix_data_exports_user_id");

            migrationBuilder.RenameIndex(
                name: "ix_data_exports_expiring",
                schema: "identity",
                table: "data_exports",
                newName: "ix_data_exports_expires_at");

            migrationBuilder.RenameIndex(
                name: "ix_courses_review_queue",
                schema: "catalog",
                table: "courses",
                newName: "ix_courses_submitted_at_id");

            migrationBuilder.RenameIndex(
                name: "ux_certificates_active",
                schema: "certificates",
                table: "certificates",
                newName: "ix_certificates_enrollment_id");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "submitted_at",
                schema: "instructors",
                table: "applications",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_applications_applicant_id",
                schema: "instructors",
                table: "applications",
                column: "applicant_id",
                unique: true,
                filter: "state = 1");
        }
    }
}
