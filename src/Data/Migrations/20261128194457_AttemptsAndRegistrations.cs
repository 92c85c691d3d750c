using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class AttemptsAndRegistrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "first_at",
                schema: "identity",
                table: "sign_in_attempts",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");

            migrationBuilder.AddColumn<Guid>(
                name: "device_id",
                schema: "identity",
                table: "sessions",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            // A session from before is a device of its own.
            migrationBuilder.Sql("UPDATE identity.sessions SET device_id = id");

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_successor",
                schema: "identity",
                table: "refresh_tokens",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "registration_id",
                schema: "identity",
                table: "email_verifications",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mails_to_recipients",
                schema: "notifications",
                columns: table => new
                {
                    recipient_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mails_to_recipients", x => x.recipient_hash);
                });

            migrationBuilder.CreateTable(
                name: "registrations",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registrations", x => x.id);
                    table.ForeignKey(
                        name: "fk_registrations_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_refresh_tokens_sealed",
                schema: "identity",
                table: "refresh_tokens",
                column: "used_at",
                filter: "sealed_successor IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_email_verifications_registration_id",
                schema: "identity",
                table: "email_verifications",
                column: "registration_id");

            migrationBuilder.CreateIndex(
                name: "ix_mails_to_recipients_since",
                schema: "notifications",
                table: "mails_to_recipients",
                column: "since");

            migrationBuilder.CreateIndex(
                name: "ix_registrations_user_id_created_at",
                schema: "identity",
                table: "registrations",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.AddForeignKey(
                name: "fk_email_verifications_registrations_registration_id",
                schema: "identity",
                table: "email_verifications",
                column: "registration_id",
                principalSchema: "identity",
                principalTable: "registrations",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_email_verifications_registrations_registration_id",
                schema: "identity",
                table: "email_verifications");

            migrationBuilder.DropTable(
                name: "mails_to_recipients",
                schema: "notifications");

            migrationBuilder.DropTable(
                name: "registrations",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "ix_refresh_tokens_sealed",
                schema: "identity",
                table: "refresh_tokens");

            migrationBuilder.DropIndex(
                name: "ix_email_verifications_registration_id",
                schema: "identity",
                table: "email_verifications");

            migrationBuilder.DropColumn(
                name: "first_at",
                schema: "identity",
                table: "sign_in_attempts");

            migrationBuilder.DropColumn(
                name: "device_id",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "sealed_successor",
                schema: "identity",
                table: "refresh_tokens");

            migrationBuilder.DropColumn(
                name: "registration_id",
                schema: "identity",
                table: "email_verifications");
        }
    }
}
