using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130062319_AdministrationDesk")]
    public class AdministrationDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_orders_course_id",
                schema: "payments",
                table: "orders");

            migrationBuilder.DropIndex(
                name: "ix_order_courses_course_id",
                schema: "payments",
                table: "order_courses");

            migrationBuilder.DropIndex(
                name: "ix_dead_letters_job_id",
                schema: "outbox",
                table: "dead_letters");

            migrationBuilder.AddColumn<string>(
                name: "discard_reason",
                schema: "outbox",
                table: "dead_letters",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "settled_at",
                schema: "outbox",
                table: "dead_letters",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "settled_by",
                schema: "outbox",
                table: "dead_letters",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "state",
                schema: "outbox",
                table: "dead_letters",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "tries",
                schema: "outbox",
                table: "dead_letters",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Letters of before wait; those for notifications have a kind now by which they can be requeued.
            migrationBuilder.Sql("UPDATE outbox.dead_letters SET kind = 'notifications.user_event_batch' WHERE kind = 'UserEventsJob'");

            migrationBuilder.CreateTable(
                name: "storage_totals",
                schema: "media",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    assets = table.Column<long>(type: "bigint", nullable: false),
                    source_bytes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_storage_totals", x => x.id);
                    table.CheckConstraint("ck_storage_totals_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "user_notes",
                schema: "administration",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_notes_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_email_trigrams",
                schema: "identity",
                table: "users",
                column: "email")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_payouts_state_id",
                schema: "payouts",
                table: "payouts",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_course_id_id",
                schema: "payments",
                table: "orders",
                columns: new[] { "course_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_state_id",
                schema: "payments",
                table: "orders",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_order_courses_course_id_order_id",
                schema: "payments",
                table: "order_courses",
                columns: new[] { "course_id", "order_id" });

            migrationBuilder.CreateIndex(
                name: "ix_disputes_unanswered",
                schema: "payments",
                table: "disputes",
                column: "evidence_due_at",
                filter: "finished_at IS NULL AND evidence_submitted_at IS NULL AND evidence_due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_job_id",
                schema: "outbox",
                table: "dead_letters",
                column: "job_id",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_kind_id",
                schema: "outbox",
                table: "dead_letters",
                columns: new[] { "kind", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_kind_state_id",
                schema: "outbox",
                table: "dead_letters",
                columns: new[] { "kind", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_state_id",
                schema: "outbox",
                table: "dead_letters",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_issued_at",
                schema: "certificates",
                table: "certificates",
                column: "issued_at");

            migrationBuilder.CreateIndex(
                name: "ix_assets_in_process_order",
                schema: "media",
                table: "assets",
                column: "id",
                filter: "state IN (2, 3, 4)");

            migrationBuilder.CreateIndex(
                name: "ix_user_notes_user_id_id",
                schema: "administration",
                table: "user_notes",
                columns: new[] { "user_id", "id" });
        }
    }
}
