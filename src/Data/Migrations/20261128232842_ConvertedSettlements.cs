using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class ConvertedSettlements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_transactions_kind_source",
                schema: "ledger",
                table: "transactions");

            migrationBuilder.CreateIndex(
                name: "ix_transactions_kind_source_currency",
                schema: "ledger",
                table: "transactions",
                columns: new[] { "kind", "source", "currency" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_transactions_kind_source_currency",
                schema: "ledger",
                table: "transactions");

            migrationBuilder.CreateIndex(
                name: "ix_transactions_kind_source",
                schema: "ledger",
                table: "transactions",
                columns: new[] { "kind", "source" },
                unique: true);
        }
    }
}
