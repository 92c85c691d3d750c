using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class Identity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "address_hash",
                schema: "identity",
                table: "sign_in_attempts",
                newName: "subject_hash");

            migrationBuilder.AlterColumn<string>(
                name: "password_hash",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<string>(
                name: "avatar_key",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "delete_at",
                schema: "identity",
                table: "users",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                schema: "identity",
                table: "users",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "locale",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "en");

            migrationBuilder.AddColumn<int>(
                name: "password_version",
                schema: "identity",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "suspend_reason",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "Etc/UTC");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "authenticated_at",
                schema: "identity",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_used_at",
                schema: "identity",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<int>(
                name: "method",
                schema: "identity",
                table: "sessions",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "network",
                schema: "identity",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "second_factor_at",
                schema: "identity",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "user_agent",
                schema: "identity",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "after",
                schema: "administration",
                table: "audit_events",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before",
                schema: "administration",
                table: "audit_events",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "network",
                schema: "administration",
                table: "audit_events",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "user_agent",
                schema: "administration",
                table: "audit_events",
                type: "text",
                nullable: false,
                defaultValue: "");

            // Sessions of before: they were authenticated when they were opened. Attempts were counted under other hashes.
            migrationBuilder.Sql("UPDATE identity.sessions SET authenticated_at = created_at, last_used_at = created_at");
            migrationBuilder.Sql("DELETE FROM identity.sign_in_attempts");

            migrationBuilder.CreateTable(
                name: "data_exports",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_exports", x => x.id);
                    table.ForeignKey(
                        name: "fk_data_exports_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "external_logins",
                schema: "identity",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    linked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_logins", x => new { x.issuer, x.subject });
                    table.ForeignKey(
                        name: "fk_external_logins_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "google_sign_in_flows",
                schema: "identity",
                columns: table => new
                {
                    state_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    flow_token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    nonce = table.Column<string>(type: "text", nullable: false),
                    sealed_code_verifier = table.Column<byte[]>(type: "bytea", nullable: false),
                    redirect_uri = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_google_sign_in_flows", x => x.state_hash);
                });

            migrationBuilder.CreateTable(
                name: "password_resets",
                schema: "identity",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_password_resets", x => x.token_hash);
                    table.ForeignKey(
                        name: "fk_password_resets_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                schema: "identity",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_codes", x => new { x.user_id, x.code_hash });
                    table.ForeignKey(
                        name: "fk_recovery_codes_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "totp_factors",
                schema: "identity",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_step = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_totp_factors", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_totp_factors_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "identity",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "used_id_tokens",
                schema: "identity",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_id_tokens", x => x.token_hash);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_delete_at",
                schema: "identity",
                table: "users",
                column: "delete_at",
                filter: "delete_at IS NOT NULL AND erased_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_attempts_blocked_until",
                schema: "identity",
                table: "sign_in_attempts",
                column: "blocked_until");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_revoked_at",
                schema: "identity",
                table: "sessions",
                column: "revoked_at",
                filter: "revoked_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_actor_id_id",
                schema: "administration",
                table: "audit_events",
                columns: new[] { "actor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_resource_id",
                schema: "administration",
                table: "audit_events",
                columns: new[] { "resource", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_data_exports_expires_at",
                schema: "identity",
                table: "data_exports",
                column: "expires_at",
                filter: "state = 2");

            migrationBuilder.CreateIndex(
                name: "ix_data_exports_user_id",
                schema: "identity",
                table: "data_exports",
                column: "user_id",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_external_logins_user_id",
                schema: "identity",
                table: "external_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_google_sign_in_flows_expires_at",
                schema: "identity",
                table: "google_sign_in_flows",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_password_resets_expires_at",
                schema: "identity",
                table: "password_resets",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_password_resets_user_id",
                schema: "identity",
                table: "password_resets",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_used_id_tokens_expires_at",
                schema: "identity",
                table: "used_id_tokens",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "data_exports",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "external_logins",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "google_sign_in_flows",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "password_resets",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "recovery_codes",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "totp_factors",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "used_id_tokens",
                schema: "identity");

            migrationBuilder.DropIndex(
                name: "ix_users_delete_at",
                schema: "identity",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_sign_in_attempts_blocked_until",
                schema: "identity",
                table: "sign_in_attempts");

            migrationBuilder.DropIndex(
                name: "ix_sessions_revoked_at",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_actor_id_id",
                schema: "administration",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_resource_id",
                schema: "administration",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "avatar_key",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "delete_at",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "erased_at",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "locale",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "password_version",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "suspend_reason",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "time_zone",
                schema: "identity",
                table: "users");

            migrationBuilder.DropColumn(
                name: "authenticated_at",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "method",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "network",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "second_factor_at",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "user_agent",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "after",
                schema: "administration",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "before",
                schema: "administration",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "network",
                schema: "administration",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "user_agent",
                schema: "administration",
                table: "audit_events");

            migrationBuilder.RenameColumn(
                name: "subject_hash",
                schema: "identity",
                table: "sign_in_attempts",
                newName: "address_hash");

            migrationBuilder.AlterColumn<string>(
                name: "password_hash",
                schema: "identity",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);
        }
    }
}
