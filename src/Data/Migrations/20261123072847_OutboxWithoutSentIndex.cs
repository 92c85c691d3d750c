using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <summary>To find what waits, Postgres took the index on when requests were sent, and sorted all that waits.</summary>
    public partial class OutboxWithoutSentIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_messages_sent_at",
                schema: "outbox",
                table: "messages");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_messages_sent_at",
                schema: "outbox",
                table: "messages",
                column: "sent_at");
        }
    }
}
