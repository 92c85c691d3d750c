using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndexWithoutPendingList : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_curriculum_versions_search",
                schema: "catalog",
                table: "curriculum_versions");

            migrationBuilder.CreateIndex(
                name: "ix_curriculum_versions_search",
                schema: "catalog",
                table: "curriculum_versions",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", "off");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_curriculum_versions_search",
                schema: "catalog",
                table: "curriculum_versions");

            migrationBuilder.CreateIndex(
                name: "ix_curriculum_versions_search",
                schema: "catalog",
                table: "curriculum_versions",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");
        }
    }
}
