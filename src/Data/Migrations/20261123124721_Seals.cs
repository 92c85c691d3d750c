using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <summary>The journal's chain of hashes, and what waits to be sealed.</summary>
    public partial class Seals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "seals",
                schema: "ledger",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    transaction_count = table.Column<int>(type: "integer", nullable: false),
                    sealed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seals", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "unsealed_transactions",
                schema: "ledger",
                columns: table => new
                {
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unsealed_transactions", x => x.transaction_id);
                });

            migrationBuilder.CreateTable(
                name: "seal_lines",
                schema: "ledger",
                columns: table => new
                {
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seal_number = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seal_lines", x => x.transaction_id);
                    table.ForeignKey(
                        name: "fk_seal_lines_transactions_transaction_id",
                        column: x => x.transaction_id,
                        principalSchema: "ledger",
                        principalTable: "transactions",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_seal_lines_seal_number_position",
                schema: "ledger",
                table: "seal_lines",
                columns: new[] { "seal_number", "position" },
                unique: true);

            // A seal is hashed, and then written, when its lines are there.
            migrationBuilder.Sql("""
                ALTER TABLE ledger.seal_lines ADD CONSTRAINT fk_seal_lines_seals_seal_number
                    FOREIGN KEY (seal_number) REFERENCES ledger.seals (number) DEFERRABLE INITIALLY DEFERRED;
                """);

            // Seals are for good, like what they seal.
            migrationBuilder.Sql("""
                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.seals
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
                CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.seal_lines
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
                """);

            // What is posted waits for its seal, whoever posts it. It is seen by the sealer when it is committed, however late that is.
            migrationBuilder.Sql("""
                CREATE FUNCTION ledger.await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO ledger.unsealed_transactions (transaction_id) SELECT id FROM inserted;
                    RETURN NULL;
                END $$;

                CREATE TRIGGER await_seal AFTER INSERT ON ledger.transactions
                    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger.await_seal();

                INSERT INTO ledger.unsealed_transactions (transaction_id) SELECT id FROM ledger.transactions;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION ledger.await_seal() CASCADE;");

            migrationBuilder.DropTable(
                name: "seal_lines",
                schema: "ledger");

            migrationBuilder.DropTable(
                name: "unsealed_transactions",
                schema: "ledger");

            migrationBuilder.DropTable(
                name: "seals",
                schema: "ledger");
        }
    }
}
